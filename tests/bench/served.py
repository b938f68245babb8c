"""A copy of the tool on a free port of this machine, filled with the fictional system."""

import contextlib
import http.client
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def free_port():
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def served(*, demo=True):
    """Serve a new instance and yield its port; the server is ended and the folder removed after."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "readiness"]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        if demo:
            subprocess.run(
                [*command, "demo", "--instance", folder],
                check=True,
                stdout=subprocess.DEVNULL,
                env=environment,
            )
        port = free_port()
        server = subprocess.Popen(
            [*command, "serve", "--port", str(port), "--instance", folder],
            stdout=subprocess.DEVNULL,
            env=environment,
        )
        try:
            wait_for(port)
            yield port
        finally:
            server.terminate()
            server.wait(timeout=20)


def wait_for(port, seconds=30):
    """Wait until something answers on a port."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise TimeoutError(f"nothing answers on port {port}")


class Browserless:
    """A client which keeps its cookie and sends forms, as a browser without scripts does."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookie = ""

    def get(self, path):
        """Fetch a page; return its status and text."""
        return self._send("GET", path, None)

    def post(self, path, fields):
        """Send a form; return the status and text."""
        return self._send("POST", path, urllib.parse.urlencode(fields))

    def _send(self, method, path, body):
        headers = {"Cookie": self.cookie} if self.cookie else {}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        text = response.read().decode()
        for header in response.headers.get_all("Set-Cookie") or ():
            self.cookie = header.split(";")[0]
        return response.status, text


def hidden(page, name):
    """Return the value of a hidden field of a page."""
    for field in re.findall(r"<input[^>]*>", page):
        if f'name="{name}"' in field:
            found = re.search(r'value="([^"]*)"', field)
            return found[1] if found else ""
    raise LookupError(f"no field {name}")
