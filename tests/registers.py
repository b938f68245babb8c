"""Register files of invented organisations, and where the real ones are, if anywhere."""

import csv
import io
import os
from pathlib import Path

import pytest

FIELDS = {
    "region": 2,
    "geography": 3,
    "postcode": 9,
    "opened": 10,
    "closed": 11,
    "status": 12,
    "commissioner": 14,
    "joined": 15,
    "left": 16,
    "role": 25,
}

ENGLAND = (
    "ods/etr_2026-07.csv",
    "ods/eccg_2024-07.csv",
    "ods/epraccur_2026-02.csv.gz",
    "ons/icb_names_codes_2024-12.csv",
    "derived/organisations.csv",
    "derived/gp_practices.csv",
    "derived/sub_icb_to_icb_2026.csv",
    "derived/edges_membership.csv",
    "succession/icb_succession_2026-04-01.csv",
)
"""The real registers, in the order in which they are imported."""


def official(code, name, **said):
    """Return a row of 27 fields as an official report has it."""
    row = [code, name, *[""] * 25]
    for field, value in said.items():
        row[FIELDS[field]] = value
    return row


def table(*rows, encoding="utf-8"):
    """Write rows as CSV."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode(encoding)


def england():
    """Return the real register files, or skip and say why."""
    beside = Path(__file__).resolve().parents[2] / "shared" / "data"
    folder = Path(os.environ.get("READINESS_SHARED_DATA", beside))
    files = [folder / name for name in ENGLAND]
    missing = [str(file) for file in files if not file.exists()]
    if missing:
        pytest.skip(f"the real registers are not here ({missing[0]}); set READINESS_SHARED_DATA")
    return files
