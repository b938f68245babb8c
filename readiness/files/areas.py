"""What a pack holds in each area, as text."""

from collections.abc import Sequence

from readiness.domain.areas import Area
from readiness.domain.pack import Pack

_COLUMNS = ("questions", "hard", "soft", "actions", "cases")


def areas_text(pack: Pack, found: Sequence[Area], cases: int) -> str:
    """Write a table: one line for each area, then the sums; a case counts once in the last line.

    Args:
        cases: how many there are in all.
    """
    rows = [(area.title, [getattr(area, column) for column in _COLUMNS]) for area in found]
    sums = [sum(counts[place] for _, counts in rows) for place in range(len(_COLUMNS))]
    lines = [_line(f"{pack.key} {pack.version}", _COLUMNS)]
    lines += [_line(title, [str(count) for count in counts]) for title, counts in rows]
    lines.append(_line("In all", [*(str(count) for count in sums[:-1]), str(cases)]))
    return "\n".join(lines) + "\n"


def _line(title: str, cells: Sequence[str]) -> str:
    return f"{title:48}" + "".join(f"{cell:>11}" for cell in cells)
