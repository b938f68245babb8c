"""The rule packs there are to choose from."""

from pathlib import Path

from readiness.domain.pack import Pack
from readiness.storage.packs import current_pack, pack_keys


def list_packs(rules: Path) -> tuple[Pack, ...]:
    """Return every pack of the rules folder as it stands, by its place in the list, then by key.

    Raises:
        PackFaults: one of them cannot be used.
    """
    packs = [current_pack(rules, key) for key in pack_keys(rules)]
    return tuple(sorted(packs, key=lambda pack: (pack.order, pack.key)))
