#!/usr/bin/env python3
"""The commands of this project. Needs Python 3.11 or newer, and nothing else.

    python3 dev.py serve [options]   run the service; options are those of `readiness serve`
    python3 dev.py demo [options]    fill the instance with a fictional system, to look at
    python3 dev.py test [options]    every check, test and browser test; options are pytest's
    python3 dev.py check             the checks alone: format, lint, types, imports, rule cases
    python3 dev.py bench [name ...]  measure, beside yardsticks
    python3 dev.py lock [options]    settle anew which packages are used; options are uv's

Each first puts what it needs into .venv, exactly as the lock files say, unless it is there already.
"""

import hashlib
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

OLDEST = (3, 11)


def unfit(version, can_make_environments):
    """Say in one sentence why this Python will not do, or nothing when it will.

    Python 3.6 must be able to read this whole file, and to run it as far as the call below.
    """
    if tuple(version[:2]) < OLDEST:
        return (
            f"HSCN Readiness needs Python {OLDEST[0]}.{OLDEST[1]} or newer and this is Python "
            f"{version[0]}.{version[1]}: give the same command to a newer one."
        )
    if not can_make_environments:
        return (
            "This Python cannot make virtual environments: install python3-venv "
            "(apt-get install python3-venv) and give the same command again."
        )
    return ""


if __name__ == "__main__":
    complaint = unfit(sys.version_info, importlib.util.find_spec("ensurepip") or shutil.which("uv"))
    if complaint:
        sys.exit(complaint)

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
NOTE = VENV / "installed.json"

RUN, TEST, BENCH = "requirements.lock", "requirements-test.lock", "requirements-bench.lock"

CHECKS = {
    "format": [PYTHON, "-m", "ruff", "format", "--check"],
    "lint": [PYTHON, "-m", "ruff", "check"],
    "types": [PYTHON, "-m", "mypy"],
    "imports": [PYTHON.with_name("lint-imports"), "--no-logo"],
    "rule cases": [PYTHON, "-m", "readiness", "rules", "check"],
}
AT_ONCE = (
    "-n",
    "auto",
    "--dist",
    "loadscope",
)  # each core takes whole files; "-n 0" runs one by one

OUTCOMES = {0: "ok", 5: "no tests"}  # 5 is how pytest says that it found nothing to run
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
GET_BROWSER = "apt-get install -y --no-install-recommends chromium fonts-liberation"


class Refused(Exception):
    """Something outside this script is in the way; the message says what to do about it."""


# The commands


def serve(options: list[str]) -> int:
    """Run the service in the foreground, in place of this process so that signals reach it."""
    make_ready(RUN)
    command = [str(PYTHON), "-m", "readiness", "serve", *options]
    if os.name == "nt":
        return call(command)
    os.execve(command[0], command, environment())


def demo(options: list[str]) -> int:
    """Fill the instance with a fictional system."""
    make_ready(RUN)
    return call([PYTHON, "-m", "readiness", "demo", *options])


def test(options: list[str]) -> int:
    """Run the checks, then the tests, then the browser tests; stop after the first to fail."""
    make_ready(TEST)
    browser = find_browser() or install_browser()
    steps = Steps()
    steps.run_checks()
    if not steps.failed:
        pytest = [PYTHON, "-m", "pytest", *AT_ONCE, *options]
        steps.run("tests", [*pytest, "-m", "not browser"])
        if browser and not steps.failed:
            steps.run("browser tests", [*pytest, "-m", "browser"], CHROMIUM=browser)
    steps.tell()
    if not steps.failed and "ok" not in (steps.ended("tests"), steps.ended("browser tests")):
        raise Refused("No test was run: does anything match these options?")
    if not browser:
        warn_of_missing_browser()
    wanted = os.environ.get("CI") == "true" or os.environ.get("REQUIRE_BROWSER") == "1"
    return 1 if steps.failed or (wanted and not browser) else 0


def check(_options: list[str]) -> int:
    """Run every check, also after one has failed."""
    make_ready(TEST)
    steps = Steps()
    steps.run_checks()
    steps.tell()
    return 1 if steps.failed else 0


def bench(names: list[str]) -> int:
    """Run the benchmarks named, or all of them."""
    make_ready(BENCH)
    return call([PYTHON, "-m", "tests.bench", *names])


def lock(options: list[str]) -> int:
    """Write the lock files: no addresses in them, and one version of each package in all three."""
    make_ready(RUN)
    uv = shutil.which("uv") or str(PYTHON.with_name("uv"))
    if not shutil.which(uv):
        must([PYTHON, "-m", "pip", "install", "-qq", "uv"])
    settle = [uv, "pip", "compile", "pyproject.toml", "--universal", "--python-version", "3.11"]
    settle += ["--generate-hashes", "--no-header", "--no-annotate", "--quiet", *options]
    must([*settle, "-o", RUN])
    must([*settle, "-o", TEST, "--group", "test", "--extra", "oidc", "--constraint", RUN])
    must([*settle, "-o", BENCH, "--group", "bench", "--constraint", TEST])
    return 0


COMMANDS = {f.__name__: f for f in (serve, demo, test, check, bench, lock)}


