"""What others may see of an organisation: a value that has no room for anything else.

Nothing that people typed is among its fields but the names of the organisation and of who signed.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from readiness.domain.assessment import State
from readiness.domain.calendar import london_day
from readiness.domain.checked import Opinions, checked
from readiness.domain.condition import Truth, questions_of
from readiness.domain.pack import Pack, Rule, Stage
from readiness.domain.results import Finding, StageResult
from readiness.domain.sign_off import SAME_PERSON, SignOff
from readiness.domain.verdict import UNDECIDED, Verdict
from readiness.domain.wording import count_words, day_words

NOT_SHARED = "A point about security detail, not shared"
"""What stands for an unmet rule that reads a sensitive question."""


@dataclass(frozen=True, slots=True)
class SharedGate:
    """A gate: out of which stage it leads, how it stands, and its hard rules counted by truth.

    `unmet` says what is not met, where no sensitive question is read for it.
    """

    stage: Stage
    truth: Truth
    met: int
    not_met: int
    not_known: int
    unmet: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SharedArea:
    """The hard rules of an area, counted by truth."""

    title: str
    met: int
    not_met: int
    not_known: int


@dataclass(frozen=True)
class Shared:
    """The last submission of an organisation that was signed off, as others may see it.

    `assessment` is its number, to find it by. `checked` is None while no reviewer said anything,
    `route` None under a pack that advises on none, and `target` None where no date was given. Of
    the questions `asked`, `unknown` are unanswered or don't know.
    """

    ods_code: str
    name: str
    pack_key: str
    pack_title: str
    pack_version: str
    assessment: int
    submission: int
    submitted: date
    signed: date
    signed_by: str
    same_person: bool
    stages: tuple[Stage, ...]
    claimed: Stage | None
    evidenced: Stage
    checked: Stage | None
    gates: tuple[SharedGate, ...]
    areas: tuple[SharedArea, ...]
    route: str | None
    target: date | None
    asked: int
    unknown: int

    def age(self, on: date) -> str:
        """Say how long ago it was submitted, seen from a day."""
        days = (on - self.submitted).days
        return f"{count_words(days, 'day')} ago" if days > 0 else "today"

    @cached_property
    def unmet(self) -> int:
        """How many hard rules are not met."""
        return sum(gate.not_met for gate in self.gates)

    @property
    def unknown_share(self) -> str:
        """How much is not known: 12 of 114 questions, 11%."""
        return _share_words(self.unknown, self.asked)

    @property
    def signed_words(self) -> str:
        """Who signed it off, and when."""
        same = f" {SAME_PERSON}" if self.same_person else ""
        return f"Signed off by {self.signed_by} on {day_words(self.signed)}.{same}"


@dataclass(frozen=True)
class SharedDraft:
    """A draft that an organisation shares by consent: of it others see no more than `Shared` has.

    It counts in no figure. Of the questions `asked`, `unknown` are unanswered or don't know.
    """

    ods_code: str
    name: str
    pack_key: str
    pack_title: str
    pack_version: str
    claimed: Stage | None
    evidenced: Stage
    gates: tuple[SharedGate, ...]
    areas: tuple[SharedArea, ...]
    route: str | None
    target: date | None
    asked: int
    unknown: int

    @property
    def unknown_share(self) -> str:
        """How much is not known: 12 of 114 questions, 11%."""
        return _share_words(self.unknown, self.asked)


def share_draft(verdict: Verdict) -> SharedDraft:
    """Return of the verdict on a draft what others may see, and nothing else."""
    pack, reading = verdict.pack, verdict.reading
    asked = reading.in_state(State.ANSWERED, State.DONT_KNOW, State.TO_DO)
    return SharedDraft(
        ods_code=verdict.given.organisation.ods_code,
        name=verdict.given.organisation.name,
        pack_key=pack.key,
        pack_title=pack.title,
        pack_version=pack.version,
        claimed=_claimed(verdict),
        evidenced=verdict.evidenced,
        gates=_gates(verdict),
        areas=_areas(verdict),
        route=_route(verdict) if verdict.routes else None,
        target=_target(verdict),
        asked=len(asked),
        unknown=len([key for key in asked if reading.states[key] is not State.ANSWERED]),
    )


def share(
    verdict: Verdict, signed: SignOff, *, assessment: int, submitted: datetime, opinions: Opinions
) -> Shared:
    """Return of a verdict what others may see, and nothing else."""
    pack, reading = verdict.pack, verdict.reading
    asked = reading.in_state(State.ANSWERED, State.DONT_KNOW, State.TO_DO)
    found = checked(verdict, opinions)
    return Shared(
        ods_code=verdict.given.organisation.ods_code,
        name=verdict.given.organisation.name,
        pack_key=pack.key,
        pack_title=pack.title,
        pack_version=pack.version,
        assessment=assessment,
        submission=signed.submission,
        submitted=london_day(submitted),
        signed=london_day(signed.at),
        signed_by=signed.by,
        same_person=signed.same_person,
        stages=pack.stages,
        claimed=_claimed(verdict),
        evidenced=verdict.evidenced,
        checked=found.stage if found else None,
        gates=_gates(verdict),
        areas=_areas(verdict),
        route=_route(verdict) if verdict.routes else None,
        target=_target(verdict),
        asked=len(asked),
        unknown=len([key for key in asked if reading.states[key] is not State.ANSWERED]),
    )


def reads_sensitive(rule: Rule, pack: Pack) -> bool:
    """Say whether a rule reads a question whose answer stays with its organisation."""
    return any(pack.questions[key].sensitive for key in questions_of(rule.condition))


def _share_words(part: int, whole: int) -> str:
    share = f", {(200 * part + whole) // (2 * whole)}%" if whole else ""
    return f"{part} of {count_words(whole, 'question')}{share}"


def _claimed(verdict: Verdict) -> Stage | None:
    pack = verdict.pack
    return None if pack.questions[pack.claimed].sensitive else verdict.claimed


def _gates(verdict: Verdict) -> tuple[SharedGate, ...]:
    return tuple(
        _gate(result, result.gate, verdict.pack)
        for result in verdict.stages
        if result.gate is not None
    )


def _gate(result: StageResult, truth: Truth, pack: Pack) -> SharedGate:
    unmet = result.hard(Truth.NO)
    said = [NOT_SHARED if reads_sensitive(f.rule, pack) else f.rule.otherwise for f in unmet]
    return SharedGate(
        result.stage, truth, *_counts(result.hard()), unmet=tuple(dict.fromkeys(said))
    )


def _areas(verdict: Verdict) -> tuple[SharedArea, ...]:
    """Count hard rules by the area of the first question that each reads, in the pack's order."""
    by_area: dict[str, list[Finding]] = {}
    for finding in (f for stage in verdict.stages for f in stage.hard()):
        by_area.setdefault(verdict.pack.area_of(finding.rule), []).append(finding)
    return tuple(SharedArea(area, *_counts(tuple(found))) for area, found in by_area.items())


def _counts(found: tuple[Finding, ...]) -> tuple[int, int, int]:
    truths = [finding.truth for finding in found]
    return truths.count(Truth.YES), truths.count(Truth.NO), truths.count(Truth.UNKNOWN)


def _route(verdict: Verdict) -> str:
    return verdict.recommended.route.title if verdict.recommended else UNDECIDED


def _target(verdict: Verdict) -> date | None:
    question = verdict.pack.questions[verdict.pack.target]
    answer = verdict.given.answers.get(question.key)
    day = answer.value if answer and not question.sensitive else None
    return day if isinstance(day, date) else None
