"""The regions of NHS England, and which of them a system lies in."""

from collections import Counter
from collections.abc import Iterable

REGIONS = {
    "Y56": "London",
    "Y58": "South West",
    "Y59": "South East",
    "Y60": "Midlands",
    "Y61": "East of England",
    "Y62": "North West",
    "Y63": "North East and Yorkshire",
}
"""The seven regions by their codes, in the order in which they are shown."""

_CODES = {name.casefold(): code for code, name in REGIONS.items()}


def read_region(text: str) -> str:
    """Read a region by its code or its name; empty where it is none of the seven."""
    code = text.strip().upper()
    return code if code in REGIONS else _CODES.get(text.strip().casefold(), "")


def region_words(code: str) -> str:
    """Return the name of a region as it stands in a sentence; England where there is none."""
    name = REGIONS.get(code, "England")
    return name if name in ("London", "England") else f"the {name}"


def region_of(own: str, of_members: Iterable[str]) -> str:
    """Return the region of a system: its own, else that of most members; empty is not known.

    Where as many lie in one region as in another, nobody can say which is meant.
    """
    if own:
        return own
    counts = Counter(region for region in of_members if region).most_common(2)
    if not counts or (len(counts) == 2 and counts[0][1] == counts[1][1]):
        return ""
    return counts[0][0]
