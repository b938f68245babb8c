"""The commands, the lock files they install and the design system's files."""

import ast
import hashlib
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import dev

LOCKS = [dev.RUN, dev.TEST, dev.BENCH]
NHSUK = dev.ROOT / "readiness" / "web" / "static" / "nhsuk"


def test_an_old_python_can_read_the_script_far_enough_to_be_told():
    ast.parse((dev.ROOT / "dev.py").read_text(encoding="utf-8"), feature_version=(3, 6))


@pytest.mark.parametrize(
    ("version", "can_make_environments", "words"),
    [
        ((3, 6, 15), True, "needs Python 3.11 or newer and this is Python 3.6"),
        ((3, 10, 0), False, "needs Python 3.11 or newer and this is Python 3.10"),
        ((3, 11, 0), False, "apt-get install python3-venv"),
    ],
)
def test_an_unfit_python_is_refused_in_one_sentence(version, can_make_environments, words):
    complaint = dev.unfit(version, can_make_environments)
    assert words in complaint
    assert complaint.count(". ") == 0
    assert complaint.endswith(".")


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 14, 2), (4, 0, 0)])
def test_a_fit_python_is_not_refused(version):
    assert dev.unfit(version, can_make_environments=True) == ""


class Workshop:
    """A checkout with two lock files, and a record of the commands that would have run."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root = root
        self.commands: list[str] = []
        self.broken = False
        venv = root / ".venv"
        self.python = venv / "python"
        for name, value in {
            "ROOT": root,
            "VENV": venv,
            "PYTHON": self.python,
            "NOTE": venv / "installed.json",
            "must": self._must,
        }.items():
            monkeypatch.setattr(dev, name, value)
        monkeypatch.setattr(dev.shutil, "which", lambda _name: None)
        self.lock(dev.RUN, "flask==1")
        self.lock(dev.TEST, "flask==1\npytest==1")

    def lock(self, name: str, text: str) -> None:
        (self.root / name).write_text(text)

    def make_ready(self, lock_file: str) -> list[str]:
        """Make ready, and return what that ran: venv, pip, both or nothing."""
        self.commands.clear()
        dev.make_ready(lock_file)
        return list(self.commands)

    def _must(self, command: list[object]) -> None:
        self.commands.append(str(command[2]))
        if command[2] == "venv":
            self.python.parent.mkdir(exist_ok=True)
            self.python.touch()
        elif self.broken:
            raise dev.Refused("pip failed")


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    return Workshop(tmp_path, monkeypatch)


def test_the_environment_is_made_once(workshop):
    assert workshop.make_ready(dev.RUN) == ["venv", "pip"]
    assert workshop.make_ready(dev.RUN) == []


def test_a_larger_lock_includes_the_run_lock(workshop):
    workshop.make_ready(dev.TEST)
    assert workshop.make_ready(dev.RUN) == []


def test_a_smaller_lock_leaves_the_rest_to_install(workshop):
    workshop.make_ready(dev.RUN)
    assert workshop.make_ready(dev.TEST) == ["pip"]
    assert workshop.make_ready(dev.RUN) == []


def test_a_changed_lock_is_installed(workshop):
    workshop.make_ready(dev.TEST)
    workshop.lock(dev.TEST, "flask==1\npytest==2")
    assert workshop.make_ready(dev.TEST) == ["pip"]


def test_a_changed_run_lock_puts_every_lock_in_doubt(workshop):
    workshop.make_ready(dev.TEST)
    workshop.lock(dev.RUN, "flask==2")
    workshop.make_ready(dev.RUN)
    workshop.lock(dev.RUN, "flask==1")
    assert workshop.make_ready(dev.TEST) == ["pip"]


def test_an_environment_left_half_made_is_made_anew(workshop):
    workshop.broken = True
    with pytest.raises(dev.Refused):
        workshop.make_ready(dev.RUN)
    workshop.broken = False
    assert workshop.make_ready(dev.RUN) == ["venv", "pip"]


def test_another_python_gets_another_environment(workshop, monkeypatch):
    workshop.make_ready(dev.RUN)
    monkeypatch.setattr(dev.sys, "version_info", (3, 99, 0))
    assert workshop.make_ready(dev.RUN) == ["venv", "pip"]


def test_an_environment_whose_python_has_gone_is_made_anew(workshop):
    workshop.make_ready(dev.RUN)
    workshop.python.unlink()
    assert workshop.make_ready(dev.RUN) == ["venv", "pip"]


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The steps that `test` runs on a machine without a browser, none of them for real."""
    ran: list[str] = []

    def call(command: list[object], **_variables: str) -> int:
        ran.append(" ".join(str(word) for word in command[1:]))
        return 0

    monkeypatch.setattr(dev, "make_ready", lambda _lock_file: None)
    monkeypatch.setattr(dev, "call", call)
    monkeypatch.setattr(dev, "find_browser", lambda: "")
    monkeypatch.setattr(dev, "install_browser", lambda: "")
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv("REQUIRE_BROWSER", raising=False)
    return ran


