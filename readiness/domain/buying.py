"""What the members of a group say of buying: routes, end dates, notice, money and vehicles.

Every figure says of how many it is; what somebody does not know or did not answer stays apart.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from readiness.domain.assessment import Given, Reading, State
from readiness.domain.comparison import Comparison, Member
from readiness.domain.gathering import gather
from readiness.domain.hosted import reading_of
from readiness.domain.operators import Value
from readiness.domain.pack import Kind, Pack, Question
from readiness.domain.standing import Standing
from readiness.domain.vehicle import Vehicle
from readiness.domain.verdict import UNDECIDED, assess
from readiness.domain.wording import day_words, pounds

FEWEST = 5
"""The fewest organisations of whom anything is told where a question is sensitive."""


@dataclass(frozen=True, slots=True)
class Told:
    """Where a question of a submission stands, and its answer; None unless it is answered."""

    state: State
    value: Value | None = None


@dataclass(frozen=True, slots=True)
class Purchase:
    """What a submission says of buying, by question, and the route that the rules recommend."""

    told: Mapping[str, Told]
    recommended: str = UNDECIDED


@dataclass(frozen=True, slots=True)
class Base:
    """Of how many a figure is: who told, does not know, did not answer, and was not asked.

    `open` are those of whom other answers have still to say whether they are asked.
    """

    told: int = 0
    dont_know: int = 0
    unanswered: int = 0
    open: int = 0
    not_asked: int = 0

    @property
    def asked(self) -> int:
        """How many were asked."""
        return self.told + self.dont_know + self.unanswered

    @property
    def missing(self) -> int:
        """How many were asked, and their answer is not known."""
        return self.dont_know + self.unanswered

    @property
    def words(self) -> str:
        """Say who told: 9 of 14 told us; 3 do not know; 2 did not answer; 4 were not asked."""
        others = (
            (self.dont_know, "does not know", "do not know"),
            (self.unanswered, "did not answer", "did not answer"),
            (self.open, "may still be asked", "may still be asked"),
            (self.not_asked, "was not asked", "were not asked"),
        )
        rest = [f"{n} {one if n == 1 else many}" for n, one, many in others if n]
        told = f"{self.told} of {self.asked} told us" if self.asked else "nobody was asked"
        return "; ".join([told, *rest])


@dataclass(frozen=True, slots=True)
class RouteLine:
    """A route: how many prefer it, to how many it is recommended, and how many of these agree."""

    key: str
    title: str
    preferred: int
    recommended: int
    both: int


@dataclass(frozen=True, slots=True)
class Month:
    """A month in which something ends for some; `members` is empty where they are not named."""

    first: date
    count: int
    members: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True)
class Dates:
    """The days that a question holds, of all members: month by month, and member by member.

    Of a sensitive question neither members nor small counts are told.
    """

    question: Question
    base: Base
    months: tuple[Month, ...] = ()
    days: tuple[tuple[date, Member], ...] = ()

    @property
    def words(self) -> str:
        """Say when the first and the last is, and of how many."""
        if not self.days:
            return f"No day is known: {self.base.words}."
        first, last = self.days[0][0], self.days[-1][0]
        span = (
            f"all on {day_words(first)}"
            if first == last
            else f"from {day_words(first)} to {day_words(last)}"
        )
        return f"{span[:1].upper()}{span[1:]}; {self.base.words}."

    def within(self, first: date, last: date) -> int:
        """Count the days from one to another, both included."""
        return sum(first <= day <= last for day, _ in self.days)


@dataclass(frozen=True, slots=True)
class Spend:
    """What a question of money comes to: the sum of what is known, and the least and most of one.

    All three are None while nobody told, and where a sensitive question has too few answers.
    """

    question: Question
    base: Base
    sum: int | None = None
    least: int | None = None
    most: int | None = None
    withheld: bool = False

    @property
    def words(self) -> str:
        """Say the sum and of how many it is: never as a whole while somebody’s part is missing."""
        if self.withheld:
            return f"Withheld: fewer than {FEWEST} told us, and the question is sensitive."
        if self.sum is None:
            return f"Not known: {self.base.words}."
        whole = not self.base.missing and not self.base.open
        return f"{'' if whole else 'At least '}{pounds(self.sum)}: {self.base.words}."

    @property
    def range_words(self) -> str:
        """Say how much one organisation told: £90,000 to £1,200,000 each."""
        if self.least is None or self.most is None:
            return ""
        if self.least == self.most:
            return f"{pounds(self.least)} each"
        return f"{pounds(self.least)} to {pounds(self.most)} each"


@dataclass(frozen=True, slots=True)
class VehicleLine:
    """A vehicle or other way to buy: whether it is open on the day, who names it, and by route.

    `open` is None for what is no vehicle of the pack, and so never closes.
    """

    title: str
    open: bool | None
    standing: str
    named: int
    routes: tuple[tuple[str, int], ...]


def buying_questions(pack: Pack) -> tuple[Question, ...]:
    """Return the questions that this view reads, in its order: each is named by the pack."""
    contract = pack.contract
    keys = [
        pack.routes.key,
        pack.vehicles.question if pack.vehicles else "",
        *((contract.ends, contract.notice) if contract else (pack.target,)),
    ]
    money = [question.key for question in pack.questions.values() if question.kind is Kind.MONEY]
    return tuple(pack.questions[key] for key in dict.fromkeys([*keys, *money]) if key)


def purchases(pack: Pack, givens: Sequence[Given]) -> tuple[Purchase, ...]:
    """Return what each submission says of buying, in their order."""
    standing = Standing(pack, gather(pack, givens))
    routes = {key: bits for key, bits in standing.recommended.items() if bits}
    questions = buying_questions(pack)
    found = []
    for place, given in enumerate(givens):
        alone = next((key for key, bits in routes.items() if bits >> place & 1), UNDECIDED)
        found.append(
            Purchase(_told(reading_of(pack, given), questions), _hosted(pack, given) or alone)
        )
    return tuple(found)


def _hosted(pack: Pack, given: Given) -> str:
    """Return the route of one whose host answered for it, who is judged by itself; else nothing."""
    if given.host is None:
        return ""
    found = assess(pack, given).recommended
    return found.route.key if found else UNDECIDED


def _told(reading: Reading, questions: Iterable[Question]) -> dict[str, Told]:
    found = {}
    for question in questions:
        state = reading.state(question.key)
        answer = reading.given.answers.get(question.key)
        found[question.key] = Told(
            state, answer.value if answer and state is State.ANSWERED else None
        )
    return found


@dataclass(frozen=True)
class Buying:
    """The purchases of those compared, in their order, on the day of the comparison."""

    comparison: Comparison
    purchases: tuple[Purchase, ...]

    @property
    def pack(self) -> Pack:
        """The rules by which they are compared."""
        return self.comparison.pack

    def base(self, question: str) -> Base:
        """Count where a question stands with everybody."""
        states = Counter(one.told[question].state for one in self.purchases)
        order = (State.ANSWERED, State.DONT_KNOW, State.TO_DO, State.MAY_APPLY, State.NOT_ASKED)
        return Base(*(states[state] for state in order))

    @cached_property
    def routes(self) -> tuple[RouteLine, ...]:
        """The routes of the rules, then undecided; other answers of the question are not routes."""
        key = self.pack.routes.key
        if not key:
            return ()
        pairs = [(one.told[key].value, one.recommended) for one in self.purchases]
        every = (*self.pack.routes.routes, replace(self.pack.routes.undecided, key=UNDECIDED))
        return tuple(
            RouteLine(
                route.key,
                route.title,
                sum(preferred == route.key for preferred, _ in pairs),
                sum(recommended == route.key for _, recommended in pairs),
                pairs.count((route.key, route.key)),
            )
            for route in every
        )

    @property
    def agreeing(self) -> tuple[int, int]:
        """How many prefer the route that the rules recommend, of how many that told both."""
        key = self.pack.routes.key
        told = [
            one
            for one in self.purchases
            if key and one.told[key].value is not None and one.recommended != UNDECIDED
        ]
        return sum(one.told[key].value == one.recommended for one in told), len(told)

    @cached_property
    def ends(self) -> Dates:
        """When contracts end; where the rules ask for no such day, the target dates."""
        contract = self.pack.contract
        return self._dates(contract.ends if contract else self.pack.target)

    @cached_property
    def notices(self) -> Dates | None:
        """The last days to give notice; None where the rules ask for none."""
        contract = self.pack.contract
        return self._dates(contract.notice) if contract else None

    @cached_property
    def spend(self) -> tuple[Spend, ...]:
        """What every question of money comes to."""
        return tuple(
            self._spend(question)
            for question in self.pack.questions.values()
            if question.kind is Kind.MONEY
        )

    @cached_property
    def vehicles(self) -> tuple[VehicleLine, ...]:
        """The vehicles of the pack, then the other ways to buy that its question offers."""
        vehicles = self.pack.vehicles
        if vehicles is None:
            return ()
        options = self.pack.questions[vehicles.question].options
        return tuple(
            self._vehicle(option.key, option.label, vehicles.find(option.key))
            for option in sorted(options, key=lambda one: vehicles.find(one.key) is None)
        )

    def earliest(self, among: int) -> date | None:
        """Return the first end or target date of some of those compared, as bits in their order."""
        key = self.ends.question.key
        days = [
            value
            for place, one in enumerate(self.purchases)
            if among >> place & 1 and isinstance(value := one.told[key].value, date)
        ]
        return min(days, default=None)

    def _dates(self, key: str) -> Dates:
        question, base = self.pack.questions[key], self.base(key)
        pairs = [
            (value, member)
            for one, member in zip(self.purchases, self.comparison.compared, strict=True)
            if isinstance(value := one.told[key].value, date)
        ]
        days = tuple(sorted(pairs, key=lambda pair: (pair[0], pair[1].code)))
        if question.sensitive and len(days) < FEWEST:
            return Dates(question, base)
        return Dates(question, base, _months(days, named=not question.sensitive), days)

    def _spend(self, question: Question) -> Spend:
        base = self.base(question.key)
        told = [
            value
            for one in self.purchases
            if isinstance(value := one.told[question.key].value, int)
        ]
        if question.sensitive and len(told) < FEWEST:
            return Spend(question, base, withheld=bool(told))
        if not told:
            return Spend(question, base)
        return Spend(question, base, sum(told), min(told), max(told))

    def _vehicle(self, key: str, label: str, vehicle: Vehicle | None) -> VehicleLine:
        question = self.pack.vehicles.question if self.pack.vehicles else ""
        naming = [one for one in self.purchases if one.told[question].value == key]
        on = self.comparison.on
        return VehicleLine(
            vehicle.title if vehicle else label,
            vehicle.open_on(on) if vehicle else None,
            _standing(vehicle, on),
            len(naming),
            self._routes_of(naming),
        )

    def _routes_of(self, some: Iterable[Purchase]) -> tuple[tuple[str, int], ...]:
        """Count the preferred routes of some, the most frequent first."""
        key = self.pack.routes.key
        if not key:
            return ()
        question = self.pack.questions[key]
        counted = Counter(one.told[key].value for one in some)
        words = {
            option.key: f"{option.label[:1].upper()}{option.label[1:]}"
            for option in question.options
        }
        return tuple(
            (words.get(str(value), "route not known"), count)
            for value, count in sorted(counted.items(), key=lambda one: (-one[1], str(one[0])))
        )


def _months(days: Sequence[tuple[date, Member]], *, named: bool) -> tuple[Month, ...]:
    """Gather days by month; only months with something in them."""
    found: dict[date, list[Member]] = {}
    for day, member in days:
        found.setdefault(day.replace(day=1), []).append(member)
    return tuple(
        Month(first, len(members), tuple(members) if named else ())
        for first, members in found.items()
    )


def _standing(vehicle: Vehicle | None, on: date) -> str:
    """Say whether a vehicle is open on a day, and until or since when."""
    if vehicle is None:
        return "not a framework"
    if vehicle.opens is None and vehicle.closes is None:
        return "not open: no day is known"
    if vehicle.closes and vehicle.closes < on:
        return f"closed on {day_words(vehicle.closes)}"
    if vehicle.opens and vehicle.opens > on:
        return f"opens on {day_words(vehicle.opens)}"
    return f"open until {day_words(vehicle.closes)}" if vehicle.closes else "open, end not known"