def main(words: list[str]) -> int:
    """Obey the command line, and give back an exit code."""
    if not words or words[0] not in COMMANDS:
        print(__doc__)
        return 0 if words in (["-h"], ["--help"], ["help"]) else 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        return COMMANDS[words[0]](words[1:])
    except Refused as refusal:
        print(f"\n{refusal}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130


# The environment


def make_ready(lock_file: str) -> None:
    """Install what a lock file says into .venv, unless that was done to the end before.

    An environment left half made is made anew. Every lock file repeats the run lock, so both are
    noted as installed, and either one changing is noticed.
    """
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    wanted = {"python": version, RUN: digest(ROOT / RUN), lock_file: digest(ROOT / lock_file)}
    done = installed(NOTE, PYTHON)
    if wanted.items() <= done.items():
        return
    NOTE.unlink(missing_ok=True)
    uv = shutil.which("uv")
    if done.get("python") != version:
        print(f"Making .venv with Python {version}", flush=True)
        base = getattr(sys, "_base_executable", sys.executable)
        must([base, "-m", "venv", "--clear", *(["--without-pip"] if uv else []), VENV])
        done = {}
    print(f"Installing {lock_file} with {'uv' if uv else 'pip'}", flush=True)
    pip = [uv, "pip", "install", "-p", PYTHON] if uv else [PYTHON, "-m", "pip", "install", "-q"]
    must([*pip, "-q", "--no-deps", "--require-hashes", "-r", ROOT / lock_file])
    NOTE.write_text(json.dumps({**done, **wanted}))


def installed(note: Path, python: Path) -> dict[str, str]:
    """Read which locks were installed to the end, by digest; nothing when in any doubt."""
    try:
        return json.loads(note.read_text()) if python.exists() else {}
    except (OSError, ValueError):
        return {}


def digest(file: Path) -> str:
    """Return the SHA-256 of a file's content."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


# The browser


def find_browser() -> str:
    """Return the path of a Chromium: the one that CHROMIUM names, or the first on the PATH."""
    found = map(shutil.which, (os.environ.get("CHROMIUM", ""), *BROWSERS))
    return next(filter(None, found), "")


def install_browser() -> str:
    """Install Debian's Chromium where that is possible, and return its path."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return ""
    print("Installing Chromium for the browser tests", flush=True)
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    if call(["apt-get", "update", "-qq"], **quiet) or call([*GET_BROWSER.split(), "-qq"], **quiet):
        print("Chromium could not be installed.", flush=True)
    return find_browser()


def warn_of_missing_browser() -> None:
    """Say, so that it cannot be missed, what was not tested and how to change that."""
    frame = "!" * 78
    print(f"\n{frame}\nTHE BROWSER TESTS WERE SKIPPED: there is no Chromium on this machine.")
    print(f"On Debian, as root: apt-get update && {GET_BROWSER}")
    print(f"Elsewhere, install Chromium or set CHROMIUM to its path.\n{frame}", flush=True)


# Running things


class Steps:
    """What has been run, with each outcome and its seconds."""

    def __init__(self) -> None:
        self.rows: dict[str, tuple[str, float]] = {}

    @property
    def failed(self) -> bool:
        """Whether any step so far has failed."""
        return any(outcome == "FAILED" for outcome, _ in self.rows.values())

    def ended(self, name: str) -> str:
        """How a step ended; nothing when it was not run."""
        return self.rows[name][0] if name in self.rows else ""

    def run(self, name: str, command: Sequence[object], **variables: str) -> None:
        """Run one step under a heading."""
        print(f"\n== {name} ==", flush=True)
        started = time.monotonic()
        outcome = OUTCOMES.get(call(command, **variables), "FAILED")
        seconds = time.monotonic() - started
        self.rows[name] = (outcome, seconds)
        print(f"-- {name}: {outcome}, {seconds:.1f} s", flush=True)

    def run_checks(self) -> None:
        """Run every check."""
        for name, command in CHECKS.items():
            self.run(name, command)

    def tell(self) -> None:
        """Print a line for each step."""
        print("\n== in short ==")
        for name, (outcome, seconds) in self.rows.items():
            print(f"{outcome:9} {name:14} {seconds:6.1f} s", flush=True)


def environment(**variables: str) -> dict[str, str]:
    """Return this process's variables with the checkout first among Python's folders."""
    folders = [str(ROOT), os.environ.get("PYTHONPATH", "")]
    path = os.pathsep.join(filter(None, folders))
    return {**os.environ, "PYTHONPATH": path, "UV_PYTHON_DOWNLOADS": "never", **variables}


def call(command: Sequence[object], **variables: str) -> int:
    """Run a command to its end and return its exit code. Leave none behind when we are stopped."""
    words = [str(word) for word in command]
    child = subprocess.Popen(words, cwd=ROOT, env=environment(**variables))
    try:
        return child.wait()
    except BaseException:
        stop(child)
        raise


def must(command: Sequence[object]) -> None:
    """Run a command which has to succeed."""
    if call(command) != 0:
        words = " ".join(str(word) for word in command)
        raise Refused(f"This failed, for the reason above: {words}\nPut that right and try again.")


def stop(child: subprocess.Popen[bytes]) -> None:
    """Let a child end by itself, which Ctrl-C asks of it too; then ask it; then insist."""
    for ask in (child.poll, child.terminate, child.kill):
        ask()
        try:
            child.wait(timeout=3)
            return
        except (subprocess.TimeoutExpired, KeyboardInterrupt):
            continue


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
