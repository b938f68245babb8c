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


BARE = """
from flask import Flask
from waitress import serve
app = Flask("bare")
app.add_url_rule("/", view_func=lambda: "<!doctype html><title>Hello</title><h1>Hello</h1>")
serve(app, host="127.0.0.1", port=PORT, threads=8)
"""
"""The yardstick: a page that does nothing, served alike."""


@contextlib.contextmanager
def served(packs=("hscn",)):
    """Serve a new instance in a process of its own, filled for some packs; yield its port."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "readiness"]
        for pack in packs:
            fill = [*command, "demo", "--pack", pack, "--instance", folder]
            subprocess.run(fill, check=True, stdout=subprocess.DEVNULL, env=_environment())
        with serving(folder) as (port, _):
            yield port


@contextlib.contextmanager
def serving(folder):
    """Serve an instance in a process of its own; yield its port and the process."""
    command = [sys.executable, "-m", "readiness"]
    port = free_port()
    with _running(
        [*command, "serve", "--port", str(port), "--instance", str(folder)], port
    ) as process:
        yield port, process


@contextlib.contextmanager
def program(source):
    """Serve a small program in a process of its own, `PORT` in it filled in; yield its port."""
    port = free_port()
    with _running([sys.executable, "-c", source.replace("PORT", str(port))], port):
        yield port


@contextlib.contextmanager
def _running(command, port):
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=_environment())
    try:
        wait_for(port)
        yield server
    finally:
        server.terminate()
        server.wait(timeout=20)


def _environment():
    return {**os.environ, "PYTHONPATH": str(ROOT)}


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
