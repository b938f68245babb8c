"""The pages of a system’s joint actions: all of them, a new one, and one to change."""

from collections.abc import Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from readiness.domain.comparison import Comparison
from readiness.domain.errors import NotFound
from readiness.domain.joint_action import JointAction, Offered, State
from readiness.domain.pack import Pack
from readiness.usecases.comparison import read_comparison
from readiness.usecases.joint_actions import (
    JointActionSavedSince,
    UnfitJointAction,
    can_decide,
    proposed_title,
    read_joint_action,
    read_joint_actions,
    save_joint_action,
    start_joint_action,
    stopped_by,
)
from readiness.usecases.pack import list_packs
from readiness.web import current
from readiness.web.chosen_pack import packs_and_chosen
from readiness.web.holding_page import point_words
from readiness.web.joint_action_form import JointActionForm, as_kept

bp = Blueprint("joint_actions", __name__, url_prefix="/systems/<system>/joint-actions")

STATES = {"done": State.DONE, "withdraw": State.WITHDRAWN, "open": State.OPEN}
"""What each button says of a joint action; saving it leaves it as it is."""


@bp.get("")
def joint_actions(system: str) -> ResponseReturnValue:
    """Show the joint actions of a system, open ones first, with what members said."""
    group, every = read_joint_actions(
        current.db(), system, person=current.person(), on=current.today()
    )
    packs = {pack.key: pack for pack in list_packs(current.db(), current.rules())}
    rows = sorted(every, key=lambda one: (not one.action.open, one.action.number))
    return render_template(
        "comparison/joint_actions.html",
        group=group,
        rows=[(one, *_about(one, packs.get(one.action.pack_key))) for one in rows],
        several=len(packs) > 1,
    )


@bp.get("/new")
def new(system: str) -> ResponseReturnValue:
    """Show a form for a joint action about the points that the address names."""
    _, pack = packs_and_chosen()
    comparison = _whole(system, pack)
    can_decide(current.db(), system, person=current.person(), on=current.today())
    rules = _ticked(pack)
    title = proposed_title(rules, pack)
    return _form(comparison, rules, JointActionForm(data={"title": title, "seen": "0"}))


@bp.post("")
def start(system: str) -> ResponseReturnValue:
    """Make a joint action; show the form again with what stands in the way."""
    _, pack = packs_and_chosen()
    comparison = _whole(system, pack)
    form, rules = JointActionForm(request.form), _ticked(pack)
    try:
        start_joint_action(
            current.db(),
            comparison,
            rules,
            form.draft,
            person=current.person(),
            at=current.now(),
        )
    except UnfitJointAction as wrong:
        form.show(wrong)
        return _form(comparison, rules, form), 400
    return redirect(url_for(".joint_actions", system=system), 303)


@bp.get("/<int:number>")
def joint_action(system: str, number: int) -> ResponseReturnValue:
    """Show one joint action, to be changed."""
    there = _there(system, number)
    form = JointActionForm(data=as_kept(there.action))
    return _form(_of(system, there), there.action.rules, form, there)


@bp.post("/<int:number>")
def save(system: str, number: int) -> ResponseReturnValue:
    """Change a joint action, or say that it is done or withdrawn."""
    there = _there(system, number)
    comparison, form = _of(system, there), JointActionForm(request.form)
    try:
        save_joint_action(
            current.db(),
            comparison,
            number,
            form.draft,
            STATES.get(request.form.get("do", ""), there.action.state),
            seen=form.version,
            person=current.person(),
            at=current.now(),
        )
    except UnfitJointAction as wrong:
        form.show(wrong)
        return _form(comparison, there.action.rules, form, there), 400
    except JointActionSavedSince as since:
        form.lay_beside(since)
        return _form(comparison, there.action.rules, form, there), 409
    return redirect(url_for(".joint_actions", system=system), 303)


def points(rules: Sequence[str], pack: Pack | None) -> tuple[str, ...]:
    """Say what is wrong by each rule; rules that the pack has no more are named by their keys."""
    known = pack.rule_by_key if pack else {}
    return tuple(point_words(known[key], pack) if pack and key in known else key for key in rules)


def _about(one: Offered, pack: Pack | None) -> tuple[str, tuple[str, ...]]:
    """Return the title of the rules that a joint action is about, and its points."""
    title = pack.title if pack else one.action.pack_key
    return title, points(one.action.rules, pack)


def _ticked(pack: Pack) -> tuple[str, ...]:
    """Return the rules that the address or the form names."""
    named = frozenset(request.values.getlist("met"))
    return tuple(rule.key for rule in pack.hard_rules if rule.key in named)


def _whole(system: str, pack: Pack) -> Comparison:
    """Read the comparison of all members, whatever part of it was looked at."""
    return read_comparison(current.db(), system, pack, person=current.person(), on=current.today())


def _there(system: str, number: int) -> Offered:
    return read_joint_action(
        current.db(), system, number, person=current.person(), on=current.today()
    )


def _of(system: str, there: Offered) -> Comparison:
    packs = {pack.key: pack for pack in list_packs(current.db(), current.rules())}
    if there.action.pack_key not in packs:
        raise NotFound("The rules that this joint action is about are not here any more.")
    return _whole(system, packs[there.action.pack_key])


def _form(
    comparison: Comparison,
    rules: Sequence[str],
    form: JointActionForm,
    there: Offered | None = None,
) -> str:
    known = {offer.organisation.ods_code for offer in there.offers} if there else set()
    stopped = stopped_by(comparison, rules)
    return render_template(
        "comparison/joint_action.html",
        group=comparison.group,
        pack=comparison.pack,
        rules=rules,
        points=points(rules, comparison.pack),
        form=form,
        there=there,
        members=_leads(comparison, there.action if there else None),
        stopped=[one for one in stopped if one.ods_code not in known],
    )


def _leads(comparison: Comparison, action: JointAction | None) -> list[tuple[str, str]]:
    """Return who may lead by code and name: the members, and whoever leads it now."""
    leads = {member.code: member.organisation.name for member in comparison.members}
    if action and action.member:
        leads.setdefault(action.member.ods_code, action.member.name)
    return [*leads.items()]
