"""The key that signs cookies and forms: made once, for this user alone, and replaced when told."""

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from readiness.domain.errors import Unusable

NAME, EARLIER = "secret.key", "secret.key.old"
"""The key in use, and the one before it: what it signed is believed, and nothing new is signed."""


def secret_keys(instance: Path) -> tuple[bytes, list[str | bytes]]:
    """Read the key in use, made if there is none, and those from before that are still believed.

    Raises:
        Unusable: a key cannot be read or written, is damaged, or others than its user may read it.
    """
    path = instance / NAME
    try:
        with suppress(FileExistsError):
            if not path.exists():
                _write_once(path, secrets.token_bytes(32))
        earlier = instance / EARLIER
        return _read(path), [_read(earlier)] if earlier.exists() else []
    except OSError as error:
        raise Unusable(f"{path} cannot be read or written: {error.strerror}.") from error


def _read(path: Path) -> bytes:
    """Read a key that nobody else may read; Windows has no such marks, and is trusted."""
    if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise Unusable(
            f"Others than its owner may read {path}, so its key may be known: delete it,"
            " and a new one is made at the next start. Everybody has to sign in again."
        )
    key = path.read_bytes()
    if len(key) < 32:
        raise Unusable(f"{path} is damaged: delete it, and a new one is made at the next start.")
    return key


def _write_once(path: Path, key: bytes) -> None:
    """Write beside its place and link it in whole, so that no other process reads half a key."""
    half = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    try:
        with open(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(key)
        os.link(half, path)
    finally:
        half.unlink(missing_ok=True)
