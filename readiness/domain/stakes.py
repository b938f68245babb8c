"""What is at stake in each answer still to come: how far it could move the stage and the route."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from readiness.domain.assessment import State
from readiness.domain.pack import Pack, Stage
from readiness.domain.possible_answers import possible_answers
from readiness.domain.supposing import Standing, Supposing
from readiness.domain.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Decided:
    """How many hard rules of a gate, not yet known, an answer decides: least, most and mean."""

    stage: Stage
    least: int
    most: int
    mean: float


@dataclass(frozen=True, slots=True)
class Stake:
    """What one answer could do, every possible answer counted once.

    `rise` is the most stages that evidenced could rise by, and `opens` the stage whose gate opens
    first. `fall` is the most stages that at most could fall by, and `closes` the stage whose gate
    would then be closed. `narrowing` is how far the two draw together in the mean. `decided` names
    the gates with a rule to decide, from the nearest. `routes` is the share of the answers that
    change the recommendation or whether it is settled; `settles` is whether some answer settles it.
    """

    question: str
    rise: int
    fall: int
    opens: Stage | None
    closes: Stage | None
    narrowing: float
    decided: tuple[Decided, ...]
    routes: float
    settles: bool

    @property
    def tells(self) -> bool:
        """Whether some answer changes anything."""
        return bool(self.rise or self.fall or self.decided or self.routes)


def stakes(verdict: Verdict) -> tuple[Stake, ...]:
    """Return what is at stake in every question that is asked and not answered, or don't know.

    Those which tell most come first: by the mean narrowing of the stages that are still possible,
    then by the hard rules decided in the mean, gate by gate from the nearest, then by the share of
    answers that move the route, then in the order of the pack.
    """
    supposing = Supposing(verdict)
    found = [_stake(k, supposing) for k in verdict.reading.in_state(State.TO_DO, State.DONT_KNOW)]
    return tuple(sorted(found, key=lambda stake: _standing(stake, verdict.pack)))


def _standing(stake: Stake, pack: Pack) -> tuple[float, list[float], float]:
    means = {decided.stage.key: -decided.mean for decided in stake.decided}
    return -stake.narrowing, [means.get(s.key, 0.0) for s in pack.stages], -stake.routes


def _stake(question: str, supposing: Supposing) -> Stake:
    verdict, now = supposing.verdict, supposing.now
    pack, read_by = verdict.pack, supposing.readers[question]
    then = [now]
    if read_by.comparisons:
        answers = possible_answers(pack.questions[question], read_by.comparisons, verdict.reading)
        then = [supposing.suppose(question, answer) for answer in answers]
    rise = max(s.evidenced for s in then) - now.evidenced
    lowest = min(s.at_most for s in then)
    moved = [(s.route, s.settled) != (now.route, now.settled) for s in then]
    narrowed = [(now.at_most - now.evidenced) - (s.at_most - s.evidenced) for s in then]
    return Stake(
        question,
        rise=max(rise, 0),
        fall=max(now.at_most - lowest, 0),
        opens=pack.stages[now.evidenced] if rise > 0 else None,
        closes=pack.stages[lowest] if lowest < now.at_most else None,
        narrowing=sum(narrowed) / len(then),
        decided=tuple(_decided(now, then, pack)),
        routes=sum(moved) / len(then),
        settles=not now.settled and any(s.settled for s in then),
    )


def _decided(now: Standing, then: Sequence[Standing], pack: Pack) -> Iterator[Decided]:
    for place, awaited in enumerate(now.awaited):
        counts = [len(awaited - s.awaited[place]) for s in then]
        if any(counts):
            stage = pack.stages[place]
            yield Decided(stage, min(counts), max(counts), sum(counts) / len(counts))
