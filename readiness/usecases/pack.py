"""Which version of each rule pack is in use: the one released last, else the rules folder's."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sqlite_utils import Database

from readiness.domain.errors import NotFound, PackFaults
from readiness.domain.organisation import Person
from readiness.domain.pack import Pack
from readiness.storage.packs import Files, current_folder, pack_by_fingerprint, pack_keys
from readiness.storage.releases import Release, Upload, drafts, newest_releases, releases_of
from readiness.usecases import permission


@dataclass(frozen=True, slots=True)
class InUse:
    """A pack as new assessments begin with it.

    `files` is its text where the rules folder is followed, and None where a version was released,
    whose text is kept already. `release` is the newest decision about it, if there was any.
    """

    pack: Pack
    files: Files | None
    release: Release | None


@dataclass(frozen=True)
class PackLine:
    """A pack as it stands in this copy: what is in use, since when, and what is in the folder.

    `folder` is None where the rules folder has no such pack, or one with `faults`.
    """

    key: str
    in_use: Pack | None
    release: Release | None
    folder: Pack | None
    faults: tuple[str, ...]
    releases: tuple[Release, ...]
    drafts: tuple[Upload, ...]

    @property
    def follows_folder(self) -> bool:
        """Whether the rules folder is what is in use."""
        return self.release is None or self.release.fingerprint is None

    @property
    def folder_differs(self) -> bool:
        """Whether the folder holds another version than the released one."""
        used = self.in_use
        if self.folder is None or used is None or self.follows_folder:
            return False
        return self.folder.fingerprint != used.fingerprint

    @cached_property
    def earlier(self) -> tuple[Release, ...]:
        """The releases that can be gone back to, newest first, each version once."""
        used = "" if self.in_use is None else self.in_use.fingerprint
        found: dict[str, Release] = {}
        for release in reversed(self.releases):
            if release.fingerprint is not None and release.fingerprint != used:
                found.setdefault(release.fingerprint, release)
        return tuple(found.values())


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


def read_packs(db: Database, rules: Path, *, person: Person) -> tuple[PackLine, ...]:
    """Return every pack of this copy with its releases and drafts, by key.

    Raises:
        NotAllowed: the person may not release rules.
    """
    permission.administering(db, person)
    newest, waiting = newest_releases(db), drafts(db)
    keys = {*keys_in_use(rules, newest), *newest, *(draft.pack_key for draft in waiting)}
    return tuple(_line(db, rules, key, newest.get(key), waiting) for key in sorted(keys))


def keys_in_use(rules: Path, newest: dict[str, Release]) -> tuple[str, ...]:
    """Return the keys of the packs in the rules folder and of those released, in order."""
    released = {key for key, release in newest.items() if release.fingerprint is not None}
    return tuple(sorted({*pack_keys(rules), *released}))


def _in_use(db: Database, rules: Path, pack_key: str, release: Release | None) -> InUse:
    if release is not None and release.fingerprint is not None:
        return InUse(pack_by_fingerprint(db, release.fingerprint), None, release)
    folder = current_folder(rules, pack_key)
    return InUse(folder.pack, folder.files, release)


def _line(
    db: Database, rules: Path, key: str, release: Release | None, waiting: tuple[Upload, ...]
) -> PackLine:
    folder, faults = _folder(rules, key)
    used = folder
    if release is not None and release.fingerprint is not None:
        used = pack_by_fingerprint(db, release.fingerprint)
    mine = tuple(draft for draft in waiting if draft.pack_key == key)
    return PackLine(key, used, release, folder, faults, releases_of(db, key), mine)


def _folder(rules: Path, key: str) -> tuple[Pack | None, tuple[str, ...]]:
    try:
        return current_folder(rules, key).pack, ()
    except NotFound:
        return None, ()
    except PackFaults as broken:
        return None, tuple(str(fault) for fault in broken.faults)
