"""Joint actions that a system offers to an organisation: read them, accept or decline."""

from dataclasses import replace
from datetime import datetime

from sqlite_utils import Database

from readiness.domain.answer_value import LONGEST_TEXT, read_text
from readiness.domain.errors import Conflict, InvalidAnswer, NotFound
from readiness.domain.joint_action import Offer, Proposed, Reply, State
from readiness.domain.organisation import Person
from readiness.storage.database import immediate
from readiness.storage.events import note_event
from readiness.storage.joint_actions import add_offers, proposed_to
from readiness.usecases import permission
from readiness.usecases.assessment import OpenAssessment


class OfferChangedSince(Conflict):
    """Somebody answered the offer first, or the system withdrew it: `theirs` is how it stands."""

    def __init__(self, theirs: Proposed) -> None:
        self.theirs = theirs
        who, reply = theirs.offer.by or "Somebody", theirs.offer.reply.value
        what = (
            f"{theirs.system} withdrew this"
            if theirs.action.state is State.WITHDRAWN
            else f"{who} {reply} this after you opened the page"
        )
        super().__init__(f"{what}. Nothing was saved. Look at how it stands, then say again.")


def offers_to(db: Database, opened: OpenAssessment, *, person: Person) -> tuple[Proposed, ...]:
    """Return what is offered to an organisation under a pack, and what it said of each.

    What was withdrawn is told only where it had been accepted.

    Raises:
        NotFound: the person may not see this organisation.
    """
    organisation = opened.assessment.organisation
    permission.require(person, organisation)
    if not opened.assessment.offered:
        return ()
    return tuple(
        one
        for one in proposed_to(db, organisation.ods_code, opened.assessment.pack_key)
        if one.action.state is State.OPEN or one.offer.reply is Reply.ACCEPTED
    )


def offer_by_number(
    db: Database, opened: OpenAssessment, number: int, *, person: Person
) -> Proposed:
    """Return one joint action that is offered to an organisation.

    Raises:
        NotFound: none of that number is, or the person may not see this organisation.
    """
    permission.require(person, opened.assessment.organisation)
    return _offer(db, opened, number)


def answer_offer(
    db: Database,
    opened: OpenAssessment,
    number: int,
    *,
    accept: bool,
    why: str,
    seen: int,
    person: Person,
    at: datetime,
) -> Offer:
    """Accept or decline what a system offers; the other later, too. The same again changes nothing.

    Args:
        why: the reason for declining, which the system reads.
        seen: the version that the person was looking at.

    Raises:
        NotFound: nothing of that number is offered.
        InvalidAnswer: it is declined without saying why, or the reason is too long.
        OfferChangedSince: somebody answered it since, or it was withdrawn.
        NotFound, NotAllowed: the person may not see this organisation, or not do this for it.
    """
    organisation = opened.assessment.organisation
    person = permission.managing(db, person, organisation)
    note = read_text(why, LONGEST_TEXT, "reason")
    if not accept and not note:
        raise InvalidAnswer("Say why, so that your system can help otherwise.")
    reply = Reply.ACCEPTED if accept else Reply.DECLINED
    with immediate(db):
        there = _offer(db, opened, number)
        offer = replace(there.offer, reply=reply, note="" if accept else note)
        if offer == there.offer:
            return offer
        if there.offer.version != seen or not there.action.open:
            raise OfferChangedSince(there)
        offer = replace(offer, version=seen + 1, by=person.name, at=at)
        add_offers(db, [offer], person=person, at=at)
        note_event(
            db,
            "joint-action",
            number,
            offer.reply,
            person=person,
            at=at,
            organisation=organisation.ods_code,
            version=offer.version,
        )
    return offer


def _offer(db: Database, opened: OpenAssessment, number: int) -> Proposed:
    assessment = opened.assessment
    for one in proposed_to(db, assessment.organisation.ods_code, assessment.pack_key):
        if one.action.number == number:
            return one
    raise NotFound("There is no such offer here.")
