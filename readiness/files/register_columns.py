"""How register files are told apart: their names, and what their columns are called."""

import re
from collections.abc import Mapping, Sequence

from readiness.domain.organisation import OrganisationKind as Kind

REPORTS: Mapping[str, Kind] = {
    "etr": Kind.TRUST,
    "ecare": Kind.CARE_TRUST,
    "eccg": Kind.SUB_ICB,
    "ecsu": Kind.CSU,
    "epraccur": Kind.GP_PRACTICE,
    "egdpprac": Kind.DENTAL_PRACTICE,
    "edispensary": Kind.PHARMACY,
    "epharmacyhq": Kind.PHARMACY,
    "ephp": Kind.INDEPENDENT_PROVIDER,
    "ehospice": Kind.HOSPICE,
    "ecarehomehq": Kind.SOCIAL_CARE_PROVIDER,
    "ecarehomesite": Kind.SOCIAL_CARE_PROVIDER,
    "eopthq": Kind.OPTICIAN,
    "eoptsite": Kind.OPTICIAN,
    "eplab": Kind.DIAGNOSTICS,
}
"""The official reports of organisations, and the kind in each where no role says another."""

NOT_ORGANISATIONS: Mapping[str, str] = {
    "egpcur": "people",
    "econcur": "people",
    "ets": "sites",
    "ecaresite": "sites",
    "eccgsite": "sites",
    "ecsusite": "sites",
    "ephpsite": "sites",
    "ebranchs": "branch surgeries",
}
"""Official reports that list something else, which the register does not hold."""

WIDTH = 27
"""How many fields the official reports have."""

COLUMNS: Mapping[str, str] = {
    "code": "code ods_code org_code organisation_code sub_icb_code icb_cdh",
    "name": "name organisation_name org_name sub_icb_name icb_nm",
    "kind": "kind type org_type organisation_kind",
    "roles": "roles role",
    "postcode": "postcode post_code",
    "opened": "opened open_date",
    "closed": "closed close_date",
    "status": "status",
    "region": "region_code region",
    "system": "system parent_ics_code icb_code parent_code",
    "relation": "relation",
    "since": "since join_date",
    "until": "until left_date",
    "predecessor": "predecessor predecessor_ods",
    "predecessor_name": "predecessor_name",
    "successor": "successor successor_ods",
    "successor_name": "successor_name",
    "on": "on date succession_date",
    "how": "how succession_type",
}
"""What we read of a table with a header, and what each may be called; the first found counts."""

_KIND_BY_COLUMN = {"sub_icb_code": Kind.SUB_ICB, "icb_cdh": Kind.ICB}
"""Columns whose very name says what kind is listed."""


def source_of(file: str) -> str:
    """Return the name of a report, without its ending and without the date or number after it."""
    stem = file.replace("\\", "/").split("/")[-1].lower()
    stem = re.sub(r"\.(csv|txt|gz|zip)$", "", re.sub(r"\.(gz|zip)$", "", stem))
    return re.sub(r"([\s_.()-]+\d*)+$|(?<=[a-z])\d+$", "", stem) or "file"


def named(heading: Sequence[str]) -> Mapping[str, int]:
    """Return which of our columns stands where in a header; nothing when it is no header."""
    names = [_plain(cell) for cell in heading]
    found = {}
    for column, called in COLUMNS.items():
        for name in called.split():
            if name in names:
                found[column] = names.index(name)
                break
    known = "code" in found or {"predecessor", "successor"} <= set(found)
    return found if known else {}


def kind_of_columns(heading: Sequence[str]) -> Kind | None:
    """Return the kind that a header says by itself, such as that of sub-ICB locations."""
    names = [_plain(cell) for cell in heading]
    return next((kind for name, kind in _KIND_BY_COLUMN.items() if name in names), None)


def is_heading(row: Sequence[str]) -> bool:
    """Say whether a row of an official report is a header that somebody put there."""
    return _plain(row[0]) in COLUMNS["code"].split() if row else False


def _plain(cell: str) -> str:
    """Write a heading alike however it came; the year in those of the ONS is left out."""
    plain = re.sub(r"[^a-z0-9]+", "_", cell.strip().lower()).strip("_")
    return re.sub(r"^icb\d\d(?=cdh$|nm$)", "icb_", plain)
