"""What an organisation shares, as JSON and as CSV."""

from typing import Any

from readiness.domain.pack import Stage
from readiness.domain.shared import Shared
from readiness.files.plan_rows import Cell
from readiness.files.table import csv_table


def shared_json(shared: Shared) -> dict[str, Any]:
    """Return what is shared as JSON: no answer, note, evidence, cost or name but who signed."""
    return {
        "organisation": {"ods_code": shared.ods_code, "name": shared.name},
        "pack": {"key": shared.pack_key, "version": shared.pack_version},
        "submission": shared.submission,
        "submitted": shared.submitted.isoformat(),
        "signed_off": {
            "by": shared.signed_by,
            "on": shared.signed.isoformat(),
            "same_person": shared.same_person,
        },
        "stage": {
            "claimed": _key(shared.claimed),
            "evidenced": shared.evidenced.key,
            "checked": _key(shared.checked),
        },
        "gates": [
            {
                "stage": gate.stage.key,
                "truth": gate.truth.value,
                "met": gate.met,
                "not_met": gate.not_met,
                "not_known": gate.not_known,
                "unmet": list(gate.unmet),
            }
            for gate in shared.gates
        ],
        "areas": [
            {
                "area": area.title,
                "met": area.met,
                "not_met": area.not_met,
                "not_known": area.not_known,
            }
            for area in shared.areas
        ],
        "route": shared.route,
        "target": shared.target.isoformat() if shared.target else None,
        "questions": {"asked": shared.asked, "unknown": shared.unknown},
    }


def shared_table(shared: Shared) -> bytes:
    """Write what is shared as CSV, in rows of three: of what, what, and how it stands."""
    rows: list[list[Cell]] = [
        ["Of", "What", "Value"],
        ["Organisation", shared.name, shared.ods_code],
        ["Pack", shared.pack_title, shared.pack_version],
        ["Submission", shared.submission, shared.submitted],
        ["Signed off", shared.signed_by, shared.signed],
        ["Stage", "Claimed", _title(shared.claimed, "Not said")],
        ["Stage", "Evidenced", shared.evidenced.title],
        ["Stage", "Checked", _title(shared.checked, "Not checked yet")],
    ]
    for gate in shared.gates:
        of = f"Gate out of {gate.stage.title}"
        rows += [
            [of, "Met", gate.met],
            [of, "Not met", gate.not_met],
            [of, "Not yet known", gate.not_known],
        ]
        rows += [[of, "Unmet", sentence] for sentence in gate.unmet]
    for area in shared.areas:
        rows += [
            [area.title, "Met", area.met],
            [area.title, "Not met", area.not_met],
            [area.title, "Not yet known", area.not_known],
        ]
    rows += [
        ["Route", "Preferred", shared.route],
        ["Target", "Date", shared.target],
        ["Questions", "Asked", shared.asked],
        ["Questions", "Not yet known", shared.unknown],
    ]
    return csv_table(rows)


def _key(stage: Stage | None) -> str | None:
    return stage.key if stage else None


def _title(stage: Stage | None, otherwise: str) -> str:
    return stage.title if stage else otherwise
