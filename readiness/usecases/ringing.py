"""Whom to ring of a system: what each submission should have begun by now, and who is there."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from sqlite_utils import Database

from readiness.domain.access import Deed, Role, may, roles_in
from readiness.domain.comparison import Comparison, Submitted
from readiness.domain.missed_start import first_start_of
from readiness.domain.organisation import Person
from readiness.domain.replay import given_of
from readiness.domain.ringing import Call, Contacts, Missed, whom_to_ring
from readiness.domain.stored import stored_in
from readiness.domain.verdict import assess
from readiness.storage.accounts import accounts_by_person
from readiness.storage.compared import documents_of
from readiness.storage.grants import holders_in
from readiness.storage.system_rounds import asked_now
from readiness.usecases import permission

MOST_LOOKED_AT = 440
"""Up to how many members the plan behind each submission is looked at."""

MOST_REMEMBERED = 2_000
"""How many first starts are remembered before all are forgotten."""

_FIRST_STARTS: dict[tuple[object, ...], Missed | None] = {}
"""What must begin first by each submission, by its document, its rules and, with deadlines, day."""


@dataclass(frozen=True, slots=True)
class Ringing:
    """Whom to ring; `looked` is whether latest starts were looked for, in a group small enough."""

    calls: tuple[Call, ...]
    looked: bool


def read_ringing(db: Database, comparison: Comparison, *, asking: bool = True) -> Ringing:
    """Say whom to ring of a comparison that whoever looks is entitled to.

    It takes three or four queries; documents are read only of submissions that are met anew.

    Args:
        asking: whether some round of it may be open, so that it is worth looking.
    """
    looked = len(comparison.members) <= MOST_LOOKED_AT
    missed = _missed(db, comparison) if looked else {}
    codes = [one.code for one in comparison.members]
    contacts = _contacts(db, codes)
    systems = (comparison.group.code, *comparison.group.was)
    asked = asked_now(db, systems, comparison.pack.key, codes) if asking else {}
    return Ringing(whom_to_ring(comparison, missed, contacts, asked), looked)


def known_addresses(db: Database, calls: Collection[Call], *, person: Person) -> dict[str, str]:
    """Return where the people to ask for can be written to, by code and name.

    Only where the person sees who has an account: as administrator, or as IT lead there.
    """
    person = permission.known(db, person)
    codes = [one.member.code for one in calls if _sees_accounts(person, one.member.code)]
    if not codes:
        return {}
    accounts = accounts_by_person(db)
    asked = {(one.member.code, ask.name) for one in calls for ask in one.ask}
    found: dict[str, str] = {}
    for code, number, name, _ in holders_in(db, codes, (Role.IT_LEAD, Role.APPROVER)):
        account = accounts.get(number)
        if account and not account.closed and (code, name) in asked:
            found.setdefault(code, account.email)
    return found


def _sees_accounts(person: Person, code: str) -> bool:
    return person.local or may(Deed.INVITE, roles_in(person.grants, code))


def _contacts(db: Database, codes: Iterable[str]) -> dict[str, Contacts]:
    found: dict[str, dict[Role, list[str]]] = {}
    for code, _, name, role in holders_in(db, codes, (Role.IT_LEAD, Role.APPROVER)):
        found.setdefault(code, {}).setdefault(role, []).append(name)
    return {
        code: Contacts(tuple(held.get(Role.IT_LEAD, ())), tuple(held.get(Role.APPROVER, ())))
        for code, held in found.items()
    }


def _missed(db: Database, comparison: Comparison) -> dict[str, Missed]:
    """Return what each should have begun before this day, by code."""
    on = comparison.on
    submitted = {one.code: one.submitted for one in comparison.submitters if one.submitted}
    _remember(db, submitted.values(), on)
    first = {code: _FIRST_STARTS[_key(one, on)] for code, one in submitted.items()}
    return {code: one for code, one in first.items() if one and one.latest_start < on}


def _remember(db: Database, submitted: Collection[Submitted], on: date) -> None:
    if len(_FIRST_STARTS) > MOST_REMEMBERED:
        _FIRST_STARTS.clear()
    anew = [one for one in submitted if _key(one, on) not in _FIRST_STARTS]
    for one, text in documents_of(db, anew):
        given = given_of(stored_in(text), one.pack)
        dated = given.host is not None or one.pack.target in given.answers
        first = first_start_of(assess(one.pack, given), on) if dated else None
        _FIRST_STARTS[_key(one, on)] = first


def _key(one: Submitted, on: date) -> tuple[object, ...]:
    day = on if one.pack.deadlines else None
    return one.pack.fingerprint, one.digest, one.way, one.row, day
