"""A plan as CSV."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from readiness.domain.joint_action import Proposed
from readiness.domain.plan import Plan, Progress
from readiness.domain.schedule import Schedule
from readiness.files.joint_rows import joint_rows
from readiness.files.plan_rows import COLUMNS, Cell, plan_rows

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def plan_table(
    plan: Plan,
    schedule: Schedule,
    progress: Mapping[str, Progress],
    joint: Sequence[Proposed] = (),
) -> bytes:
    """Write a plan as CSV in UTF-8 with a byte order mark, which spreadsheets open as it is meant.

    Its own actions come first, then the joint actions that were accepted.
    Text that a spreadsheet would read as a formula is kept from acting by a leading apostrophe
    (OWASP ASVS 5, 1.2.10).
    """
    rows = plan_rows(plan, schedule, progress)
    heads = [column.heading for column in COLUMNS]
    own = ([column.cell(row) for column in COLUMNS] for row in rows)
    shared = ([row.get(head) for head in heads] for row in joint_rows(joint))
    return csv_table([heads, *own, *shared])


def csv_table(rows: Iterable[Sequence[Cell]]) -> bytes:
    """Write rows, their heads first, as CSV in UTF-8 with a byte order mark; see `plan_table`."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([safe(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def safe(cell: Cell) -> str:
    """Write a cell as text that no spreadsheet takes for a formula."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str) and (
        cell.startswith("\t") or cell.lstrip(" ").startswith(_STARTS_FORMULA)
    ):
        return f"'{cell}"
    return str(cell)
