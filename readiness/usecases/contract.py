"""The contract that an assessment is about: named as it starts, found again, called otherwise."""

from datetime import datetime

from sqlite_utils import Database

from readiness.domain.assessment import Assessment
from readiness.domain.contract_name import read_contract_name, same_contract
from readiness.domain.errors import Conflict, InvalidAnswer
from readiness.domain.organisation import Person
from readiness.domain.pack import Pack
from readiness.storage.contracts import ContractName, add_contract_name, contract_names


def named(assessment: Assessment) -> dict[str, str]:
    """Return what an event says of the contract: its name, and nothing where it has none."""
    return {} if assessment.contract is None else {"contract": assessment.contract}


def contract_wanted(pack: Pack, name: str | None) -> str | None:
    """Return the name of the contract to start with; None under a pack that is about none.

    Raises:
        InvalidAnswer: the pack is about contracts and none is named, or its name does not fit.
    """
    return None if pack.contract is None else read_contract_name(name or "")


def find_or_name(
    db: Database, ods_code: str, pack_key: str, name: str, *, person: Person, at: datetime
) -> str:
    """Return the key of the contract of that name, named now where there was none.

    It stands inside `immediate`, so that two people who start at once mean one contract.
    """
    there = contract_names(db, ods_code, pack_key)
    for one in there:
        if same_contract(one.name, name):
            return one.key
    key = str(1 + max((int(one.key or 0) for one in there), default=0))
    new = ContractName(key, name, 1, person.name)
    add_contract_name(db, ods_code, pack_key, new, person=person, at=at)
    return key


def call_otherwise(
    db: Database, assessment: Assessment, name: str, was: str, *, person: Person, at: datetime
) -> bool:
    """Give the contract of an assessment another name, inside `immediate`; say whether it changed.

    Args:
        was: the name that the person was shown; empty where nobody had named it.

    Raises:
        InvalidAnswer: the name does not fit, or another contract has it.
        Conflict: somebody else named it since.
    """
    code, pack_key, key = (
        assessment.organisation.ods_code, assessment.pack_key, assessment.contract_key
    )  # fmt: skip
    name = read_contract_name(name)
    there = contract_names(db, code, pack_key)
    mine = next((one for one in there if one.key == key), ContractName(key, "", 0, ""))
    if mine.name == name:
        return False
    if mine.name != was:
        raise Conflict(
            f"{mine.by} called this contract “{mine.name}” after you opened this page. "
            "Nothing was saved. Keep that name, or save yours."
        )
    if any(one.key != key and same_contract(one.name, name) for one in there):
        raise InvalidAnswer(f"Another contract is called “{name}” already. Give another name.")
    changed = ContractName(key, name, mine.version + 1, person.name)
    add_contract_name(db, code, pack_key, changed, person=person, at=at)
    return True
