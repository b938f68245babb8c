"""What people told us: answers, what may be read from them, and how far an assessment has come."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

from readiness.domain.condition import Source, Subject, Trace, Truth, whether_asked
from readiness.domain.operators import Value
from readiness.domain.organisation import Organisation
from readiness.domain.pack import DONT_KNOW, Pack, Question, Section


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Who said that an answer is still true, and when."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CarriedFrom:
    """Where an answer was given that nobody had to type again: an earlier assessment, by number.

    `submission` is None where it was saved after the last submission of that assessment.
    `confirmed` is who confirmed it last there, if anybody did. `title` is what that was about,
    where it is no earlier assessment of the same but one beside it: a contract, or another pack.
    """

    assessment: int
    submission: int | None = None
    confirmed: Confirmed | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody said to one question; a value of None is an answer which was withdrawn.

    `version` counts the saves of this question from 1. A private note stays with the organisation.
    One that was `carried_from` an earlier assessment keeps who gave it and when.
    """

    value: Value | None
    note: str = ""
    evidence: str = ""
    private: bool = True
    version: int = 1
    by: str = ""
    at: datetime | None = None
    carried_from: CarriedFrom | None = None
    confirmed: Confirmed | None = None

    @property
    def to_confirm(self) -> bool:
        """Whether it was carried over, and nobody has said yet that it is still true."""
        carried = self.carried_from is not None and self.value is not None
        return carried and self.confirmed is None

    @property
    def confirmed_last(self) -> Confirmed | None:
        """Who confirmed it last, in this assessment or before it was carried here."""
        before = self.carried_from.confirmed if self.carried_from else None
        return self.confirmed or before

    @property
    def true_on(self) -> datetime | None:
        """When somebody last said so: as it was answered, or as it was confirmed."""
        last = self.confirmed_last
        return last.at if last else self.at


Answers = Mapping[str, Answer]
"""The newest version of each answer, by question key; a snapshot, whole."""


@dataclass(frozen=True, slots=True)
class Hosted:
    """What a guest adopted of a submission of its host: who, what, and as of which day.

    `answers` are those of the `sections` that the host shares. Where they alone would lead to
    another end than all that the host knows, `findings` says what became of a rule and `asked`
    whether the host was asked a question.
    """

    organisation: Organisation
    assessment: int
    submission: int
    on: date
    adopted: date
    sections: tuple[str, ...]
    answers: Answers = field(default_factory=dict)
    network: Mapping[str, int] = field(default_factory=dict)
    findings: Mapping[str, Truth] = field(default_factory=dict)
    asked: Mapping[str, Truth] = field(default_factory=dict)

    @property
    def given(self) -> "Given":
        """What the host is judged on, as far as it is shared."""
        return Given(self.organisation, self.on, self.answers, self.network)


@dataclass(frozen=True, slots=True)
class Given:
    """All that a verdict may read: answers, facts about organisation and network, and the day.

    `contract` is what the contract is called that is assessed, where there is one, and `host` what
    was adopted from the organisation that hosts this one.
    """

    organisation: Organisation
    on: date
    answers: Answers
    network: Mapping[str, int] = field(default_factory=dict)
    contract: str | None = None
    host: Hosted | None = None


@dataclass(frozen=True, slots=True)
class Consent:
    """Whether a draft is shared with commissioners, as said last; version 0 where nobody did.

    Nothing is shared before somebody says so.
    """

    shared: bool = False
    version: int = 0
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Assessment:
    """One organisation's open or past assessment under one pack, found by its fingerprint.

    `closed` is when the organisation was assessed again; None while it is open. `contract` is what
    the contract is called that it is about; None under a pack that is about none, and where nobody
    has named it yet. `contract_key` tells the contracts of an organisation under a pack apart and
    outlives their names; it is empty for the one that never was named at its start. `packs` are the
    fingerprints of all the packs that it was put under, oldest first. `tied` says whether its
    organisation ever was somebody’s host or guest, `consent` whether its draft is shared,
    `offered` whether a joint action was ever offered to it, `returned` whether answers came back
    for it in a file.
    """

    id: int
    organisation: Organisation
    pack_key: str
    fingerprint: str
    started: datetime
    closed: datetime | None = None
    contract: str | None = None
    contract_key: str = ""
    packs: tuple[str, ...] = ()
    tied: bool = False
    consent: Consent = Consent()
    offered: bool = False
    returned: bool = False


