"""Which version of each rule pack is in use: the one released last, else the rules folder's."""

from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from readiness.domain.pack import Pack
from readiness.storage.packs import Files, current_folder, pack_by_fingerprint, pack_keys
from readiness.storage.releases import Release, newest_releases


@dataclass(frozen=True, slots=True)
class InUse:
    """A pack as new assessments begin with it.

    `files` is its text where the rules folder is followed, and None where a version was released,
    whose text is kept already. `release` is the newest decision about it, if there was any.
    """

    pack: Pack
    files: Files | None
    release: Release | None


def pack_in_use(db: Database, rules: Path, pack_key: str) -> InUse:
    """Return the version of a pack that is in use: every page and every new assessment asks here.

    Raises:
        NotFound: there is no such pack.
        PackFaults: the rules folder is followed, and the pack in it cannot be used.
    """
    return _in_use(db, rules, pack_key, newest_releases(db).get(pack_key))


def list_packs(db: Database, rules: Path) -> tuple[Pack, ...]:
    """Return every pack as it is in use, by its place in the list, then by key.

    Raises:
        PackFaults: one of them cannot be used.
    """
    newest = newest_releases(db)
    packs = [_in_use(db, rules, key, newest.get(key)).pack for key in keys_in_use(rules, newest)]
    return tuple(sorted(packs, key=lambda pack: (pack.order, pack.key)))


def keys_in_use(rules: Path, newest: dict[str, Release]) -> tuple[str, ...]:
    """Return the keys of the packs in the rules folder and of those released, in order."""
    released = {key for key, release in newest.items() if release.fingerprint is not None}
    return tuple(sorted({*pack_keys(rules), *released}))


def _in_use(db: Database, rules: Path, pack_key: str, release: Release | None) -> InUse:
    if release is not None and release.fingerprint is not None:
        return InUse(pack_by_fingerprint(db, release.fingerprint), None, release)
    folder = current_folder(rules, pack_key)
    return InUse(folder.pack, folder.files, release)
