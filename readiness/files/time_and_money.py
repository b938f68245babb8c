"""Freezes, what is late, what is offered and costs, as files carry them."""

from collections.abc import Iterable
from typing import Any

from readiness.domain.cost_figures import Costs, costs_document
from readiness.domain.costs import Amount, Comparison, Line
from readiness.domain.freeze import Freeze, SteppedOver
from readiness.domain.schedule import Offer, Schedule, Timed
from readiness.files.plan_rows import Cell

COST_COLUMNS = (("What", 36), ("At least, £", 14), ("At most, £", 14), ("How it comes about", 80))


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
        "deadline": offer.deadline.due.deadline.key if offer.deadline else None,
        "waiting_for": [question.key for question in offer.waiting_for],
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
