"""The command line: its contract, its exit codes, and one clear sentence for what goes wrong."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from readiness.cli import main
from readiness.content import rules_folder
from tests.examples import PACK, tiny_pack, write_pack

ROOT = Path(__file__).resolve().parents[1]
TRUST = {"ods_code": "ZX9", "name": "Northmoor", "kind": "trust", "setting": "acute", "sites": 12}


@pytest.fixture
def record(tmp_path):
    """Write a record of answers and return its path."""

    def write(answers, on="2026-11-24", **organisation):
        path = tmp_path / "record.json"
        document = {"organisation": TRUST | organisation, "on": on, "answers": answers}
        path.write_text(json.dumps(document))
        return str(path)

    return write


def told(capsys, *arguments):
    """Run a command and return its exit code, output and errors."""
    code = main(list(arguments))
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def judged(capsys, path):
    code, out, err = told(capsys, "assess", path, "--json")
    assert (code, err) == (0, "")
    return json.loads(out)


def test_questions_carry_what_the_contract_says(capsys):
    code, out, _ = told(capsys, "questions", "--json")
    questions = {question["ref"]: question for question in json.loads(out)}

    assert code == 0
    agreement = questions["DSP-02"]
    assert agreement["gate"] == "adoption"
    assert agreement["strength"] == "hard"
    assert agreement["ordered"] is True
    assert agreement["options"][0]["key"] == "none"
    assert {option["key"] for option in questions["STG-01"]["options"]} == {
        "not-started", "scoping", "planning", "adoption", "implementation", "roll-out", "complete",
    }  # fmt: skip
    assert not any(o["key"] == "dont-know" for q in questions.values() for o in q["options"])


def test_an_empty_record_may_be_anywhere(capsys, record):
    out = judged(capsys, record({}))

    assert out["stage"] == {"claimed": None, "evidenced": "not-started", "at_most": "complete"}
    assert out["recommended_route"] == "undecided"
    assert out["actions"] == []
    assert len(out["unanswered"]) > 80


def test_a_gate_says_what_closes_it_and_what_is_awaited(capsys, record):
    answers = {"STG-01": "implementation", "LED-01": "named-meets", "CIR-01": "80-94"}

    gates = {gate["stage"]: gate for gate in judged(capsys, record(answers))["gates"]}

    assert gates["not-started"]["truth"] == "yes"
    assert gates["scoping"]["truth"] == "no"
    findings = {finding["rule"]: finding for finding in gates["scoping"]["findings"]}
    closing = [key for key, f in findings.items() if f["truth"] == "no"]
    assert [findings[key]["questions"] for key in closing] == [["circuit-records"]]
    assert "complete" not in gates
    assert gates["planning"]["truth"] == "unknown"


def test_a_latest_start_is_worked_back_from_the_target(capsys, record):
    answers = {"STG-02": "2027-09-30", "DSP-02": "some"}

    action = judged(capsys, record(answers))["actions"][0]

    assert action["because"]
    assert action["latest_start"] < "2027-09-30"
    assert action["effort_low"] <= action["effort_days"] <= action["effort_high"]


def test_acute_trusts_need_separate_paths_and_others_are_advised(capsys, record):
    def truths(setting):
        gates = judged(capsys, record({"RES-01": "single"}, setting=setting))["gates"]
        found = [f for g in gates for f in g["findings"] if f["questions"] == ["path-separation"]]
        return {f["strength"]: f["truth"] for f in found}

    assert truths("acute") == {"hard": "no", "soft": "not-applicable"}
    assert truths("community") == {"hard": "not-applicable", "soft": "no"}


def test_other_answers_are_judged_beside_the_record(capsys, record):
    file = record({"CIR-01": "80-94", "DSP-02": "some"})
    code, out, err = told(capsys, "assess", file, "--if", "CIR-01=95-or-more", "DSP-02=all")

    assert (code, err) == (0, "")
    assert "CIR-01 What share of your sites have a complete circuit record?" in out
    assert "* Out of Scoping" in out
    code, out, _ = told(capsys, "assess", file, "--json", "--if", "CIR-01=95-or-more")
    both = json.loads(out)
    assert both["now"] == judged(capsys, file)
    assert both["if"] == judged(capsys, record({"CIR-01": "95-or-more", "DSP-02": "some"}))


def test_other_answers_that_do_not_fit_are_all_told_and_nothing_else(capsys, record):
    code, out, err = told(capsys, "assess", record({}), "--if", "CIR-01=most", "NO-01=x", "x")

    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 3


def test_an_other_answer_that_is_not_asked_for_is_told_and_left_aside(capsys, record):
    file = record({"preferred-route": "own"})
    code, out, err = told(capsys, "assess", file, "--if", "PRO-05=ZXA,ZXB")

    assert code == 0
    assert err == "PRO-05 is not asked with these answers, and was left aside.\n"
    assert "Nothing changes" in out


def test_bad_input_prints_every_fault_and_nothing_else(capsys, record):
    code, out, err = told(capsys, "assess", record({"NO-01": "x", "CIR-01": "most"}, kind="shop"))

    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 3


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["assess", "no-such-file.json"], "cannot be read"),
        (["questions", "--pack", "nothing"], "hscn"),
        (["questions", "--pack", "../../etc"], "hscn"),
        (["serve", "--host", "0.0.0.0"], "loopback"),
        (["serve", "--host", "example"], "loopback"),
        (["rules", "schema", "nothing.yaml"], "Name one of pack.yaml"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence_or_two(capsys, arguments, words):
    code, out, err = told(capsys, *arguments)

    assert (code, out) == (2, "")
    assert words in err
    assert "Traceback" not in err


def test_a_file_that_is_not_text_is_refused(capsys, tmp_path):
    path = tmp_path / "record.json"
    path.write_bytes(b"\xff\xfe\x00{")

    assert told(capsys, "assess", str(path))[2].strip().endswith("save the file as UTF-8 text.")


def test_every_pack_of_ours_holds(capsys):
    code, out, err = told(capsys, "rules", "check")

    assert (code, err) == (0, "")
    assert "cases hold" in out


def test_a_case_that_does_not_hold_is_named(capsys, tmp_path):
    files = tiny_pack()
    files["cases/lead.yaml"] = files["cases/lead.yaml"].replace("not-started", "complete")
    write_pack(tmp_path, files)

    code, _, err = told(capsys, "--rules", str(tmp_path), "rules", "check")

    assert code == 1
    assert "A trust whose plan is drafted has not started: evidenced: expected complete" in err
    assert "add a case in which the hard rule agreement-signed is met" in err


def test_a_faulty_pack_is_refused_with_places(capsys, tmp_path):
    files = tiny_pack()
    files["stages.yaml"] = files["stages.yaml"].replace("title: Complete", "titel: Complete")
    write_pack(tmp_path, files)

    code, out, err = told(capsys, "--rules", str(tmp_path), "rules", "check")

    assert (code, out) == (2, "")
    assert "stages.yaml:4:" in err


def test_every_faulty_pack_is_told_not_the_first_alone(capsys, tmp_path):
    for key in ("one", "two"):
        files = tiny_pack(pack=PACK.replace("key: tiny", f"key: {key}"))
        files["stages.yaml"] = files["stages.yaml"].replace("title: Complete", "titel: Complete")
        write_pack(tmp_path, files, key)

    code, _, err = told(capsys, "--rules", str(tmp_path), "rules", "check")

    assert code == 2
    assert "one/stages.yaml:4:" in err
    assert "two/stages.yaml:4:" in err


def test_a_folder_without_packs_is_said_to_be_one(capsys, tmp_path):
    code, out, err = told(capsys, "--rules", str(tmp_path / "nowhere"), "rules", "check")

    assert (code, out) == (2, "")
    assert "There is no rule pack in" in err


def test_a_schema_is_printed_and_all_are_written_with_the_line_that_tells_an_editor(
    capsys, tmp_path
):
    one = told(capsys, "rules", "schema", "sections/")[1]
    code, out, _ = told(capsys, "rules", "schema", "--all", str(tmp_path / "schemas"))

    assert code == 0
    assert (tmp_path / "schemas" / "sections.schema.json").read_text() == one
    assert len(out.splitlines()) == 12
    assert len(list((tmp_path / "schemas").iterdir())) == 11, "one for actions.yaml and actions/"
    assert "sections/: # yaml-language-server: $schema=file:///" in out


def test_an_object_of_many_keys_is_read_as_fast_as_it_is_long(capsys, tmp_path):
    path = tmp_path / "record.json"
    path.write_text(json.dumps({"answers": {f"k{n}": "" for n in range(60_000)}}))

    assert told(capsys, "assess", str(path))[0] == 2


def test_output_that_cannot_be_written_is_one_sentence():
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no full device")
    with full.open("w") as out:
        ended = subprocess.run(
            [sys.executable, "-m", "readiness", "questions", "--json"],
            cwd=ROOT,
            stdout=out,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    assert ended.returncode != 0
    assert "Traceback" not in ended.stderr


def test_a_demonstration_is_filled_once_and_left_alone_after(capsys, tmp_path):
    first = told(capsys, "demo", "--instance", str(tmp_path))
    second = told(capsys, "demo", "--instance", str(tmp_path))

    assert first[0] == second[0] == 0
    assert first[1].count("submitted") >= 12
    assert first[1].count("signed off and checked.") >= 5
    assert second[1].count("there already") == len(first[1].splitlines())


def test_an_instance_folder_that_cannot_be_made_is_one_sentence(capsys, tmp_path):
    (tmp_path / "file").write_text("x")

    code, _, err = told(capsys, "demo", "--instance", str(tmp_path / "file" / "instance"))

    assert code == 2
    assert len(err.splitlines()) == 1


def served(folder, port, **options):
    """Start the server as a newcomer does, in any folder."""
    return subprocess.Popen(
        [
            sys.executable,
            "-m",
            "readiness",
            "--rules",
            str(rules_folder()),
            "serve",
            "--port",
            str(port),
        ],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        **options,
    )


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_the_server_starts_in_any_folder_says_where_it_is_and_ends_cleanly(tmp_path):
    port = free_port()
    server = served(tmp_path, port)
    try:
        assert f"http://127.0.0.1:{port}/" in server.stdout.readline()
        assert "one trusted user" in server.stdout.readline()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=20) as page:
            assert b"<h1" in page.read()
        server.send_signal(signal.SIGINT)
        out, err = server.communicate(timeout=20)
    finally:
        server.kill()

    assert server.returncode == 0
    assert "Everything that was saved is kept" in out
    assert "Traceback" not in err
    assert (tmp_path / "instance" / "readiness.db").exists()


def test_a_taken_port_is_one_sentence(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        server = served(tmp_path, port)
        out, err = server.communicate(timeout=60)

    assert server.returncode == 2
    assert f"Port {port}" in err
    assert len(err.splitlines()) == 1
    assert "http://" not in out


def test_a_record_may_say_freezes_and_costs_and_the_plan_is_laid_around_them(capsys, tmp_path):
    document = {
        "organisation": TRUST,
        "on": "2026-11-24",
        "answers": {"target-date": "2028-01-31", "failover-test": "never"},
        "freezes": [{"from": "2028-01-04", "to": "2028-01-15", "what": "Winter freeze"}],
        "costs": {"present_month": 5000},
    }
    path = tmp_path / "record.json"
    path.write_text(json.dumps(document))

    code, out, err = told(capsys, "assess", str(path), "--json")

    found = json.loads(out)
    action = next(a for a in found["actions"] if a["key"] == "test-failover")
    assert (code, err) == (0, "")
    assert action["stepped_over"] == [
        {"freeze": "Winter freeze", "days": 9, "unit": "working days"}
    ]
    assert found["costs"]["doing_nothing"]["low"] == 60_000
    assert "9 working days of Winter freeze stepped over." in told(capsys, "assess", str(path))[1]


def test_faults_in_freezes_and_costs_are_named(capsys, tmp_path):
    document = {"organisation": TRUST, "on": "2026-11-24", "answers": {}, "freezes": 4, "costs": 4}
    path = tmp_path / "record.json"
    path.write_text(json.dumps(document))

    code, out, err = told(capsys, "assess", str(path))

    assert (code, out) == (2, "")
    assert "freezes: write a list" in err
    assert "costs: write an object" in err


def test_passwords_are_not_taken_from_other_computers_without_encryption(tmp_path, capsys):
    (tmp_path / "settings.toml").write_text("accounts = true", "utf-8")

    code, _, err = told(capsys, "serve", "--host", "0.0.0.0", "--instance", str(tmp_path))

    assert code == 2
    assert "unencrypted" in err
