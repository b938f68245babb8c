"""The page of costs: what people know of them, and acting beside doing nothing."""

import re
from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Form, StringField

from readiness.domain.cost_figures import FIGURES, Costs, Quote, quote_text
from readiness.domain.costs import NOT_COUNTED, compare_costs, roles_of
from readiness.domain.wording import count_words
from readiness.usecases.assessment import OpenAssessment
from readiness.usecases.costs import CostsSavedSince, UnfitCosts, save_costs
from readiness.usecases.plan import PlanView
from readiness.web import current
from readiness.web.forms import Sent, Trouble
from readiness.web.judged import costs_of, open_today, plan_of

bp = Blueprint("costs", __name__, url_prefix="/assessments/<int:assessment_id>/costs")

RATE = "rate-"
"""How the name of a role's day rate begins, so that it is no figure's."""

LABELS: Mapping[str, tuple[str, str]] = {
    "set_up": ("Set-up of the new service", "All charges that are paid once."),
    "new_month": ("New service, a month", ""),
    "present_month": ("Present service, a month", ""),
    "extension_month": (
        "Present service if the contract is extended, a month",
        "Left blank, the present price is taken as the least.",
    ),
    "termination": ("Termination charges", "What ending the present contracts costs."),
    "dual_months": ("Dual running, in months", "How long you pay for both. Like 3, or 3 to 6."),
}


class FigureForm(Form):
    """One figure, or a range, under its own name."""

    figure = StringField()

    def __init__(self, name: str, label: str, hint: str, quote: Quote | None, sent: Sent | None):
        super().__init__(sent, prefix=f"{name}-", data={"figure": quote_text(quote)})
        self.name, self.hint = name, hint
        self.figure.label.text = label
        self.pounds = name != "dual_months"

    @property
    def typed(self) -> str:
        """What stands in the box."""
        return self.figure.data or ""


class CostsForm:
    """Every figure of the page, as it is saved or as it was sent."""

    def __init__(self, view: PlanView, costs: Costs, sent: Sent | None = None) -> None:
        roles = view.plan.verdict.pack.roles
        effort = {load.owner: load for load in view.schedule.loads}
        self.clash: CostsSavedSince | None = None
        self.seen = str(costs.version) if sent is None else sent.get("seen", "")
        self.rates = [
            FigureForm(
                f"{RATE}{role}",
                roles[role],
                count_words(len(effort[role].rows), "action") if role in effort else "No action.",
                costs.day_rates.get(role),
                sent,
            )
            for role in roles_of(view.plan, costs)
        ]
        self.figures = [
            FigureForm(name, *LABELS[name], costs.figures.get(name), sent) for name in FIGURES
        ]

    @property
    def every(self) -> list[FigureForm]:
        """The rates, then the other figures."""
        return [*self.rates, *self.figures]

    @property
    def given(self) -> list[FigureForm]:
        """Those that stand there, to be read by whoever may not change them."""
        return [form for form in self.every if form.typed]

    @property
    def version(self) -> int:
        """The version that the person was looking at."""
        return int(self.seen) if re.fullmatch(r"\d{1,9}", self.seen) else 0

    @property
    def day_rates(self) -> dict[str, str]:
        """The rates as typed, by role."""
        return {form.name.removeprefix(RATE): form.typed for form in self.rates}

    @property
    def typed(self) -> dict[str, str]:
        """The other figures as typed, by name."""
        return {form.name: form.typed for form in self.figures}

    def show(self, wrong: UnfitCosts) -> None:
        """Say at each figure what does not fit."""
        for form in self.every:
            form.figure.errors = wrong.wrong.get(form.name.removeprefix(RATE), ())

    def lay_beside(self, clash: CostsSavedSince) -> None:
        """Keep what was typed, to be saved over theirs."""
        self.clash = clash
        self.seen = str(clash.theirs.version)

    @property
    def apart(self) -> list[tuple[str, str, str]]:
        """Where two people gave different figures: what it is, theirs, and mine."""
        if self.clash is None:
            return []
        sides = [
            (form, _known(self.clash.theirs, form), _known(self.clash.mine, form))
            for form in self.every
        ]
        return [(f.figure.label.text, t, m) for f, t, m in sides if t != m]

    @property
    def troubles(self) -> tuple[Trouble, ...]:
        """What needs the person, in the order of the page."""
        if self.clash:
            return (Trouble("beside", str(self.clash), ""),)
        return tuple(
            Trouble(form.figure.id, f"{form.figure.label.text}: {words.rstrip('.')}", "")
            for form in self.every
            for words in form.figure.errors
        )


@bp.get("")
def costs(assessment_id: int) -> ResponseReturnValue:
    """Show what acting and doing nothing cost, and the figures behind it."""
    opened = open_today(assessment_id)
    view, known = plan_of(opened), costs_of(opened)
    return _page(opened, view, known, CostsForm(view, known))


@bp.post("")
def save(assessment_id: int) -> ResponseReturnValue:
    """Save the figures; show them again with what stands in the way."""
    opened = open_today(assessment_id)
    view, known = plan_of(opened), costs_of(opened)
    form = CostsForm(view, known, request.form)
    try:
        _save(opened, form)
    except UnfitCosts as wrong:
        form.show(wrong)
        return _page(opened, view, known, form), 400
    except CostsSavedSince as since:
        form.lay_beside(since)
        return _page(opened, view, known, form), 409
    return redirect(url_for(".costs", assessment_id=assessment_id), 303)


def _save(opened: OpenAssessment, form: CostsForm) -> None:
    save_costs(
        current.db(),
        opened,
        day_rates=form.day_rates,
        figures=form.typed,
        seen=form.version,
        person=current.person(),
        at=current.now(),
    )


def _page(opened: OpenAssessment, view: PlanView, known: Costs, form: CostsForm) -> str:
    return render_template(
        "plan/costs.html",
        opened=opened,
        comparison=compare_costs(view.plan, view.schedule.target, known),
        costs=known,
        form=form,
        not_counted=NOT_COUNTED,
    )


def _known(costs: Costs, form: FigureForm) -> str:
    if form.name.startswith(RATE):
        quote = costs.day_rates.get(form.name.removeprefix(RATE))
    else:
        quote = costs.figures.get(form.name)
    return quote_text(quote) or "blank"
