"""What moved in a group between two days: who came further, by which rule, who came and went."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from readiness.domain.comparison import Comparison, Member, Submitted, carried, differing_rules
from readiness.domain.pack import Pack, Rule
from readiness.domain.tally import MET, NOT_ASKED

OPEN = (MET, NOT_ASKED)
"""The truths of a rule that close no gate."""

MOST_MONTHS = 12
"""How many months back the counts at the end of each are shown."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A hard rule whose truth is another than it was, in the letters of `Tally`."""

    rule: Rule
    was: str
    now: str

    @property
    def opens(self) -> bool:
        """Whether it holds nobody up any more."""
        return self.now in OPEN


@dataclass(frozen=True, slots=True)
class Moved:
    """A member whose evidenced stage is another than it was; stages are places in the ladder now.

    `turns` are the hard rules that did it: for who moved up those that opened the gates between the
    two, for who came down those that closed the gate at which it stands now. `other_rules` says
    that the two were not judged by the same hard rules.
    """

    member: Member
    was: Submitted
    stage_was: int
    stage_now: int
    turns: tuple[Turn, ...]
    other_rules: bool

    @property
    def up(self) -> bool:
        """Whether it came further."""
        return self.stage_now > self.stage_was


@dataclass(frozen=True)
class Movement:
    """A comparison as of an earlier day beside the one of today, of the same group and pack."""

    then: Comparison
    now: Comparison

    @cached_property
    def moved(self) -> tuple[Moved, ...]:
        """Those that submitted by both days and evidence another stage, in the order of names."""
        return tuple(one for one in map(self._moved, self.now.submitters) if one is not None)

    @cached_property
    def anew(self) -> tuple[Member, ...]:
        """Members of both days that have submitted only since."""
        return tuple(
            one
            for one in self.now.submitters
            if one.code in self._then and not self._then[one.code].submitted
        )

    @cached_property
    def again(self) -> int:
        """How many submitted by both days, the later time anew, and are where they were."""
        moved = {one.member.code for one in self.moved}
        return sum(
            one.code not in moved and self._submitted_anew(one) for one in self.now.submitters
        )

    @cached_property
    def joined(self) -> tuple[Member, ...]:
        """Those that were no members then."""
        return tuple(one for one in self.now.members if one.code not in self._then)

    @cached_property
    def left(self) -> tuple[Member, ...]:
        """Those that are no members any more."""
        now = {one.code for one in self.now.members}
        return tuple(one for one in self.then.members if one.code not in now)

    @cached_property
    def other_rules(self) -> int:
        """How many submissions of then were judged by other hard rules than those of today."""
        return len(self.then.submitters) - len(self.then.compared)

    @cached_property
    def _then(self) -> dict[str, Member]:
        return {one.code: one for one in self.then.members}

    def _submitted_anew(self, member: Member) -> bool:
        before = self._then.get(member.code)
        was, now = before and before.submitted, member.submitted
        return bool(was and now and (was.way, was.row) != (now.way, now.row))

    def _moved(self, member: Member) -> Moved | None:
        before = self._then.get(member.code)
        if before is None or before.submitted is None or member.submitted is None:
            return None
        was, now = before.submitted, member.submitted
        places = [_place(one, self.now.pack) for one in (was, now)]
        low, high = places
        if low is None or high is None or low == high:
            return None
        turns = tuple(_turns(was, now, low, high, self.now.pack))
        other = bool(differing_rules(was.pack, now.pack))
        return Moved(member, was, low, high, turns, other)


@dataclass(frozen=True, slots=True)
class Month:
    """The end of a month, or today: how many had submitted, and evidenced each stage."""

    day: date
    submitted: int
    of: int
    evidenced: tuple[int, ...]


def month_of(pack: Pack, day: date, of: int, submitted: Sequence[Submitted]) -> Month:
    """Count what had been submitted by a day by its evidenced stage."""
    places = [_place(one, pack) for one in submitted]
    counts = tuple(places.count(place) for place in range(len(pack.stages)))
    return Month(day, len(submitted), of, counts)


def month_ends(first: date, today: date) -> tuple[date, ...]:
    """Return the last days of the months since a day, the newest of them only, and then today."""
    ends = [today]
    end = today.replace(day=1) - timedelta(days=1)
    while end >= first and len(ends) < MOST_MONTHS:
        ends.append(end)
        end = end.replace(day=1) - timedelta(days=1)
    return tuple(reversed(ends))


def start_of_last_month(today: date) -> date:
    """Return the first day of the month before this one."""
    return (today.replace(day=1) - timedelta(days=1)).replace(day=1)


def _place(one: Submitted, pack: Pack) -> int | None:
    return carried(one, one.tally.evidenced, pack.stage_index)


def _letters(one: Submitted) -> dict[str, str]:
    return {
        rule.key: letter for rule, letter in zip(one.pack.hard_rules, one.tally.truths, strict=True)
    }


def _turns(was: Submitted, now: Submitted, before: int, after: int, ladder: Pack) -> Iterator[Turn]:
    """Yield the rules that turned the way the member moved, of the gates that this was about."""
    old, up = _letters(was), after > before
    places = range(before, after) if up else (after,)
    gates = {ladder.stages[place].key for place in places}
    for rule, letter in zip(now.pack.hard_rules, now.tally.truths, strict=True):
        was_open = old.get(rule.key, NOT_ASKED) in OPEN
        if rule.stage in gates and was_open is not up and (letter in OPEN) is up:
            yield Turn(rule, old.get(rule.key, NOT_ASKED), letter)
