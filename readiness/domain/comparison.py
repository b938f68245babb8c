"""Many organisations side by side under one pack: who submitted what, how far each is, on a day.

A comparison holds facts and what each submission comes to; every figure of a page is worked out of
it, here or in `holding`, `gaps`, `likeness`, `movement` and `ringing`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from zlib import crc32

from readiness.domain.band import Band, band_of
from readiness.domain.column import Column
from readiness.domain.organisation import Organisation
from readiness.domain.pack import Pack, Rule
from readiness.domain.tally import MET, NOT_ASKED, NOT_KNOWN, NOT_MET, Tally

STALE_AFTER = 90
"""After how many days a submission is stale: whoever made it is asked whether it still holds."""


class Way(StrEnum):
    """How answers came: signed off by the organisation, returned in a file, or estimated."""

    SIGNED = "signed"
    RETURNED = "returned"
    ESTIMATE = "estimate"


@dataclass(frozen=True, slots=True)
class Submitted:
    """What a member submitted last, judged by its own rules on its own day.

    `pack` are the rules it was judged by; `differs` counts the hard rules that the pack of the
    comparison has otherwise. `checked` is the stage a reviewer agreed to, None where none looked.
    `digest` is the SHA-256 of its document.
    """

    way: Way
    row: int
    assessment: int | None
    number: int
    at: date
    by: str
    pack: Pack
    tally: Tally
    checked: int | None = None
    differs: int = 0
    digest: str = ""

    @property
    def comparable(self) -> bool:
        """Whether it may be counted with the others: its hard rules and stages are theirs."""
        return not self.differs

    def age(self, on: date) -> int:
        """How many days old it is."""
        return max(0, (on - self.at).days)

    def stale(self, on: date) -> bool:
        """Whether it is so old that somebody should ask if it still holds."""
        return self.age(on) > STALE_AFTER

    @property
    def gap(self) -> int:
        """How many stages the claim lies above what is evidenced; 0 without a claim."""
        claimed = self.tally.claimed
        return 0 if claimed is None else max(0, claimed - self.tally.evidenced)


@dataclass(frozen=True, slots=True)
class Begun:
    """Work of a member that is not in any figure: begun, and how far.

    `waiting` is the day since which a submission waits for its sign-off, `sent_back` the day on
    which one was sent back last. `answered` of `asked` only where the member shares its draft.
    """

    assessment: int
    started: date
    saved: date | None = None
    waiting: date | None = None
    sent_back: date | None = None
    answered: int | None = None
    asked: int | None = None
    shared: date | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """An organisation of a group, with what it submitted or began.

    `via` is the old code of a system that its place is written under, `sure` whether it came here
    when that was split; `elsewhere` are other systems that name it as well.
    """

    organisation: Organisation
    submitted: Submitted | None = None
    begun: Begun | None = None
    estimate: Submitted | None = None
    via: str = ""
    sure: bool = True
    elsewhere: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """Its code."""
        return self.organisation.ods_code

    @property
    def band(self) -> Band:
        """The band of organisations like it."""
        return band_of(self.organisation)


@dataclass(frozen=True, slots=True)
class Group:
    """A system, a region or any other group, with its members’ codes.

    `entitled` says whether the person who looks may see what each member submitted, `was` are the
    codes of the systems that it followed.
    """

    code: str
    name: str
    codes: tuple[str, ...]
    entitled: bool = True
    was: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody who submitted and is a member no more; `until` is the last day here, if known."""

    code: str
    name: str
    until: date | None


@dataclass(frozen=True)
class Comparison:
    """The members of a group under one pack, on a day; by name, then code.

    `left` were members and are in no figure.
    """

    pack: Pack
    group: Group
    on: date
    members: tuple[Member, ...]
    left: tuple[Left, ...] = ()

    @cached_property
    def mark(self) -> str:
        """How many submitted, and a check number that changes with what any figure is made of."""
        counted = [
            f"{one.code} {one.submitted.at} {one.submitted.tally} {one.submitted.checked}"
            for one in self.submitters
            if one.submitted
        ]
        return f"{len(counted)}-{crc32(repr(counted).encode()):08x}"

    @cached_property
    def submitters(self) -> tuple[Member, ...]:
        """Those that submitted, under whatever version of the rules."""
        return tuple(one for one in self.members if one.submitted)

    @cached_property
    def compared(self) -> tuple[Member, ...]:
        """Those whose submission was judged by the same hard rules: all that totals count."""
        return tuple(one for one in self.submitters if one.submitted and one.submitted.comparable)

    @cached_property
    def tallies(self) -> tuple[Tally, ...]:
        """What those compared come to, in their order."""
        return tuple(one.submitted.tally for one in self.compared if one.submitted)

    @cached_property
    def columns(self) -> Mapping[str, Column]:
        """Whether each hard rule is met, of all that are compared at once; see `Column`."""
        return columns(self.pack.hard_rules, self.tallies)

    @cached_property
    def stages(self) -> "StageCounts":
        """How many of those that submitted claim, evidence and have had checked each stage."""
        size = len(self.pack.stages)
        found = [one.submitted for one in self.submitters if one.submitted]
        place = self.pack.stage_index
        claims = [carried(one, one.tally.claimed, place) for one in found]
        return StageCounts(
            len(found),
            _count(claims, size),
            _count([carried(one, one.tally.evidenced, place) for one in found], size),
            _count([carried(one, one.checked, place) for one in found], size),
            claims.count(None),
            sum(one.checked is None for one in found),
        )

    @cached_property
    def shares(self) -> "Shares":
        """The hard rules that apply to those compared: met, not met and not yet known."""
        return shares_in("".join(tally.truths for tally in self.tallies))

    @cached_property
    def claim_more(self) -> tuple[Member, ...]:
        """Those that claim a stage above the one they evidence."""
        return tuple(one for one in self.submitters if one.submitted and one.submitted.gap)

    def at_least(self, stage: int) -> tuple[int, int]:
        """Count who evidences a stage (its place from 0) or a later one, and who claims it."""
        return sum(self.stages.evidenced[stage:]), sum(self.stages.claimed[stage:])

    def only(self, keep: Callable[[Member], bool]) -> "Comparison":
        """Return the comparison of some members alone."""
        return replace(self, members=tuple(one for one in self.members if keep(one)))


