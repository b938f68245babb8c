"""What organisations are found by: kept beside them, whoever names them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlite_utils import Database

from readiness.domain.spelling import key_of, postcode_key
from readiness.storage.database import Stored, change_many, rows


@dataclass(frozen=True, slots=True)
class Keys:
    """What a register says by which an organisation is found."""

    postcode: str
    closed: date | None


def index_organisations(
    db: Database, names: Mapping[str, str], said: Mapping[str, Keys] | None = None
) -> None:
    """Let organisations be found by their names, by code; inside `immediate`.

    Args:
        said: what the register says of them by now; without it, what it said stays.
    """
    known = said or {}
    change_many(
        db,
        """insert into organisation_keys (code, name_key, postcode_key, closed, of_register)
           values (:code, :name_key, :postcode_key, :closed, :of_register)
           on conflict (code) do update set name_key = excluded.name_key,
               postcode_key = iif(excluded.of_register, excluded.postcode_key, postcode_key),
               closed = iif(excluded.of_register, excluded.closed, closed),
               of_register = max(of_register, excluded.of_register)""",
        (_row(code, name, known.get(code)) for code, name in names.items()),
    )
    found = _numbers(db, names)
    keys: list[dict[str, Stored]] = [
        {"id": found[code], "name_key": key_of(name)} for code, name in names.items()
    ]
    change_many(db, "delete from organisation_names where rowid = :id", keys)
    change_many(
        db, "insert into organisation_names (rowid, name_key) values (:id, :name_key)", keys
    )


def _row(code: str, name: str, said: Keys | None) -> dict[str, Stored]:
    return {
        "code": code,
        "name_key": key_of(name),
        "postcode_key": (postcode_key(said.postcode) or said.postcode) if said else "",
        "closed": said.closed.isoformat() if said and said.closed else None,
        "of_register": int(said is not None),
    }


def _numbers(db: Database, names: Mapping[str, str]) -> dict[str, int]:
    if len(names) > 500:
        return dict(rows(db, "select code, id from organisation_keys"))
    places = ", ".join("?" * len(names))
    sql = f"select code, id from organisation_keys where code in ({places})"
    return dict(rows(db, sql, tuple(names)))
