"""Read the plan of an assessment, and say something about its actions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlite_utils import Database

from readiness.domain.answer_value import LONGEST_TEXT, read_text, read_value
from readiness.domain.errors import Conflict, InvalidAnswer, NotFound
from readiness.domain.organisation import Person
from readiness.domain.pack import Pack
from readiness.domain.plan import ASK_HOST, FALLBACK, FIND_OUT, Doing, Plan, Progress, draft_plan
from readiness.domain.schedule import Schedule, schedule, target_of
from readiness.domain.verdict import Verdict, assess
from readiness.storage.database import immediate
from readiness.storage.events import note_event
from readiness.storage.plans import add_progress, latest_progress, progress_by_contract
from readiness.usecases import permission
from readiness.usecases.assessment import OpenAssessment, SubmittedAssessment
from readiness.usecases.change import read_or_note
from readiness.usecases.contract import named
from readiness.usecases.freezes import read_freezes

LONGEST_OWNER = 200
"""The most characters of an owner's name."""

WITH_REASON = (Doing.WAITING, Doing.WILL_NOT_DO)
"""The states which say why in their note."""


@dataclass(frozen=True, slots=True)
class PlanView:
    """A plan, laid before the target date that was given, and what people said of its actions.

    `progress` may also speak of actions which the plan no longer asks for.
    """

    plan: Plan
    schedule: Schedule
    progress: Mapping[str, Progress]


class Unfit(InvalidAnswer):
    """What was said of an action does not fit: `wrong` says so by owner, state, due and note."""

    def __init__(self, wrong: Mapping[str, Sequence[str]]) -> None:
        self.wrong = {field: tuple(sentences) for field, sentences in wrong.items() if sentences}
        super().__init__("\n".join(line for lines in self.wrong.values() for line in lines))


class SaidSince(Conflict):
    """Somebody else said something of the action first: `theirs`."""

    def __init__(self, theirs: Progress) -> None:
        self.theirs = theirs
        super().__init__(
            f"{theirs.by or 'Somebody'} changed this action after you opened the page. "
            "Look at what they said, then save again."
        )


def read_plan(
    db: Database, opened: OpenAssessment | SubmittedAssessment, *, person: Person, on: date
) -> PlanView:
    """Draft the plan of an assessment or a submission, with what people said of its actions.

    Freezes and what was said are those of today, for no verdict reads them.

    Raises:
        NotFound, NotAllowed: the person may not see this organisation, or not do this for it.
    """
    return read_plans(db, [opened], person=person, on=on)[0]


def read_plans(
    db: Database,
    opened: Sequence[OpenAssessment | SubmittedAssessment],
    *,
    person: Person,
    on: date,
) -> list[PlanView]:
    """Draft the plans of assessments of one organisation, in as many queries for one as for many.

    Raises:
        NotFound, NotAllowed: the person may not see this organisation, or not do this for it.
    """
    freezes, progress = {}, {}
    for pack_key, one in {one.assessment.pack_key: one for one in opened}.items():
        freezes[pack_key] = read_freezes(db, one, person=person)
        code = one.assessment.organisation.ods_code
        progress[pack_key] = progress_by_contract(db, code, pack_key)
    views = []
    for one in opened:
        permission.require(person, one.assessment.organisation)
        plan, of = draft_plan(_verdict(one, on)), one.assessment
        target = target_of(plan.verdict.reading)
        laid = schedule(plan, target, on, freezes=freezes[of.pack_key])
        views.append(PlanView(plan, laid, progress[of.pack_key].get(of.contract_key, {})))
    return views


def say_of_action(
    db: Database,
    opened: OpenAssessment,
    action: str,
    *,
    owner: str,
    state: str,
    due: date | str | None,
    note: str,
    seen: int,
    person: Person,
    at: datetime,
) -> Progress:
    """Save what a person says of an action; to say the newest again changes nothing.

    It belongs to the organisation, the pack and the contract, and so outlives the assessment.

    Args:
        due: a day, as typed or as a date; empty for none.
        seen: the version that the person was looking at; 0 when nothing had been said.

    Raises:
        NotFound: the pack has no such action.
        Unfit: with one sentence for each thing that does not fit, on lines of their own.
        SaidSince: somebody said something since.
        NotFound, NotAllowed: the person may not see this organisation, or not do this for it.
    """
    organisation, pack_key = opened.assessment.organisation, opened.assessment.pack_key
    key = opened.assessment.contract_key
    person = permission.answering(db, person, organisation)
    _check_action(opened.pack, action)
    said = _read(opened.pack, action, owner, state, due, note)
    with immediate(db):
        every = latest_progress(db, organisation.ods_code, pack_key, key)
        newest = every.get(action, Progress(action))
        if said == replace(newest, version=0, by="", at=None):
            return newest
        if newest.version != seen:
            raise SaidSince(newest)
        said = replace(said, version=newest.version + 1, by=person.name, at=at)
        add_progress(
            db, organisation.ods_code, pack_key, said, person=person, at=at, contract_key=key
        )
        note_event(
            db,
            "action",
            f"{organisation.ods_code}/{pack_key}/{action}",
            "said",
            person=person,
            at=at,
            version=said.version,
            state=said.state,
            **named(opened.assessment),
        )
    return said


def _verdict(opened: OpenAssessment | SubmittedAssessment, on: date) -> Verdict:
    if on == opened.given.on:
        return opened.verdict
    return assess(opened.pack, replace(opened.given, on=on))


def _check_action(pack: Pack, action: str) -> None:
    known = {
        *pack.action_by_key,
        *(FIND_OUT + key for key in pack.questions),
        *(ASK_HOST + stage.key for stage in pack.stages),
        *(FALLBACK + key for key in pack.fallback_by_key),
    }
    if action not in known:
        raise NotFound("There is no such action in this plan.")


def _read(
    pack: Pack, action: str, owner: str, state: str, due: date | str | None, note: str
) -> Progress:
    wrong: dict[str, list[str]] = {name: [] for name in ("owner", "state", "due", "note")}
    said = Progress(
        action=action,
        owner=read_or_note(
            wrong["owner"], "", lambda: read_text(owner, LONGEST_OWNER, "owner’s name")
        ),
        state=read_or_note(wrong["state"], Doing.TO_DO, lambda: _state(state)),
        due=read_or_note(wrong["due"], None, lambda: _due(pack, due)),
        note=read_or_note(wrong["note"], "", lambda: read_text(note, LONGEST_TEXT, "note")),
    )
    if said.state in WITH_REASON and not said.note:
        wrong["note"].append("Say in the note what it waits for, or why it will not be done.")
    if any(wrong.values()):
        raise Unfit(wrong)
    return said


def _state(text: str) -> Doing:
    if text not in list(Doing):
        raise InvalidAnswer(f"Choose one of: {', '.join(Doing)}.")
    return Doing(text)


def _due(pack: Pack, given: date | str | None) -> date | None:
    """Read a day as the pack's question for the target date reads it."""
    wrong: list[str] = []
    day = read_or_note(wrong, None, lambda: read_value(pack.questions[pack.target], given))
    if wrong or not isinstance(day, (date, type(None))):
        raise InvalidAnswer("Enter a real date, like 30 9 2027 or 2027-09-30, or leave it empty.")
    return day
