"""What an organisation knows of its costs of a contract: each save is a version, never changed."""

import json
from dataclasses import replace
from datetime import datetime

from sqlite_utils import Database

from readiness.domain.cost_figures import Costs, costs_document, costs_from
from readiness.domain.organisation import Person
from readiness.storage.database import add, rows, time_text


def latest_costs(db: Database, ods_code: str, pack_key: str, contract_key: str = "") -> Costs:
    """Return what was saved last; nothing known, at version 0, when nothing was."""
    found = rows(
        db,
        """select document, version, people.name, at
           from costs join people on people.id = costs.person
           where organisation = ? and pack_key = ? and contract = ?
           order by version desc limit 1""",
        (ods_code, pack_key, contract_key),
    )
    for document, version, by, at in found:
        known = costs_from(json.loads(document))
        return replace(known, version=version, by=by, at=datetime.fromisoformat(at))
    return Costs()


def add_costs(
    db: Database,
    ods_code: str,
    pack_key: str,
    costs: Costs,
    *,
    person: Person,
    at: datetime,
    contract_key: str = "",
) -> None:
    """Add a version of the costs, inside `immediate`; who and when are `person` and `at`."""
    add(
        db,
        "costs",
        organisation=ods_code,
        pack_key=pack_key,
        contract=contract_key,
        version=costs.version,
        document=json.dumps(costs_document(costs), sort_keys=True),
        person=person.id,
        at=time_text(at),
    )
