"""Freezes and costs as files carry them: beside what is judged, for no verdict reads them."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from readiness.domain.assessment import read_day, read_text
from readiness.domain.costs import (
    FIGURES,
    MOST_MONTHS,
    MOST_POUNDS,
    Amount,
    Comparison,
    Costs,
    Line,
    Quote,
    costs_document,
)
from readiness.domain.errors import Fault, InvalidAnswer, RecordFaults
from readiness.domain.freeze import LONGEST_WHAT, Freeze, SteppedOver, check_freeze
from readiness.domain.pack import Pack
from readiness.domain.schedule import Offer, Schedule, Timed
from readiness.files.plan_rows import Cell

COST_COLUMNS = (("What", 36), ("At least, £", 14), ("At most, £", 14), ("How it comes about", 80))


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


def freeze_json(freeze: Freeze) -> dict[str, str]:
    """Return a freeze as JSON carries it."""
    return {
        "from": freeze.first.isoformat(),
        "to": freeze.last.isoformat(),
        "what": freeze.what,
    }


def stepped_json(stepped: SteppedOver) -> dict[str, Any]:
    """Return how many days of a freeze are stepped over."""
    return {"freeze": stepped.what, "days": stepped.days, "unit": stepped.unit.value}


def late_json(row: Timed, schedule: Schedule) -> dict[str, Any]:
    """Return a late action, how late it is in working days, and the fallbacks that would help."""
    helping = [offer.fallback.key for offer in schedule.offers_for(row)]
    return {"action": row.action.key, "working_days": -(row.slack or 0), "fallbacks": helping}


def offer_json(offer: Offer) -> dict[str, Any]:
    """Return a fallback that is offered."""
    action = offer.timed.action
    start = offer.timed.latest_start
    return {
        "key": offer.fallback.key,
        "title": action.title,
        "owner_role": action.owner,
        "needs": offer.fallback.needs,
        "effort_low": action.effort.low if action.effort else None,
        "effort_high": action.effort.high if action.effort else None,
        "lead_time_days": action.lead_time.calendar_days if action.lead_time else None,
        "latest_start": start.isoformat() if start else None,
        "for": [row.action.key for row in offer.helps],
    }


def comparison_json(comparison: Comparison, costs: Costs) -> dict[str, Any]:
    """Return what acting and doing nothing cost; a sum with something not known has no `high`."""
    return {
        "given": costs_document(costs),
        "period": comparison.period,
        "acting": _side(comparison.acting, comparison.acting_total),
        "doing_nothing": _side(comparison.nothing, comparison.nothing_total),
    }


def cost_rows(comparison: Comparison) -> list[list[Cell]]:
    """Return the comparison as rows of a sheet; what is not known is left empty and said."""
    rows: list[list[Cell]] = [["Compared over", None, None, comparison.period]]
    for what, lines, whole in (
        ("Acting", comparison.acting, comparison.acting_total),
        ("Doing nothing", comparison.nothing, comparison.nothing_total),
    ):
        rows += [[line.what, *_bounds(line.amount), line.reason] for line in lines]
        rows.append([f"{what}, all together", *_bounds(whole), _upper(whole.whole_words)])
    return rows


def _side(lines: Iterable[Line], whole: Amount) -> dict[str, Any]:
    return {
        "low": whole.low,
        "high": whole.high,
        "not_known": list(whole.missing),
        "lines": [
            {
                "what": line.what,
                "low": line.amount.low,
                "high": line.amount.high,
                "not_known": list(line.amount.missing),
                "reason": line.reason,
            }
            for line in lines
        ],
    }


def _bounds(amount: Amount) -> tuple[Cell, Cell]:
    """Return both ends; nothing at all where nothing is known, for that is not zero."""
    known = amount.high is not None or amount.low > 0
    return (amount.low if known else None, amount.high)


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]


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
