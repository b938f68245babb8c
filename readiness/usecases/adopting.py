"""A host publishes a submission to its guests; a guest adopts it, or takes that back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from sqlite_utils import Database

from readiness.domain.access import Deed
from readiness.domain.assessment import Hosted
from readiness.domain.errors import Conflict, InvalidAnswer, NotFound
from readiness.domain.hosted import covered
from readiness.domain.hosting import Adoption, Agreement, Publication, Standing
from readiness.domain.organisation import Person
from readiness.domain.verdict import Verdict, assess
from readiness.storage import hosting
from readiness.storage.database import immediate
from readiness.storage.events import note_event
from readiness.usecases import permission
from readiness.usecases.assessment import OpenAssessment, SubmittedAssessment, require_open
from readiness.usecases.hosted import NO_TIE, shared, ties_of


class AdoptedSince(Conflict):
    """Somebody else adopted something, or took it back, after this person opened the page."""

    def __init__(self, by: str) -> None:
        super().__init__(
            f"{by or 'Somebody'} changed what this assessment rests on after you opened the page. "
            "Nothing was saved. Look again, then decide."
        )


@dataclass(frozen=True, slots=True)
class Publishing:
    """A submission that its organisation may publish, to whom, and what was published of it."""

    guests: tuple[Agreement, ...]
    published: tuple[Publication, ...]
    sections: tuple[str, ...]

    @property
    def newest(self) -> Publication | None:
        """What was published of this submission last."""
        return self.published[0] if self.published else None


@dataclass(frozen=True)
class Hosts:
    """How an assessment stands to its organisation's host, seen from a day.

    `agreement` is the one that counts: what holds, else what is proposed or to come, else what
    ended last. `publications` are those that may be adopted, the newest first; `may_adopt` says
    whether this person may.
    """

    opened: OpenAssessment
    agreement: Agreement | None
    publications: tuple[Publication, ...]
    may_adopt: bool

    @property
    def adoption(self) -> Adoption | None:
        """What was said last of what it rests on."""
        return self.opened.tie.adoption

    @property
    def on(self) -> date:
        """The day it is seen from."""
        return self.opened.given.on

    @property
    def holds(self) -> bool:
        """Whether an agreement holds today."""
        return self.agreement is not None and self.agreement.holds(self.on)

    @property
    def lost(self) -> bool:
        """Whether something was adopted that counts no longer, for its agreement does not hold."""
        adopted = self.adoption is not None and self.adoption.publication is not None
        return adopted and self.opened.given.host is None

    @property
    def offered(self) -> Publication | None:
        """The newest publication, where it is not what was adopted and may be."""
        if not self.holds or not self.publications:
            return None
        newest = self.publications[0]
        current = self.opened.given.host is not None and self.adoption is not None
        taken = self.adoption.publication if current and self.adoption else None
        return None if newest.id == taken else newest

    @property
    def days_left(self) -> int | None:
        """How many days the agreement has left, where it ends soon."""
        return self.agreement.days_left(self.on) if self.agreement else None

    @property
    def version(self) -> int:
        """The version of what was said last; 0 when nothing was."""
        return self.adoption.version if self.adoption else 0


@dataclass(frozen=True)
class Offer:
    """A publication as a guest sees it before it adopts: what is shared, and what would follow."""

    hosts: Hosts
    publication: Publication
    hosted: Hosted

    @cached_property
    def then(self) -> Verdict:
        """The verdict with it."""
        opened = self.hosts.opened
        return assess(opened.pack.unsettled, replace(opened.given, host=self.hosted))


def unpublished(db: Database, opened: OpenAssessment) -> tuple[int, tuple[Agreement, ...]] | None:
    """Return the last submission, and the guests of its organisation, where they cannot adopt it.

    None where the organisation has no guests, has not submitted, or has published it.
    """
    on = opened.given.on
    guests = tuple(one for one in opened.tie.as_host if one.holds(on))
    if not guests or not opened.submissions:
        return None
    last, host = opened.submissions[-1].number, opened.assessment.organisation.ods_code
    there = hosting.publications_of(db, [host])
    mine = {one.submission for one in there if one.assessment == opened.assessment.id}
    return None if last in mine else (last, guests)


def publishing(
    db: Database, submitted: SubmittedAssessment, *, person: Person, on: date
) -> Publishing:
    """Return to whom a submission may be published, and what of it is published already.

    Raises:
        NotFound, NotAllowed: the person may not see this organisation, or not do this for it.
    """
    host = submitted.assessment.organisation
    permission.managing(db, person, host)
    guests = _guests(db, host.ods_code, submitted.pack.key, on)
    there = hosting.publications_of(db, [host.ods_code])
    mine = (submitted.assessment.id, submitted.submission.number)
    return Publishing(
        guests,
        tuple(one for one in there if (one.assessment, one.submission) == mine),
        may.sections if (may := submitted.pack.hosting) else (),
    )


def publish(
    db: Database,
    submitted: SubmittedAssessment,
    sections: Sequence[str],
    *,
    person: Person,
    at: datetime,
    on: date,
) -> int:
    """Let the guests of an organisation adopt a submission; return the number of the publication.

    To publish the same again gives back what is there.

    Raises:
        NotFound, NotAllowed: the person may not see this organisation, or not do this for it.
        InvalidAnswer: no section is chosen, or the organisation is the host of nobody.
    """
    known = publishing(db, submitted, person=person, on=on)
    about = tuple(section.key for section in covered(submitted.pack, sections))
    if not known.guests:
        raise InvalidAnswer("You have no guest under these rules. Agree with one first.")
    if not about or set(sections) - set(about):
        raise InvalidAnswer("Choose at least one section that your guests may adopt.")
    if known.newest is not None and known.newest.sections == about:
        return known.newest.id
    host = submitted.assessment.organisation.ods_code
    with immediate(db):
        number = hosting.add_publication(
            db, submitted.submission.id, host, submitted.pack.key, about, person=person, at=at
        )
        note_event(
            db,
            "assessment",
            submitted.assessment.id,
            "published",
            person=person,
            at=at,
            number=submitted.submission.number,
            publication=number,
            sections=list(about),
        )
        return number


def hosts_of(db: Database, opened: OpenAssessment, *, person: Person) -> Hosts:
    """Return how an assessment stands to the host of its organisation.

    Raises:
        NotFound, NotAllowed: the person may not see this organisation.
    """
    permission.require(person, opened.assessment.organisation)
    return _hosts(db, opened, person)


def offer_of(db: Database, opened: OpenAssessment, publication: int, *, person: Person) -> Offer:
    """Return a publication as the guest sees it before it adopts.

    Raises:
        NotFound: there is nothing of that number to adopt.
        NotFound, NotAllowed: the person may not see this organisation.
    """
    hosts = hosts_of(db, opened, person=person)
    return _offer(db, hosts, publication)


def adopt(
    db: Database,
    opened: OpenAssessment,
    publication: int,
    *,
    seen: int,
    person: Person,
    at: datetime,
) -> None:
    """Rest an assessment on what a host published; to adopt the same again changes nothing.

    Args:
        seen: the version of what was said last, as the person was shown it.

    Raises:
        NotFound: there is nothing of that number to adopt.
        NotFound, NotAllowed: the person may not see this organisation, or not do this for it.
        Closed: the organisation was assessed again since.
        AdoptedSince: somebody adopted something, or took it back, since.
    """
    person = permission.managing(db, person, opened.assessment.organisation)
    with immediate(db):
        require_open(db, opened.assessment.id)
        hosts = _fresh(db, opened, person)
        offer = _offer(db, hosts, publication)
        assert hosts.agreement is not None
        was = hosts.adoption
        if was and (was.publication, was.agreement) == (publication, hosts.agreement.number):
            return
        _require_seen(hosts, seen)
        _keep(db, hosts, publication, person=person, at=at, submission=offer.publication.submission)


def withdraw(
    db: Database, opened: OpenAssessment, *, seen: int, person: Person, at: datetime
) -> None:
    """Rest an assessment on no host any longer: what it answered is asked of the guest again.

    Raises:
        NotFound: nothing was ever adopted.
        NotFound, NotAllowed: the person may not see this organisation, or not do this for it.
        Closed: the organisation was assessed again since.
        AdoptedSince: somebody adopted something since.
    """
    person = permission.managing(db, person, opened.assessment.organisation)
    with immediate(db):
        require_open(db, opened.assessment.id)
        hosts = _fresh(db, opened, person)
        if hosts.adoption is None:
            raise NotFound("Nothing was adopted here.")
        if hosts.adoption.publication is None:
            return
        _require_seen(hosts, seen)
        _keep(db, hosts, None, person=person, at=at)


def _keep(
    db: Database,
    hosts: Hosts,
    publication: int | None,
    *,
    person: Person,
    at: datetime,
    **detail: object,
) -> None:
    number, version = hosts.opened.assessment.id, hosts.version + 1
    agreement = hosts.agreement.number if publication and hosts.agreement else None
    hosting.add_adoption(
        db,
        number,
        version,
        publication,
        agreement or (hosts.adoption.agreement if hosts.adoption else 0),
        on=hosts.on,
        person=person,
        at=at,
    )
    what = "adopted" if publication else "withdrew-adoption"
    note_event(
        db,
        "assessment",
        number,
        what,
        person=person,
        at=at,
        version=version,
        publication=publication,
        **detail,
    )


def _require_seen(hosts: Hosts, seen: int) -> None:
    if hosts.version != seen:
        raise AdoptedSince(hosts.adoption.by if hosts.adoption else "")


def _fresh(db: Database, opened: OpenAssessment, person: Person) -> Hosts:
    """Return how an assessment stands to its host by what is stored now, inside `immediate`."""
    about = opened.assessment
    ties = ties_of(db, [about], {about.id: opened.pack.unsettled}, opened.given.on)
    return _hosts(db, replace(opened, tie=ties.get(about.id, NO_TIE)), person)


def _hosts(db: Database, opened: OpenAssessment, person: Person) -> Hosts:
    tie, on, pack_key = opened.tie, opened.given.on, opened.assessment.pack_key
    agreement = min(tie.agreements, key=lambda one: _RANK[one.standing(on)], default=None)
    if agreement is None:
        return Hosts(opened, None, (), may_adopt=False)
    published = hosting.publications_of(db, [agreement.host.ods_code])
    may_adopt = permission.can(Deed.MANAGE, db, person, opened.assessment.organisation)
    return Hosts(
        opened,
        agreement,
        tuple(
            one
            for one in published
            if one.pack_key == pack_key and set(one.sections) & set(agreement.sections)
        ),
        may_adopt and opened.assessment.closed is None,
    )


_RANK = {
    Standing.HOLDS: 0,
    Standing.PROPOSED: 1,
    Standing.TO_COME: 2,
    Standing.OVER: 3,
    Standing.DECLINED: 4,
}
"""Which of several agreements counts; of equals the one proposed last."""


def _offer(db: Database, hosts: Hosts, publication: int) -> Offer:
    found = next((one for one in hosts.publications if one.id == publication), None)
    if found is None or not hosts.holds or hosts.agreement is None:
        raise NotFound("There is nothing here to adopt. Look at what your host has published.")
    document, fingerprint = hosting.document_of(db, publication)
    hosted = shared(
        db,
        hosts.opened.pack.unsettled,
        document,
        fingerprint,
        set(hosts.agreement.sections) & set(found.sections),
        assessment=found.assessment,
        submission=found.submission,
        adopted=hosts.on,
    )
    return Offer(hosts, found, hosted)


def _guests(db: Database, host: str, pack_key: str, on: date) -> tuple[Agreement, ...]:
    return tuple(
        one
        for one in hosting.agreements_among(db, [host])
        if one.host.ods_code == host
        and one.pack_key == pack_key
        and one.standing(on) in (Standing.HOLDS, Standing.TO_COME)
    )
