"""What the contracts of an organisation are called: each name is a version, never changed."""

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from readiness.domain.organisation import Person
from readiness.storage.database import add, rows, time_text


@dataclass(frozen=True, slots=True)
class ContractName:
    """What a contract is called now, and who called it so."""

    key: str
    name: str
    version: int
    by: str


def contract_names(db: Database, ods_code: str, pack_key: str) -> tuple[ContractName, ...]:
    """Return the contracts of an organisation under a pack by their newest names, oldest first."""
    found = rows(
        db,
        """select contract, contract_names.name, version, people.name
           from contract_names join people on people.id = contract_names.person
           where organisation = ? and pack_key = ? and version = (
               select max(version) from contract_names as later
               where later.organisation = contract_names.organisation
                 and later.pack_key = contract_names.pack_key
                 and later.contract = contract_names.contract
           ) order by cast(contract as integer)""",
        (ods_code, pack_key),
    )
    return tuple(ContractName(*row) for row in found)


def add_contract_name(
    db: Database,
    ods_code: str,
    pack_key: str,
    named: ContractName,
    *,
    person: Person,
    at: datetime,
) -> None:
    """Add what a contract is called from now on, inside `immediate`, by `person`."""
    add(
        db,
        "contract_names",
        organisation=ods_code,
        pack_key=pack_key,
        contract=named.key,
        version=named.version,
        name=named.name,
        person=person.id,
        at=time_text(at),
    )