@dataclass(frozen=True, slots=True)
class Shares:
    """Hard rules counted by truth; never added up into one score."""

    met: int = 0
    not_met: int = 0
    not_known: int = 0

    @property
    def all(self) -> int:
        """How many apply."""
        return self.met + self.not_met + self.not_known

    def __add__(self, other: "Shares") -> "Shares":
        return Shares(
            self.met + other.met, self.not_met + other.not_met, self.not_known + other.not_known
        )


@dataclass(frozen=True, slots=True)
class StageCounts:
    """How many organisations are at each stage, in the order of the ladder.

    `unclaimed` claim nothing, `unchecked` were looked at by nobody.
    """

    of: int
    claimed: tuple[int, ...] = field(default=())
    evidenced: tuple[int, ...] = field(default=())
    checked: tuple[int, ...] = field(default=())
    unclaimed: int = 0
    unchecked: int = 0

    @property
    def agreed(self) -> tuple[int, ...]:
        """What a reviewer agreed to: the first stage holds all that nobody looked at as well."""
        return (self.checked[0] + self.unchecked, *self.checked[1:])


def columns(rules: Sequence[Rule], tallies: Sequence[Tally]) -> dict[str, Column]:
    """Lay tallies side by side: for each hard rule a bit for each of them, in their order."""
    whole = (1 << len(tallies)) - 1
    letters = (
        zip(*(tally.truths for tally in tallies), strict=True) if tallies else [""] * len(rules)
    )
    return {
        rule.key: Column(whole, *_bit_sets("".join(reversed(column))))
        for rule, column in zip(rules, letters, strict=True)
    }


def shares_in(truths: str) -> Shares:
    """Count the letters of some tallies; rules that do not apply are left out."""
    return Shares(truths.count(MET), truths.count(NOT_MET), truths.count(NOT_KNOWN))


def differing_rules(old: Pack, new: Pack) -> int:
    """Count the hard rules that two versions of a pack have differently; stages count as rules.

    A rule differs when it is not in both, leads out of another stage, or its condition or the
    questions it reads are not the same.
    """
    if old.fingerprint == new.fingerprint:
        return 0
    before, after = ({rule.key: rule for rule in pack.hard_rules} for pack in (old, new))
    rules = sum(
        not _alike(before.get(key), after.get(key), old, new) for key in {**before, **after}
    )
    keys = [[stage.key for stage in pack.stages] for pack in (old, new)]
    order = [rule.key for rule in old.hard_rules] != [rule.key for rule in new.hard_rules]
    return rules + (keys[0] != keys[1]) + (order and not rules)


def by_band(members: Iterable[Member]) -> dict[Band, list[Member]]:
    """Return members by band, in the fixed order of bands; bands without any are left out."""
    found: dict[Band, list[Member]] = {band: [] for band in Band}
    for one in members:
        found[one.band].append(one)
    return {band: those for band, those in found.items() if those}


def _alike(old: Rule | None, new: Rule | None, before: Pack, after: Pack) -> bool:
    if old is None or new is None:
        return False
    same = old.stage == new.stage and old.condition == new.condition
    return same and all(_same_question(key, before, after) for key in old.questions)


def _same_question(key: str, before: Pack, after: Pack) -> bool:
    old, new = before.questions.get(key), after.questions.get(key)
    if old is None or new is None:
        return False
    options = [[option.key for option in one.options] for one in (old, new)]
    asked = before.asked_when.get(key) == after.asked_when.get(key)
    return old.kind == new.kind and options[0] == options[1] and asked


def carried(one: Submitted, stage: int | None, place: Mapping[str, int]) -> int | None:
    """Return a stage of a submission as a place in another ladder; None where that lacks it."""
    return None if stage is None else place.get(one.pack.stages[stage].key)


def _count(stages: Sequence[int | None], size: int) -> tuple[int, ...]:
    return tuple(stages.count(place) for place in range(size))


def _bit_sets(letters: str) -> tuple[int, int]:
    """Return letters, the last member first, as who is known yes and who is known no."""
    return (
        int(letters.translate(_YES) or "0", 2),
        int(letters.translate(_NO) or "0", 2),
    )


_YES = str.maketrans({MET: "1", NOT_MET: "0", NOT_KNOWN: "0", NOT_ASKED: "1"})
_NO = str.maketrans({MET: "0", NOT_MET: "1", NOT_KNOWN: "0", NOT_ASKED: "1"})
