"""The latest start that comes first in the plan of a submission, as others may see it."""

from datetime import date

from readiness.domain.pack import Pack
from readiness.domain.plan import Action
from readiness.domain.ringing import Missed
from readiness.domain.shared import NOT_SHARED, reads_sensitive
from readiness.domain.verdict import Verdict
from readiness.domain.what_if import look_ahead


def first_start_of(verdict: Verdict, on: date) -> Missed | None:
    """Return the action by which the date stands or falls that must begin first, whenever that is.

    It is missed once its day has passed. None without a target that others may see, and where
    nothing opens a gate any more. Freezes are the organisation's own and move nothing here.
    """
    pack = verdict.pack
    if pack.questions[pack.target].sensitive:
        return None
    laid = look_ahead(verdict, on=on).schedule
    if not any(row.action.unlocks for row in laid.rows):
        return None
    rows = [row for row in laid.tightest(len(laid.rows)) if row.latest_start is not None]
    first = min(rows, key=lambda row: (row.latest_start, row.action.key), default=None)
    if first is None or first.latest_start is None:
        return None
    owner, title = pack.roles[first.action.owner], _title(first.action, pack)
    return Missed(title, owner, first.latest_start, laid.target)


def _title(action: Action, pack: Pack) -> str:
    """Return what an action is called, unless a sensitive answer or a host is in it."""
    if action.asks_host:
        return "Ask its host for what is not settled"
    rules = [pack.rule_by_key[key] for key in action.because if key in pack.rule_by_key]
    answers = [pack.questions[key].sensitive for key in action.questions if key in pack.questions]
    secret = any(answers) or any(reads_sensitive(rule, pack) for rule in rules)
    return NOT_SHARED if secret else action.title
