"""What acting costs beside doing nothing: every figure a range, and what is blank not known."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from readiness.domain.cost_figures import FIGURES, NOTHING_GIVEN, Costs, Quote
from readiness.domain.plan import Action, Days, Plan, total_effort
from readiness.domain.wording import count_words, day_words, person_days, pounds

MONTHS = 12
"""The months after the target date over which acting and doing nothing are compared."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum in whole pounds, at least `low`; `high` is None while something in it is not known."""

    low: int
    high: int | None
    missing: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The sum: £84,000 to £121,000, at least £60,000, or not known."""
        if self.high is None:
            return f"at least {pounds(self.low)}" if self.low else "not known"
        if self.low == self.high:
            return pounds(self.low)
        return f"{pounds(self.low)} to {pounds(self.high)}"

    @property
    def whole_words(self) -> str:
        """The sum, and what is not known in it."""
        missing = ", ".join(self.missing)
        if not missing:
            return self.words
        return f"{self.words}; not known: {missing}" if self.low else f"not known: {missing}"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to pay for: what it is, how much, and how that comes about."""

    what: str
    amount: Amount
    reason: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What acting costs and what doing nothing costs, line by line, over the same months."""

    target: date | None
    acting: tuple[Line, ...]
    nothing: tuple[Line, ...]

    @property
    def acting_total(self) -> Amount:
        """All that acting costs."""
        return total(line.amount for line in self.acting)

    @property
    def nothing_total(self) -> Amount:
        """All that is known of what doing nothing costs."""
        return total(line.amount for line in self.nothing)

    @property
    def period(self) -> str:
        """The months that are compared: the 12 months after 30 September 2027."""
        after = day_words(self.target) if self.target else "the target date, which is not given"
        return f"the {MONTHS} months after {after}"

    @property
    def nothing_known(self) -> bool:
        """Whether neither side has a figure."""
        return not self.acting_total.low and not self.nothing_total.low

    @property
    def sentence(self) -> str:
        """Both sums in a sentence each."""
        return f"{_said('Acting', self.acting_total)} {_said('Doing nothing', self.nothing_total)}"


NOT_COUNTED = (
    "The present service up to the target date: it is paid either way.",
    "What an outage, a breach or a closed network would cost. Doing nothing carries that risk, and "
    "no figure for it is known.",
    "Fallbacks, work after the move, and price rises that nobody has quoted.",
    "Work that answers still to come may bring into the plan.",
    "VAT, unless the figures that you gave hold it.",
)
"""What no total holds, in sentences."""


def compare_costs(plan: Plan, target: date | None, costs: Costs) -> Comparison:
    """Add up what acting and doing nothing cost for the months after the target date.

    Acting is the plan's own work at the day rates, set-up, dual running, termination charges and
    the new service. Doing nothing is the present contract at the price of its extension; where that
    is blank the present price stands for the least, and the sum stays open.
    """
    return Comparison(target, tuple(_acting(plan, costs)), (_staying(costs),))


def total(amounts: Iterable[Amount]) -> Amount:
    """Add up sums; what is missing in one of them is missing in the whole, each thing once."""
    every = tuple(amounts)
    highs = [amount.high for amount in every if amount.high is not None]
    missing = tuple(dict.fromkeys(name for amount in every for name in amount.missing))
    whole = len(highs) == len(every)
    return Amount(sum(amount.low for amount in every), sum(highs) if whole else None, missing)


def roles_of(plan: Plan, costs: Costs) -> tuple[str, ...]:
    """Return the roles that the plan uses, in the order of the pack, then others with a rate."""
    used = {action.owner for action in plan.actions}
    known = [key for key in plan.verdict.pack.roles if key in used or key in costs.day_rates]
    return tuple(sorted(known, key=lambda key: key not in used))


def _acting(plan: Plan, costs: Costs) -> Iterator[Line]:
    roles = plan.verdict.pack.roles
    for role in roles_of(plan, NOTHING_GIVEN):
        own = tuple(action for action in plan.actions if action.owner == role)
        yield _work(roles[role], own, costs.day_rates.get(role))
    yield _once("Set-up of the new service", "set_up", costs, "Paid once.")
    yield _dual_running(costs)
    yield _once("Termination charges", "termination", costs, "Paid once, to end what is in term.")
    yield _monthly("The new service", "new_month", costs)


def _work(title: str, actions: tuple[Action, ...], rate: Quote | None) -> Line:
    """Price the work of one role; an effort or a rate that is not known leaves the sum open."""
    effort = total_effort(actions)
    open_ended = sum(action.effort is None for action in actions)
    missing = (
        [f"the effort of {count_words(open_ended, 'action')} of {title}"] if open_ended else []
    )
    if rate is None and (effort.high or open_ended):
        missing.insert(0, f"the day rate of {title}")
    low, high = (effort.low * rate.low, effort.high * rate.high) if rate else (0.0, 0.0)
    amount = Amount(round(low), None if missing else round(high), tuple(missing))
    at = f"at {_range(rate)} a day" if rate else "at a day rate that is not known"
    return Line(f"Work: {title}", amount, f"{_effort(effort, open_ended)} {at}.")


def _effort(effort: Days, open_ended: int) -> str:
    words = person_days(effort, more=bool(open_ended))
    return f"{words[:1].upper()}{words[1:]}"


def _once(what: str, name: str, costs: Costs, reason: str) -> Line:
    quote = costs.figures.get(name)
    if quote is None:
        return Line(what, _missing(name), f"You have not given {FIGURES[name]}.")
    return Line(what, Amount(quote.low, quote.high), reason)


def _monthly(what: str, name: str, costs: Costs) -> Line:
    quote = costs.figures.get(name)
    if quote is None:
        return Line(what, _missing(name), f"You have not given {FIGURES[name]}.")
    return Line(what, _times(quote, Quote(MONTHS, MONTHS)), f"{MONTHS} months at {_range(quote)}.")


def _dual_running(costs: Costs) -> Line:
    months, price = costs.figures.get("dual_months"), costs.figures.get("present_month")
    what = "Dual running"
    if months == Quote(0, 0):
        return Line(what, Amount(0, 0), "The two services never run side by side.")
    lacking = [name for name in ("dual_months", "present_month") if name not in costs.figures]
    if months is None or price is None:
        reason = f"You have not given {' or '.join(FIGURES[name] for name in lacking)}."
        return Line(what, _missing(*lacking), reason)
    reason = f"{_span(months)} of the present service beside the new one, at {_range(price)} each."
    return Line(what, _times(price, months), reason)


def _staying(costs: Costs) -> Line:
    what = "The present contract, extended"
    present = costs.figures.get("present_month")
    if "extension_month" in costs.figures:
        return _monthly(what, "extension_month", costs)
    if present is None:
        reason = f"You have given neither {FIGURES['extension_month']} nor the present price."
        return Line(what, _missing("extension_month"), reason)
    least = _times(present, Quote(MONTHS, MONTHS)).low
    reason = (
        f"{MONTHS} months at the present {_range(present)}, taken as the least: you"
        f" have not given {FIGURES['extension_month']}."
    )
    return Line(what, Amount(least, None, (FIGURES["extension_month"],)), reason)


def _missing(*names: str) -> Amount:
    return Amount(0, None, tuple(FIGURES[name] for name in names))


def _times(quote: Quote, months: Quote) -> Amount:
    return Amount(quote.low * months.low, quote.high * months.high)


def _range(quote: Quote) -> str:
    return Amount(quote.low, quote.high).words


def _span(months: Quote) -> str:
    if months.low == months.high:
        return count_words(months.low, "month")
    return f"{months.low} to {count_words(months.high, 'month')}"


def _said(who: str, amount: Amount) -> str:
    """Say a sum: Doing nothing: at least £60,000; the price of an extension is not known."""
    if not amount.missing:
        return f"{who}: {amount.words}."
    names, verb = _listed(amount.missing)
    if not amount.low:
        return f"{who}: not known yet; {names} {verb} missing."
    return f"{who}: {amount.words}; {names} {verb} not known."


def _listed(names: tuple[str, ...], most: int = 3) -> tuple[str, str]:
    """List a few names or count many, and say whether one or several things are meant."""
    if len(names) > most:
        return f"{len(names)} figures", "are"
    if len(names) == 1:
        return names[0], "are" if names[0].endswith(("charges", "months of dual running")) else "is"
    return f"{', '.join(names[:-1])} and {names[-1]}", "are"
