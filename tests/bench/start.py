"""From a clone to the first page, with the environment there and without."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from tests.bench.served import ROOT, free_port, wait_for


def run():
    """Print the seconds from `dev.py serve` to the first page: cold, then warm."""
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "clone"
        subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
        for title in ("cold (makes the environment)", "warm"):
            print(f"{title}: {_first_page(clone):.1f} s", flush=True)
        shutil.rmtree(clone)
    return 0


def _first_page(clone):
    port = free_port()
    begun = time.monotonic()
    server = subprocess.Popen(
        [sys.executable, "dev.py", "serve", "--port", str(port)],
        cwd=clone,
        stdout=subprocess.DEVNULL,
        env={k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV")},
        start_new_session=True,
    )
    try:
        wait_for(port, seconds=300)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as page:
            assert b"<h1" in page.read()
        return time.monotonic() - begun
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(server.pid, signal.SIGINT)
        server.wait(timeout=20)