@dataclass(frozen=True, slots=True)
class Submission:
    """A moment of an assessment, declared true by a person and kept as one document for ever.

    `document` is the canonical JSON of everything the verdict reads; `digest` its SHA-256.
    """

    id: int
    assessment: int
    number: int
    document: str
    digest: str
    declared_by: str
    at: datetime


class State(StrEnum):
    """Where a question stands for the people who answer."""

    ANSWERED = "answered"
    DONT_KNOW = "dont-know"
    TO_DO = "to-do"
    MAY_APPLY = "may-apply"
    NOT_ASKED = "not-asked"


GAPS = (State.TO_DO, State.DONT_KNOW)
"""Where a question stands that somebody has still to find the answer to."""


@dataclass(frozen=True)
class Reading:
    """A pack laid over what is given: which questions apply, and what conditions may read.

    `who` answered, as sentences about it begin.
    """

    pack: Pack
    given: Given
    who: str = "You"

    @property
    def on(self) -> date:
        """The day of judgement."""
        return self.given.on

    def asked(self, question: str) -> Truth:
        """Say whether a question applies: yes, no or, while what decides it is unknown, unknown."""
        if question not in self._asked:
            asked_when = self.pack.questions[question].asked_when
            self._asked[question] = whether_asked(asked_when, self)
        return self._asked[question]

    def value(self, subject: Subject) -> Value | None:
        """Return what is known of a subject; None for unanswered, don't know and unknown facts."""
        if subject.source is Source.ORGANISATION:
            fact: Value | None = getattr(self.given.organisation, subject.key)
            return fact
        if subject.source is Source.NETWORK:
            return self.given.network.get(subject.key)
        if subject.source is Source.DAY:
            return self.given.on
        answer = self.given.answers.get(subject.key)
        return None if answer is None or answer.value == DONT_KNOW else answer.value

    def state(self, question: str) -> State:
        """Say where a question stands."""
        match self.asked(question):
            case Truth.UNKNOWN:
                return State.MAY_APPLY
            case Truth.NO:
                return State.NOT_ASKED
        answer = self.given.answers.get(question)
        if answer is None or answer.value is None:
            return State.TO_DO
        return State.DONT_KNOW if answer.value == DONT_KNOW else State.ANSWERED

    @cached_property
    def states(self) -> Mapping[str, State]:
        """Where every question stands, in the order of the pack."""
        return MappingProxyType({key: self.state(key) for key in self.pack.questions})

    def in_state(self, *states: State) -> tuple[str, ...]:
        """Return the keys of the questions which stand so, in the order of the pack."""
        return tuple(key for key, state in self.states.items() if state in states)

    @cached_property
    def to_confirm(self) -> tuple[str, ...]:
        """The questions asked whose answers were carried over and are not yet confirmed."""
        answers = self.given.answers
        answered = self.in_state(State.ANSWERED, State.DONT_KNOW)
        return tuple(key for key in answered if answers[key].to_confirm)

    def progress(self, questions: Iterable[Question] | None = None) -> "Progress":
        """Count where questions stand: those given, or all."""
        keys = self.pack.questions if questions is None else [q.key for q in questions]
        found = [self.states[key] for key in keys]
        return Progress(*(found.count(state) for state in State))

    def asked_in(self, section: Section) -> tuple[Question, ...]:
        """Return the questions of a section which are asked, in order."""
        return tuple(q for q in section.questions if self.asked(q.key) is Truth.YES)

    @cached_property
    def _asked(self) -> dict[str, Truth]:
        return {}

    @cached_property
    def named(self) -> dict[int, Trace]:
        """How conditions with a name came out, as far as they were asked."""
        return {}


def host_reading(pack: Pack, hosted: Hosted) -> Reading:
    """Lay a pack over what a host shares, as far as that goes."""
    reading = Reading(pack, hosted.given, hosted.organisation.name)
    reading._asked.update(hosted.asked)
    return reading


@dataclass(frozen=True, slots=True)
class Progress:
    """How many questions stand where; `asked` never includes those that only may apply."""

    answered: int
    dont_know: int
    to_do: int
    may_apply: int
    not_asked: int

    @property
    def asked(self) -> int:
        """The questions that apply for certain."""
        return self.answered + self.dont_know + self.to_do

    @property
    def status(self) -> str:
        """In one word: answered, in-progress, not-started or does-not-apply."""
        if not self.asked:
            return "does-not-apply" if not self.may_apply else "not-started"
        if self.answered == self.asked and not self.may_apply:
            return "answered"
        return "in-progress" if self.answered or self.dont_know else "not-started"
