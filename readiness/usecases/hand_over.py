"""From one pack to the pack that asks about the work itself: start its assessment, or find it."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from readiness.domain.errors import NotFound, PackFaults
from readiness.domain.organisation import Person
from readiness.domain.pack import HandOver, Pack
from readiness.usecases.assessment import (
    Change,
    OpenAssessment,
    answer_questions,
    read_assessment,
    start_assessment,
)
from readiness.usecases.pack import pack_in_use

__all__ = ["Offered", "hand_over", "offered_hand_over"]


@dataclass(frozen=True, slots=True)
class Offered:
    """What another pack asks from this stage on, and that pack."""

    words: HandOver
    to: Pack


def offered_hand_over(db: Database, rules: Path, opened: OpenAssessment) -> Offered | None:
    """Return the pack that takes over at the stage claimed or evidenced.

    None before that stage, on the last one, where the rules folder has no such pack, and for an
    assessment that is closed.
    """
    words = opened.pack.hands_over
    if words is None or opened.assessment.closed is not None or not _reached(opened, words):
        return None
    try:
        return Offered(words, pack_in_use(db, rules, words.to).pack)
    except (NotFound, PackFaults):
        return None


def hand_over(
    db: Database, rules: Path, opened: OpenAssessment, *, person: Person, at: datetime
) -> int:
    """Start the organisation's assessment under the pack that takes over; return its number.

    Where one is open, that one is returned. What the pack hands over is answered there in the name
    of the person, with a note that says where it comes from; an answer that is there is left alone.

    Raises:
        NotFound: nothing is handed over at this stage.
        NotFound, NotAllowed: the person may not see the organisation, or not do this for it.
    """
    offered = offered_hand_over(db, rules, opened)
    if offered is None:
        raise NotFound("No other rules take over at this stage. Look at the task list.")
    assessment = opened.assessment
    number = start_assessment(
        db,
        rules,
        offered.to.key,
        assessment.organisation.ods_code,
        person=person,
        at=at,
        contract=assessment.contract,
    )
    begun = read_assessment(db, number, person=person, on=opened.given.on)
    note = f"From “{assessment.contract or opened.pack.title}”."
    changes = [
        Change(question, value, note)
        for question, value in offered.words.answers.items()
        if question in begun.pack.questions and question not in begun.given.answers
    ]
    answer_questions(db, begun, changes, person=person, at=at)
    return number


def _reached(opened: OpenAssessment, words: HandOver) -> bool:
    places, verdict = opened.pack.stage_index, opened.verdict
    here = [places[stage.key] for stage in (verdict.claimed, verdict.evidenced) if stage]
    over = verdict.evidenced == opened.pack.stages[-1]
    return not over and max(here) >= places[words.stage]
