"""Groups made by hand: places, clusters and buying clubs, which are systems of this copy."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from sqlite_utils import Database

from readiness.domain.errors import Conflict, InvalidAnswer, NotFound
from readiness.domain.organisation import Membership, Organisation, Person
from readiness.domain.succession import holds
from readiness.storage import register_places
from readiness.storage.database import immediate
from readiness.storage.events import note_event
from readiness.storage.organisations import (
    membership_row,
    organisation_by_code,
    organisations_by_code,
    store_membership,
)
from readiness.usecases import permission
from readiness.usecases.register import add_without_code

LOCAL_CODES = "L-"
"""How the codes of bodies begin that have none of their own."""


class GroupChanged(Conflict):
    """Somebody else changed the members first: `theirs` are the codes as they are now."""

    def __init__(self, theirs: Collection[str]) -> None:
        self.theirs = tuple(theirs)
        super().__init__(
            "Somebody else changed the members after you opened the page. Nothing was saved."
        )


def make_group(
    db: Database, name: str, codes: Collection[str], *, person: Person, at: datetime
) -> Organisation:
    """Make a group of organisations that are here; all that is done for systems works for it.

    Raises:
        NotAllowed: the person is no administrator.
        InvalidAnswer: it has no name or no members, or a code is not here.
    """
    person = permission.administering(db, person)
    _refuse_unknown(db, codes)
    group = add_without_code(db, name, None, person=person, at=at)
    with immediate(db):
        _place(db, (Membership(code, group.ods_code, "member") for code in codes), person, at)
    return group


def group_members(
    db: Database, code: str, *, person: Person, on: date
) -> tuple[Organisation, tuple[str, ...]]:
    """Return a group made by hand, and the codes of its members today.

    Raises:
        NotAllowed: the person is no administrator.
        NotFound: there is none of that code that was made by hand.
    """
    permission.administering(db, person)
    if not code.startswith(LOCAL_CODES):
        raise NotFound("The members of this system come from the register: import it anew.")
    return organisation_by_code(db, code), tuple(sorted(_held(db, code, on)))


def change_group(
    db: Database,
    code: str,
    codes: Collection[str],
    *,
    seen: Collection[str],
    person: Person,
    at: datetime,
    on: date,
) -> None:
    """Give a group these members from today; who left it stays in its history.

    Args:
        seen: the codes of the members that the person was shown.

    Raises:
        NotFound, NotAllowed: there is no such group, or the person is no administrator.
        InvalidAnswer: no code is given, or one is not here.
        GroupChanged: somebody else changed the members since.
    """
    person = permission.administering(db, person)
    group_members(db, code, person=person, on=on)
    _refuse_unknown(db, codes)
    with immediate(db):
        there = _held(db, code, on)
        if set(there) == set(codes):
            return
        if set(there) != set(seen):
            raise GroupChanged(sorted(there))
        ended = [
            Membership(code, one.system, one.relation, one.since, on - timedelta(days=1))
            for code, one in sorted(there.items())
            if code not in codes
        ]
        begun = [Membership(new, code, "member", on) for new in sorted(set(codes) - set(there))]
        _place(db, [*ended, *begun], person, at)


def _held(db: Database, code: str, on: date) -> dict[str, Membership]:
    """Return the places in a group that are held on a day, by the code of who holds them."""
    return {
        one.membership.organisation: one.membership
        for one in register_places.places_in(db, [code])
        if holds(one.membership, on)
    }


def _refuse_unknown(db: Database, codes: Collection[str]) -> None:
    here = {one.ods_code for one in organisations_by_code(db, codes)}
    missing = [code for code in codes if code not in here]
    if missing:
        raise InvalidAnswer("\n".join(f"{code} is not in the register here." for code in missing))
    if not codes:
        raise InvalidAnswer("Enter the code of at least one member.")


def _place(db: Database, places: Iterable[Membership], person: Person, at: datetime) -> None:
    """Store places in a group, each on the record of who holds it; inside `immediate`."""
    for place in places:
        store_membership(db, place, at=at)
        note_event(
            db,
            "organisation",
            place.organisation,
            "joined-system",
            person=person,
            at=at,
            membership=membership_row(place),
        )