def test_without_a_browser_the_rest_is_tested_under_a_warning(ran, capsys):
    assert dev.main(["test", "-x"]) == 0
    assert len(ran) == len(dev.CHECKS) + 1
    assert ran[-1] == "-m pytest -n auto --dist loadscope -x -m not browser"
    assert dev.GET_BROWSER in capsys.readouterr().out


@pytest.mark.parametrize(("name", "value"), [("CI", "true"), ("REQUIRE_BROWSER", "1")])
def test_where_a_browser_is_required_its_absence_fails(ran, monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    assert dev.main(["test"]) == 1


def test_with_a_browser_its_tests_run_last(ran, monkeypatch, capsys):
    monkeypatch.setattr(dev, "find_browser", lambda: "/opt/chromium")
    assert dev.main(["test"]) == 0
    assert ran[-1] == "-m pytest -n auto --dist loadscope -m browser"
    assert "SKIPPED" not in capsys.readouterr().out


def test_every_check_runs_even_after_one_has_failed(ran, monkeypatch):
    monkeypatch.setattr(dev, "call", lambda command, **_: ran.append(command) or 1)
    assert dev.main(["check"]) == 1
    assert len(ran) == len(dev.CHECKS)


def test_tests_do_not_run_after_a_failed_check(ran, monkeypatch):
    monkeypatch.setattr(dev, "call", lambda command, **_: ran.append(command) or 1)
    assert dev.main(["test"]) == 1
    assert len(ran) == len(dev.CHECKS)


def test_a_selection_without_any_test_is_a_failure(ran, monkeypatch, capsys):
    monkeypatch.setattr(dev, "call", lambda command, **_: 5 if "pytest" in command else 0)
    assert dev.main(["test", "-k", "nothing"]) == 1
    assert "No test was run" in capsys.readouterr().err


def test_ctrl_c_ends_quietly(ran, monkeypatch, capsys):
    def interrupt(_command: list[object], **_variables: str) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(dev, "call", interrupt)
    assert dev.main(["test"]) == 130
    assert capsys.readouterr().err == "\nStopped.\n"


def test_an_unknown_command_shows_the_commands(capsys):
    assert dev.main(["sevre"]) == 2
    assert "dev.py serve" in capsys.readouterr().out


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_packages_and_hashes_and_no_addresses(name):
    for line in (dev.ROOT / name).read_text().splitlines():
        assert re.fullmatch(
            r"[a-z0-9-]+==[0-9a-z.]+( ; [a-z0-9_.<>=!' ]+)? \\|"
            r"    --hash=sha256:[0-9a-f]{64}( \\)?",
            line,
            re.IGNORECASE,
        )


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_repeats_the_run_lock(name):
    assert pins(dev.RUN) <= pins(name)


def test_test_and_bench_use_the_same_versions():
    shared = names(pins(dev.TEST)) & names(pins(dev.BENCH))
    only_once = {pin for pin in pins(dev.TEST) ^ pins(dev.BENCH) if pin[0] in shared}
    assert only_once == set()


def test_every_dependency_is_locked():
    project = tomllib.loads((dev.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {
        dev.RUN: project["project"]["dependencies"],
        dev.TEST: project["dependency-groups"]["test"],
        dev.BENCH: project["dependency-groups"]["bench"],
    }
    for name, dependencies in wanted.items():
        missing = {re.split(r"[<>=!~ ;\[]", text)[0] for text in dependencies} - names(pins(name))
        assert not missing, f"run `python3 dev.py lock`: {name} lacks {missing}"


def test_the_design_system_is_as_recorded():
    record = json.loads((NHSUK / "VENDORED.json").read_text(encoding="utf-8"))
    files = {
        path.relative_to(NHSUK).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in NHSUK.rglob("*")
        if path.is_file() and path.name != "VENDORED.json"
    }
    assert files == record["files"]


def test_the_stylesheet_asks_for_nothing_but_its_own_images():
    css = (NHSUK / "nhsuk-frontend.min.css").read_text(encoding="utf-8")
    wanted = set(re.findall(r"url\(([^)]*)\)", css))
    assert wanted
    assert all((NHSUK / address).is_file() for address in wanted)
    assert "@font-face" not in css
    assert "sourceMappingURL" not in css


def pins(lock_file: str) -> set[tuple[str, str]]:
    """Return the packages of a lock, each with its version and where that applies."""
    text = (dev.ROOT / lock_file).read_text()
    return set(re.findall(r"^([a-z0-9-]+)==(.*) \\$", text, re.MULTILINE))


def names(of: set[tuple[str, str]]) -> set[str]:
    """Return the names of the packages."""
    return {name for name, _ in of}
