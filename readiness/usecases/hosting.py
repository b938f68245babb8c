"""Agreements between a host and a guest: propose one, accept or decline it, end it early."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlite_utils import Database

from readiness.domain.access import Deed as AccessDeed
from readiness.domain.answer_value import read_text
from readiness.domain.errors import Conflict, InvalidAnswer, NotAllowed, NotFound
from readiness.domain.hosting import (
    Agreement,
    Deed,
    Side,
    begun_and_ended,
    ended,
    overlapping,
)
from readiness.domain.organisation import Organisation, Person
from readiness.domain.pack import Pack
from readiness.storage import hosting
from readiness.storage.database import immediate
from readiness.storage.events import note_event
from readiness.storage.organisations import organisation_by_code
from readiness.usecases import permission

LONGEST_PAPER = 200
"""The most characters about where a signed agreement is kept."""


class UnfitAgreement(InvalidAnswer):
    """What was said of an agreement does not fit: `wrong` says so by the name of the field."""

    def __init__(self, wrong: Mapping[str, Sequence[str]]) -> None:
        self.wrong = {field: tuple(sentences) for field, sentences in wrong.items() if sentences}
        super().__init__("\n".join(line for lines in self.wrong.values() for line in lines))


class AgreedSince(Conflict):
    """Somebody else did something about the agreement first: `theirs` is how it stands now."""

    def __init__(self, theirs: Agreement) -> None:
        self.theirs = theirs
        super().__init__(
            f"{theirs.by or 'Somebody'} {theirs.deed.value} this agreement after you opened the "
            "page. Nothing was saved. Look at how it stands now."
        )


@dataclass(frozen=True, slots=True)
class Proposal:
    """What somebody proposes, as read: with whom, which sections, and from when to when."""

    other: str
    pack: Pack
    sections: tuple[str, ...]
    first: date
    last: date | None
    paper: str = ""


@dataclass(frozen=True, slots=True)
class Hosting:
    """The agreements of an organisation, those it is the host of and those it is the guest of.

    `may_manage` says whether this person may propose, accept and end for it, `may_record` whether
    they may record one that both sides signed on paper.
    """

    organisation: Organisation
    as_host: tuple[Agreement, ...]
    as_guest: tuple[Agreement, ...]
    may_manage: bool
    may_record: bool


def hosting_of(db: Database, ods_code: str, *, person: Person) -> Hosting:
    """Return the agreements of an organisation.

    Raises:
        NotFound: there is no such organisation, or the person may not see it.
    """
    person = permission.known(db, person)
    organisation = organisation_by_code(db, ods_code)
    records = permission.can_administer(person)
    if not records:
        permission.seeing(db, person, organisation)
    every = hosting.agreements_among(db, [organisation.ods_code])
    return Hosting(
        organisation,
        tuple(one for one in every if one.host.ods_code == ods_code),
        tuple(one for one in every if one.guest.ods_code == ods_code),
        may_manage=permission.can(AccessDeed.MANAGE, db, person, organisation),
        may_record=records,
    )


def propose(
    db: Database, ods_code: str, side: Side, proposal: Proposal, *, person: Person, at: datetime
) -> Agreement:
    """Propose an agreement for one side; it holds at once where the person speaks for both.

    An administrator may record one that was signed on paper, which is for both sides too. To
    propose the same again changes nothing.

    Raises:
        NotFound, NotAllowed: the person may not see the organisation, or not do this for it.
        UnfitAgreement: with one sentence for each thing that does not fit.
    """
    person = permission.known(db, person)
    mine, on_paper = organisation_by_code(db, ods_code), proposal.paper.strip()
    recorded = bool(on_paper) and permission.can_administer(person)
    if not recorded:
        permission.managing(db, person, mine)
        if on_paper:
            raise NotAllowed("Only an administrator may record an agreement signed on paper.")
    other = _other(db, ods_code, proposal.other)
    both = recorded or permission.can(AccessDeed.MANAGE, db, person, other)
    _check(proposal)
    host, guest = (mine, other) if side is Side.HOST else (other, mine)
    with immediate(db):
        new = Agreement(
            number=hosting.next_number(db),
            host=host,
            guest=guest,
            pack_key=proposal.pack.key,
            sections=proposal.sections,
            first=proposal.first,
            last=proposal.last,
            deed=Deed.PROPOSED,
            side=Side.BOTH if both else side,
            paper=on_paper,
        )
        every = hosting.agreements_among(db, [guest.ods_code])
        for there in every:
            if _says(there) == _says(new):
                return there
        _refuse_overlap(new, every)
        return _keep(db, new, person=person, at=at)


def accept(
    db: Database, ods_code: str, number: int, *, seen: int, person: Person, at: datetime
) -> Agreement:
    """Accept what the other side proposed; it holds from now on.

    Raises:
        NotFound, NotAllowed: the person may not see the organisation, or not do this for it.
        AgreedSince: somebody did something about it since.
        InvalidAnswer: there is nothing for this side to accept, or another agreement holds then.
    """
    return _answer(db, ods_code, number, Deed.ACCEPTED, seen, person, at)


def decline(
    db: Database, ods_code: str, number: int, *, seen: int, person: Person, at: datetime
) -> Agreement:
    """Decline what is proposed, or take back what one’s own side proposed.

    Raises:
        NotFound, NotAllowed, AgreedSince, InvalidAnswer: as `accept` does.
    """
    return _answer(db, ods_code, number, Deed.DECLINED, seen, person, at)


def end(
    db: Database,
    ods_code: str,
    number: int,
    last: date,
    *,
    seen: int,
    person: Person,
    at: datetime,
    on: date,
) -> Agreement:
    """End an agreement on a day, earlier than was agreed; either side may.

    Raises:
        NotFound, NotAllowed: the person may not see the organisation, or not do this for it.
        AgreedSince: somebody did something about it since.
        UnfitAgreement: the day does not fit, or there is nothing to end.
    """
    mine = organisation_by_code(db, ods_code)
    person = permission.managing(db, person, mine)
    with immediate(db):
        there = _mine(db, ods_code, number)
        if there.deed is Deed.ENDED and there.last == last:
            return there
        if there.version != seen:
            raise AgreedSince(there)
        try:
            now = ended(there, last, _side(there, ods_code), on)
        except InvalidAnswer as wrong:
            raise UnfitAgreement({"last": [str(wrong)]}) from None
        return _keep(db, replace(now, version=there.version + 1), person=person, at=at)


def _answer(
    db: Database,
    ods_code: str,
    number: int,
    deed: Deed,
    seen: int,
    person: Person,
    at: datetime,
) -> Agreement:
    mine = organisation_by_code(db, ods_code)
    person = permission.managing(db, person, mine)
    with immediate(db):
        there = _mine(db, ods_code, number)
        side = _side(there, ods_code)
        if there.deed is deed:
            return there
        if there.version != seen:
            raise AgreedSince(there)
        if there.waits_for is None or (deed is Deed.ACCEPTED and there.waits_for is not side):
            raise InvalidAnswer("There is nothing here for you to answer.")
        if deed is Deed.ACCEPTED:
            every = hosting.agreements_among(db, [there.guest.ods_code])
            _refuse_overlap(replace(there, deed=deed), every)
        now = replace(there, deed=deed, side=side, version=there.version + 1)
        return _keep(db, now, person=person, at=at)


def _keep(db: Database, agreement: Agreement, *, person: Person, at: datetime) -> Agreement:
    """Add a version of an agreement, on record for both sides; inside `immediate`."""
    agreement = replace(agreement, by=person.name, at=at)
    hosting.add_agreement(db, agreement, person=person, at=at)
    for side in (agreement.host, agreement.guest):
        note_event(
            db,
            "hosting",
            agreement.number,
            agreement.deed,
            person=person,
            at=at,
            organisation=side.ods_code,
            version=agreement.version,
            host=agreement.host.ods_code,
            guest=agreement.guest.ods_code,
            side=agreement.side,
            last=agreement.last.isoformat() if agreement.last else None,
            sections=list(agreement.sections),
        )
    return agreement


def _other(db: Database, ods_code: str, typed: str) -> Organisation:
    code = typed.strip().upper()
    if code == ods_code:
        raise UnfitAgreement({"other": ["Enter the code of another organisation."]})
    try:
        return organisation_by_code(db, code)
    except NotFound:
        what = "Enter the code of an organisation that is here, such as RX9."
        raise UnfitAgreement({"other": [what]}) from None


def _check(proposal: Proposal) -> None:
    wrong: dict[str, list[str]] = {"sections": [], "last": [], "paper": []}
    may = proposal.pack.hosting.sections if proposal.pack.hosting else ()
    if not proposal.sections or not set(proposal.sections) <= set(may):
        wrong["sections"].append("Choose at least one section that the host answers.")
    try:
        begun_and_ended(proposal.first, proposal.last)
    except InvalidAnswer as error:
        wrong["last"].append(str(error))
    try:
        read_text(proposal.paper, LONGEST_PAPER, "place")
    except InvalidAnswer as error:
        wrong["paper"].append(str(error))
    if any(wrong.values()):
        raise UnfitAgreement(wrong)


def _refuse_overlap(new: Agreement, every: Sequence[Agreement]) -> None:
    """Refuse a second agreement of a guest for the same days; a proposal may wait beside it."""
    other = overlapping(new, every) if new.agreed else None
    if other is not None:
        raise UnfitAgreement(
            {
                "first": [
                    f"{other.host.name} is the host of {other.guest.name} on some of these days. "
                    "End that agreement first, or choose other days."
                ]
            }
        )


def _mine(db: Database, ods_code: str, number: int) -> Agreement:
    there = hosting.agreement_by_number(db, number)
    if ods_code not in (there.host.ods_code, there.guest.ods_code):
        raise NotFound("There is no such agreement here.")
    return there


def _side(agreement: Agreement, ods_code: str) -> Side:
    return Side.HOST if agreement.host.ods_code == ods_code else Side.GUEST


def _says(agreement: Agreement) -> tuple[object, ...]:
    return (
        agreement.host.ods_code,
        agreement.guest.ods_code,
        agreement.pack_key,
        agreement.sections,
        agreement.first,
        agreement.last,
        agreement.deed,
        agreement.side,
        agreement.paper,
    )
