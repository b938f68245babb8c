"""Every place in an integrated care system, and the regions that registers name."""

from sqlite_utils import Database

from readiness.domain.organisation import OrganisationKind
from readiness.domain.regions import read_region
from readiness.domain.register import OFFICIAL
from readiness.storage.database import rows
from readiness.storage.register_places import PLACED, Placed, placed


def places_in_every_system(db: Database) -> tuple[Placed, ...]:
    """Return every place in a system that is an integrated care board, ended ones too."""
    found = rows(
        db,
        f"""select {PLACED} where system in
                (select ods_code from organisations as board where board.kind = ?)
            order by organisation, system, relation""",
        (str(OrganisationKind.ICB),),
    )
    return tuple(placed(row) for row in found)


def regions_said(db: Database) -> dict[str, str]:
    """Return the code of the region of every organisation of which a register says one.

    The official word counts, then that of a source which says what kind it is, then the latest.
    """
    found = rows(
        db,
        """select code, source, kind is null, region from register_entries where region <> ''
               and id in (select max(id) from register_entries group by code, source)
           order by id""",
    )
    said: dict[str, tuple[tuple[bool, bool], str]] = {}
    for code, source, kindless, text in found:
        rank = source in OFFICIAL, not kindless
        if (region := read_region(text)) and (code not in said or said[code][0] <= rank):
            said[code] = rank, region
    return {code: region for code, (_, region) in said.items()}
