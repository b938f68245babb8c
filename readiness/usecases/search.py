"""Finding an organisation: by its code, its postcode, or a name that is not quite right."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlite_utils import Database

from readiness.domain.organisation import Organisation, OrganisationKind, Person
from readiness.domain.spelling import (
    FARTHEST,
    LEAST_LIKENESS,
    likeness,
    postcode_key,
    trigrams,
    words_of,
)
from readiness.storage import search
from readiness.storage.organisations import organisation_by_code, organisations_in_use
from readiness.usecases import permission

MOST_FOUND = 20
"""The most organisations that a search shows."""

LONGEST = 100
"""How many characters of what was typed are read."""

_ORDER: dict[OrganisationKind | None, int] = {
    OrganisationKind.TRUST: 0,
    OrganisationKind.CARE_TRUST: 0,
    OrganisationKind.ICB: 0,
    OrganisationKind.LOCAL_AUTHORITY: 0,
    OrganisationKind.OTHER: 2,
}
"""Among names as alike, which kinds come first and which last."""

_BEGINNING = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]{0,4}")


@dataclass(frozen=True, slots=True)
class Found:
    """An organisation that may be meant, its postcode, and its last day where it is closed."""

    organisation: Organisation
    postcode: str
    closed: date | None


def find_organisations(
    db: Database,
    typed: str,
    *,
    person: Person,
    on: date,
    most: int = MOST_FOUND,
    own: bool = False,
) -> tuple[Found, ...]:
    """Return the organisations that may be meant, the likeliest first.

    A code that is right comes first, then a postcode, then names by how alike they are; among
    names as alike, those that are open. The register is for everybody who is known here; what is
    not of it is for those who may see it.

    Args:
        own: return those alone whose work the person may see.

    Raises:
        NotAllowed: the person is not known here.
    """
    person = permission.known(db, person)
    typed = " ".join(typed[:LONGEST].split())
    code, postcode = typed.upper().replace(" ", ""), postcode_key(typed)
    exact = search.by_code_or_postcode(db, code, postcode) if code else ()
    ranked = sorted(exact, key=lambda one: (one.organisation.ods_code != code, _is_closed(one, on)))
    if _BEGINNING.fullmatch(code) and not postcode and not ranked:
        ranked += search.by_beginning(db, code)
    if not postcode:
        ranked += _by_name(search.by_letters(db, trigrams(typed)), typed, on)
    unique = {one.organisation.ods_code: one for one in reversed(ranked)}
    visible = (one for one in reversed(unique.values()) if _may_find(person, one, own))
    return tuple(_found(one, on) for one, _ in zip(visible, range(most), strict=False))


def used_organisations(
    db: Database, *, person: Person, most: int = MOST_FOUND
) -> tuple[Organisation, ...]:
    """Return the organisations that a person may choose without searching, by name.

    They are those that were assessed or added by people last; of somebody with roles, their own.

    Raises:
        NotAllowed: the person is not known here.
    """
    person = permission.known(db, person)
    codes = None if person.local else sorted({grant.organisation for grant in person.grants})
    found = organisations_in_use(db, most, codes)
    return tuple(one for one in found if permission.may_see(person, one))


def find_organisation(db: Database, ods_code: str, *, person: Person) -> Organisation:
    """Return an organisation whose work a person may see.

    Raises:
        NotFound: there is none of that code, or it is not for them.
    """
    person = permission.known(db, person)
    organisation = organisation_by_code(db, ods_code)
    permission.require(person, organisation)
    return organisation


def _by_name(
    candidates: Iterable[search.Candidate], typed: str, on: date
) -> list[search.Candidate]:
    wanted = words_of(typed)
    scored = [(likeness(wanted, one.name_key.split()), one) for one in candidates]
    least = max(LEAST_LIKENESS, max((score for score, _ in scored), default=0.0) - FARTHEST)
    fitting = [(score, one) for score, one in scored if score >= least]
    fitting.sort(
        key=lambda pair: (
            -round(pair[0], 2),
            _is_closed(pair[1], on),
            _ORDER.get(pair[1].organisation.kind, 1),
            len(pair[1].name_key),
            pair[1].organisation.ods_code,
        )
    )
    return [one for _, one in fitting]


def _may_find(person: Person, one: search.Candidate, own: bool) -> bool:
    public = one.of_register or permission.can_administer(person)
    return (public and not own) or permission.may_see(person, one.organisation)


def _is_closed(one: search.Candidate, on: date) -> bool:
    return one.closed is not None and one.closed < on


def _found(one: search.Candidate, on: date) -> Found:
    joined = one.postcode
    spaced = f"{joined[:-3]} {joined[-3:]}" if 5 <= len(joined) <= 7 else joined
    return Found(one.organisation, spaced, one.closed if _is_closed(one, on) else None)
