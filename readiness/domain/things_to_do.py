"""What a pack knows to do, as frozen values: actions, finding out, and what is left when late."""

from dataclasses import dataclass

from readiness.domain.calendar import Period
from readiness.domain.citation import Citation
from readiness.domain.condition import Condition


@dataclass(frozen=True, slots=True)
class Effort:
    """Own work in person-days, low to high, for each of `per`."""

    low: float
    high: float
    per: str = "organisation"


@dataclass(frozen=True, slots=True)
class Achievement:
    """What an answer becomes once an action is done: the first of `options`, or better."""

    question: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ActionTemplate:
    """A thing to do. `lead_time` is elapsed time from start to finish, work included.

    One that `changes_live` alters the live network, so it rests in change freezes.
    """

    key: str
    title: str
    achieves: tuple[Achievement, ...]
    owner: str
    effort: Effort
    lead_time: Period
    after: tuple[str, ...] = ()
    start_before_target: Period | None = None
    changes_live: bool = False
    how: str = ""
    source: Citation | None = None


@dataclass(frozen=True, slots=True)
class Fallback:
    """What is left when the target date cannot be met.

    `actions` are those whose lateness it helps; none named is any. `effort` and `lead_time` are
    None while nobody has said them. It is offered only while `when`, if it has one, is not no.
    """

    key: str
    title: str
    owner: str
    needs: str
    effort: Effort | None = None
    lead_time: Period | None = None
    actions: tuple[str, ...] = ()
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class FindOut:
    """The action that a don't know asks for."""

    effort: Effort
    lead_time: Period


@dataclass(frozen=True, slots=True)
class Hosting:
    """What a host may answer for its guests: sections, and the work of asking it for something."""

    sections: tuple[str, ...]
    owner: str
    effort: Effort
    lead_time: Period
