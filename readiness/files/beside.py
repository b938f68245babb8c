"""What a record says beside what is judged, which no verdict reads: freezes, costs, reviews."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from readiness.domain.answer_value import read_day, read_text
from readiness.domain.checked import Opinion
from readiness.domain.cost_figures import FIGURES, MOST_MONTHS, MOST_POUNDS, Costs, Quote
from readiness.domain.errors import Fault, InvalidAnswer, RecordFaults
from readiness.domain.freeze import LONGEST_WHAT, Freeze, check_freeze
from readiness.domain.pack import Pack


def read_freezes_and_costs(
    document: Mapping[str, Any], pack: Pack, file: str
) -> tuple[tuple[Freeze, ...], Costs]:
    """Read what a record says of freezes and costs; nothing where it says nothing.

    Raises:
        RecordFaults: everything that is wrong with either.
    """
    faults: list[Fault] = []
    freezes = tuple(_freezes(document.get("freezes", []), file, faults))
    costs = _costs(document.get("costs", {}), pack, file, faults)
    if faults:
        raise RecordFaults(faults)
    return freezes, costs


def read_opinions(
    document: Mapping[str, Any], pack: Pack, file: str
) -> dict[str, tuple[Opinion, ...]]:
    """Read what a record says that reviewers said of each rule; nothing where it says nothing.

    Raises:
        RecordFaults: it names a rule that the pack has not, or an opinion that there is not.
    """
    given, faults = document.get("reviews", {}), []
    read: dict[str, tuple[Opinion, ...]] = {}
    rules = {rule.key for rule in pack.rules}
    what = f"write for a rule of the pack a list of {', '.join(Opinion)}"
    if not isinstance(given, dict):
        raise RecordFaults([_fault(file, "reviews", what)])
    for rule, said in given.items():
        if rule in rules and isinstance(said, list) and all(one in list(Opinion) for one in said):
            read[rule] = tuple(Opinion(one) for one in said)
        else:
            faults.append(_fault(file, f"reviews.{rule}", what))
    if faults:
        raise RecordFaults(faults)
    return read


def _freezes(given: object, file: str, faults: list[Fault]) -> Iterator[Freeze]:
    if not isinstance(given, list):
        faults.append(_fault(file, "freezes", "write a list of freezes, or leave it out"))
        return
    for place, entry in enumerate(given):
        where = f"freezes.{place}"
        if not isinstance(entry, dict) or set(entry) != {"from", "to", "what"}:
            faults.append(_fault(file, where, "write from, to and what, and nothing else"))
            continue
        try:
            first, last = _day(entry["from"]), _day(entry["to"])
            check_freeze(first, last)
            yield Freeze(first, last, _name(entry["what"]))
        except ValueError:
            faults.append(_fault(file, where, "write days such as 2026-12-14"))
        except InvalidAnswer as error:
            faults.append(_fault(file, where, str(error)))


def _day(given: object) -> date:
    return read_day(str(given))


def _name(given: object) -> str:
    name = read_text(given, LONGEST_WHAT, "name") if isinstance(given, str) else ""
    if not name:
        raise InvalidAnswer("Say in what which freeze it is.")
    return name


def _costs(given: object, pack: Pack, file: str, faults: list[Fault]) -> Costs:
    if not isinstance(given, dict) or not isinstance(given.get("day_rates", {}), dict):
        faults.append(_fault(file, "costs", "write an object of figures, or leave it out"))
        return Costs()
    rates = given.get("day_rates", {})
    for name in given.keys() - FIGURES.keys() - {"day_rates"}:
        what = f"remove this: it is not one of day_rates, {', '.join(FIGURES)}"
        faults.append(_fault(file, f"costs.{name}", what))
    for role in rates.keys() - pack.roles.keys():
        faults.append(_fault(file, f"costs.day_rates.{role}", "name a role of the pack"))

    def quote(where: str, value: object, most: int) -> Quote | None:
        read = _quote(value, most)
        if read is None:
            what = f"write a whole number up to {most:,}, or [low, high]"
            faults.append(_fault(file, f"costs.{where}", what))
        return read

    day_rates = {role: quote(f"day_rates.{role}", rates[role], MOST_POUNDS) for role in rates}
    figures = {
        name: quote(name, given[name], MOST_MONTHS if name == "dual_months" else MOST_POUNDS)
        for name in FIGURES
        if name in given
    }
    return Costs(_known(day_rates), _known(figures))


def _known(quotes: Mapping[str, Quote | None]) -> dict[str, Quote]:
    return {name: quote for name, quote in quotes.items() if quote is not None}


def _quote(value: object, most: int) -> Quote | None:
    pair: list[Any] = value if isinstance(value, list) else [value]
    if len(pair) not in (1, 2) or not all(type(n) is int and 0 <= n <= most for n in pair):
        return None
    return Quote(pair[0], pair[-1]) if pair[0] <= pair[-1] else None


def _fault(file: str, where: str, what: str) -> Fault:
    return Fault(file, 0, 0, where, what)
