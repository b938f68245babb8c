"""What people said about actions: each time it is said is a version, never changed."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlite_utils import Database

from readiness.domain.organisation import Person
from readiness.domain.plan import Doing, Progress
from readiness.storage.database import add, rows, time_text


def latest_progress(
    db: Database, ods_code: str, pack_key: str, contract_key: str = ""
) -> dict[str, Progress]:
    """Return the newest of what was said about each action of a contract, by the action's key."""
    return progress_by_contract(db, ods_code, pack_key).get(contract_key, {})


def progress_by_contract(
    db: Database, ods_code: str, pack_key: str
) -> dict[str, dict[str, Progress]]:
    """Return the newest of what was said about each action, by contract and the action's key."""
    found = rows(
        db,
        f"""{_PROGRESS} where organisation = ? and pack_key = ? and version = (
                select max(version) from action_progress as later
                where later.organisation = action_progress.organisation
                  and later.pack_key = action_progress.pack_key
                  and later.contract = action_progress.contract
                  and later.action = action_progress.action
            ) order by contract, action""",
        (ods_code, pack_key),
    )
    by_contract: dict[str, dict[str, Progress]] = {}
    for row in found:
        by_contract.setdefault(row[-1], {})[row[0]] = _progress(row)
    return by_contract


def progress_history(
    db: Database, ods_code: str, pack_key: str, action: str, contract_key: str = ""
) -> tuple[Progress, ...]:
    """Return everything that was said about an action, oldest first."""
    found = rows(
        db,
        f"""{_PROGRESS} where organisation = ? and pack_key = ? and contract = ? and action = ?
            order by version""",
        (ods_code, pack_key, contract_key, action),
    )
    return tuple(_progress(row) for row in found)


def add_progress(
    db: Database,
    ods_code: str,
    pack_key: str,
    progress: Progress,
    *,
    person: Person,
    at: datetime,
    contract_key: str = "",
) -> None:
    """Add what is said about an action, inside `immediate`; who and when are `person` and `at`."""
    add(
        db,
        "action_progress",
        organisation=ods_code,
        pack_key=pack_key,
        contract=contract_key,
        action=progress.action,
        version=progress.version,
        owner=progress.owner,
        state=str(progress.state),
        due=progress.due.isoformat() if progress.due else None,
        note=progress.note,
        person=person.id,
        at=time_text(at),
    )


_PROGRESS = """
    select action, owner, state, due, note, version, people.name, at, contract
    from action_progress join people on people.id = action_progress.person
"""


def _progress(row: Sequence[Any]) -> Progress:
    action, owner, state, due, note, version, by, at, _ = row
    return Progress(
        action=action,
        owner=owner,
        state=Doing(state),
        due=None if due is None else date.fromisoformat(due),
        note=note,
        version=version,
        by=by,
        at=datetime.fromisoformat(at),
    )
