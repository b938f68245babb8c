"""What organisations share once it is signed off: with commissioners, reviewers and themselves."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlite_utils import Database

from readiness.domain.access import ACROSS, WITHIN, Deed
from readiness.domain.organisation import Organisation, Person
from readiness.domain.record import read_given
from readiness.domain.shared import Shared, share
from readiness.domain.verdict import assess
from readiness.storage.organisations import (
    every_organisation,
    organisation_by_code,
    organisations_by_code,
    places_in_systems,
)
from readiness.storage.packs import pack_by_fingerprint
from readiness.storage.reviews import Review, reviews_of
from readiness.storage.sign_offs import Signed, newest_signed
from readiness.usecases import permission
from readiness.usecases.declared import require_declared
from readiness.usecases.review import opinions_of
from readiness.usecases.viewing import note_view


@dataclass(frozen=True, slots=True)
class SharedLine:
    """An organisation whose submissions a person may see, and what it shares, if anything."""

    organisation: Organisation
    shared: Shared | None


@dataclass(frozen=True, slots=True)
class SharedView:
    """What one organisation shares, for a person.

    `own` is whether they see all of it anyway, `may_review` whether they may review it.
    """

    organisation: Organisation
    shared: Shared | None
    own: bool
    may_review: bool


def list_shared(db: Database, pack_key: str, *, person: Person) -> tuple[SharedLine, ...]:
    """Return what the organisations share under a pack, as far as a person may see it.

    They come by name, those that share nothing yet after the others; a system that shares nothing
    itself is left out.

    Raises:
        NotAllowed: the person is not known here.
    """
    person = permission.known(db, person)
    places = places_in_systems(db)
    found = _visible(db, person, places)
    shared = read_shared_of(db, [one.ods_code for one in found], pack_key)
    systems = {system for _, system in places}
    lines = (
        SharedLine(one, shared.get(one.ods_code))
        for one in found
        if one.ods_code in shared or one.ods_code not in systems
    )
    return tuple(sorted(lines, key=lambda line: line.shared is None))


def read_shared(
    db: Database, ods_code: str, pack_key: str, *, person: Person, at: datetime
) -> SharedView:
    """Return what an organisation shares; that somebody else looked at it is on record.

    Raises:
        NotFound: there is no such organisation, or the person may not see what it submitted.
        NotAllowed: the person is not known here.
    """
    organisation = organisation_by_code(db, ods_code)
    person = permission.seeing_submitted(db, person, organisation)
    own = permission.may_see(person, organisation)
    if not own:
        note_view(db, organisation, f"shared {pack_key}", person, at)
    return SharedView(
        organisation,
        read_shared_of(db, [ods_code], pack_key).get(ods_code),
        own,
        not person.local and permission.can(Deed.REVIEW, db, person, organisation),
    )


def read_shared_of(db: Database, ods_codes: Collection[str], pack_key: str) -> dict[str, Shared]:
    """Return what organisations share under a pack, by code, in two queries however many they are.

    Whoever asks has made sure that the person may see what these organisations submitted. One
    that signed off nothing is not among them. Of several contracts, the one submitted last counts.

    Raises:
        Unusable: a document is no longer what was declared.
    """
    signed = newest_signed(db, ods_codes, pack_key)
    reviews = reviews_of(db, [one.row for one in signed])
    return {one.organisation: _share(db, one, reviews) for one in signed}


def _share(db: Database, signed: Signed, reviews: Mapping[int, tuple[Review, ...]]) -> Shared:
    number = signed.sign_off.submission
    what = f"Submission {number} of {signed.organisation}"
    require_declared(signed.document, signed.digest, what)
    opinions = opinions_of(reviews[signed.row])
    said = tuple(sorted((rule, *sorted(each)) for rule, each in opinions.items()))
    key = replace(signed, document=""), said
    if (known := _SHARED.get(key)) is not None:
        return known
    pack = pack_by_fingerprint(db, signed.fingerprint)
    shared = share(
        assess(pack, read_given(signed.document, pack, f"submission {number}")),
        signed.sign_off,
        assessment=signed.assessment,
        submitted=signed.declared,
        opinions=opinions,
    )
    if len(_SHARED) >= _MOST_REMEMBERED:
        _SHARED.clear()
    _SHARED[key] = shared
    return shared


_SHARED: dict[tuple[Signed, tuple[tuple[str, ...], ...]], Shared] = {}
"""What was worked out before, by all that it follows from; the digest stands for the document."""

_MOST_REMEMBERED = 1_000
"""How many are remembered before all are forgotten."""


def _visible(
    db: Database, person: Person, places: Collection[tuple[str, str]]
) -> tuple[Organisation, ...]:
    if person.local:
        return every_organisation(db)
    across = {grant.organisation for grant in person.grants if grant.role in ACROSS}
    own = {grant.organisation for grant in person.grants if grant.role in ACROSS | WITHIN}
    members = {member for member, system in places if system in across}
    return organisations_by_code(db, own | members)
