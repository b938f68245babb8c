"""What an organisation accepted of its system, as the files of a plan carry it."""

from collections.abc import Iterable, Mapping

from readiness.domain.calendar import london_day
from readiness.domain.joint_action import Proposed, State
from readiness.domain.wording import day_words
from readiness.files.plan_rows import Cell

JOINT_COLUMNS = (
    ("Action", 48),
    ("Why", 60),
    ("Owner", 40),
    ("State", 24),
    ("Due", 12),
    ("Note", 60),
    ("Key", 20),
)
"""The columns of the sheet; in a table they are those of the same headings."""

_STATE = {
    State.OPEN: "Accepted",
    State.DONE: "Done",
    State.WITHDRAWN: "Withdrawn by the system",
}


def joint_rows(accepted: Iterable[Proposed]) -> list[Mapping[str, Cell]]:
    """Return a row for each joint action that was accepted, its cells by heading."""
    return [_row(one) for one in accepted]


def _row(one: Proposed) -> Mapping[str, Cell]:
    action, offer = one.action, one.offer
    when = f" on {day_words(london_day(offer.at))}" if offer.at else ""
    return {
        "Action": action.title,
        "Why": f"Offered by {one.system}, accepted by {offer.by}{when}.",
        "Owner": action.lead,
        "State": _STATE[action.state],
        "Due": action.due,
        "Note": action.note,
        "Key": f"joint-action/{action.number}",
    }
