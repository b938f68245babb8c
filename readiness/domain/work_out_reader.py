"""The worksheet of a percentage from a pack's text: its shape, and what has to hold of it."""

from readiness.domain.document import Entry
from readiness.domain.shapes import SENTENCE, Faulty, MapOf, Record, Whole
from readiness.domain.shapes import Field as F
from readiness.domain.work_out import WorkOut, WorkOutRow

WORK_OUT = Record(
    {
        "of": F(SENTENCE),
        "part": F(SENTENCE),
        "rows": F(MapOf(Record({"label": F(SENTENCE), "weight": F(Whole(1, 1_000))}))),
    }
)


def read_work_out(entry: Entry | None, faults: Faulty) -> WorkOut | None:
    """Make a worksheet of what its shape read, or note what is wrong with it."""
    if entry is None:
        return None
    if len(entry["rows"]) < 2:
        faults.note(entry, "give work_out at least two rows: a share of one needs no weights")
    rows = (
        WorkOutRow(str(key), str(row["label"]), row["weight"]) for key, row in entry["rows"].items()
    )
    return WorkOut(str(entry["of"]), str(entry["part"]), tuple(rows))
