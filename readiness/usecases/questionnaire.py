"""Make a questionnaire for a member of a system, or for whoever fills it in."""

from datetime import date

from sqlite_utils import Database

from readiness.domain.came_back import AskingRound
from readiness.domain.comparison import Group
from readiness.domain.errors import NotFound
from readiness.domain.organisation import Organisation, Person
from readiness.domain.pack import Pack
from readiness.domain.questionnaire import Questionnaire, chosen_questions
from readiness.storage.organisations import organisation_by_code
from readiness.storage.returns import round_by_number
from readiness.usecases.returns import importing


def make_questionnaire(
    db: Database,
    system: str,
    pack: Pack,
    *,
    section: str = "",
    role: str = "",
    look: bool = False,
    round_number: int | None = None,
    organisation: str = "",
    person: Person,
    on: date,
) -> Questionnaire:
    """Return a questionnaire: of the round’s questions where there is one, else of those named.

    Raises:
        NotFound: there is no such section, role, member or round, or the round is withdrawn.
        NotFound, NotAllowed: the person may not see the system, or is no commissioner of it.
    """
    _, group = importing(db, system, person=person, on=on)
    asking = open_round(db, group, pack, round_number) if round_number else None
    what, parts = chosen_questions(
        pack, section=section, role=role, look=look or (asking is not None and asking.look)
    )
    whose: Organisation | None = None
    if organisation:
        if organisation not in group.codes:
            raise NotFound(f"{organisation} is no member of {group.name} today.")
        whose = organisation_by_code(db, organisation)
    name = asking.name if asking else ""
    return Questionnaire(pack, what, parts, whose, round_number, name)


def open_round(db: Database, group: Group, pack: Pack, number: int) -> AskingRound:
    """Return a round of a system, or of one that it followed, under a pack.

    Raises:
        NotFound: there is none, or it was withdrawn.
    """
    asking = round_by_number(db, number)
    codes = (group.code, *group.was)
    found = asking is not None and asking.system in codes and asking.pack_key == pack.key
    if asking is None or not found or asking.state == "withdrawn":
        raise NotFound("There is no such round of this system under these rules.")
    return asking
