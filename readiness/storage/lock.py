"""One process at a time: a lock on a file, which the system lets go of should its holder die."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import sleep
from typing import IO

from readiness.domain.errors import Unusable

TRIES = 1_200
"""How often a lock held by another process is tried for, a twentieth of a second apart."""


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Let one process at a time through for this folder, which is made if it is not there.

    Raises:
        Unusable: the folder cannot be made or written to, or another process stays inside.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / "readiness.lock").open("a+b")
    except OSError as error:
        raise Unusable(
            f"The folder {folder} cannot be written to ({error.strerror}): "
            "change who may write there, or name another folder."
        ) from error
    with file:
        _wait_for(file, folder)
        try:
            yield
        finally:
            _release(file)


def _wait_for(file: IO[bytes], folder: Path) -> None:
    for _ in range(TRIES):
        try:
            return _take(file)
        except (BlockingIOError, PermissionError):  # the second is how Windows says it
            sleep(0.05)
        except OSError as error:
            raise Unusable(
                f"The folder {folder} is on a disk that cannot lock files ({error.strerror}): "
                "name a folder on a disk of this machine."
            ) from error
    raise Unusable(
        f"Another process has been preparing the folder {folder} for a minute: "
        "end it, then start again."
    )


if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

    def _release(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _take(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _release(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)
