"""The rule author's commands: what they find, print and return."""

import json

import pytest

from readiness import rule_commands
from readiness.content import rules_folder
from readiness.domain.consistency import consistency
from readiness.domain.coverage import try_cases
from readiness.domain.pack_warnings import warnings
from readiness.domain.reader import read_pack
from readiness.storage.packs import pack_keys
from tests.examples import ACTIONS, CASES, LEAD, ON, PACK, tiny_pack, write_pack
from tests.test_cli import told

WHOLE = (
    CASES
    + """
- case: A trust that has agreed its plan and signed is complete
  from: all-best
  answers: {plan: agreed, agreement: yes, route: own, move-plan: half}
  expect: {evidenced: complete, met: [plan-agreed, agreement-signed], unmet: []}

- case: A trust whose lines have no date, and which has not signed, stays at Planning
  from: all-best
  answers: {move-plan: none, agreement: no, sharing: yes, partners: [ZX8, ZX7], drivers: [cost]}
  expect: {unmet: [agreement-signed, lines-dated], route: joint}

- case: A trust with few lines buys on its own
  answers: {lines: 9}
  expect: {route: own}
"""
)
DATES = """\
sources:
  board-paper: {title: A board paper, date: "2025", review_by: 2026-06-01}
dates:
  - {date: 2027-06-30, what: The later day, source: board-paper, review_by: 2026-12-01}
"""


@pytest.fixture
def rules(tmp_path):
    """Return a folder with the small pack, whose cases show all that they must."""
    write_pack(tmp_path, {**tiny_pack(), "cases/lead.yaml": WHOLE})
    return tmp_path


def run(capsys, rules, *words):
    return told(capsys, "--rules", str(rules), "rules", *words)


def change(rules, path, old, new):
    """Change one thing in one file of the small pack."""
    file = rules / "tiny" / path
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_a_check_warns_of_what_no_case_gives_and_nothing_reads_and_passes(capsys, rules):
    code, out, err = run(capsys, rules, "check")

    assert (code, err) == (0, "")
    assert (
        "warning: tiny/sections/lead.yaml:7:5: questions.claimed-stage: give in some case:" in out
    )
    assert "questions.remarks: use the answer somewhere, or delete this: nothing reads it" in out
    assert "cases hold. 10 warnings." in out


def test_a_strict_check_fails_on_a_warning(capsys, rules):
    assert run(capsys, rules, "check", "--strict")[0] == 1


def test_a_check_warns_of_rules_that_contradict_or_repeat_each_other(capsys, rules):
    again = LEAD[LEAD.index("  - key: agreement-signed") :]
    never = again.replace("is: yes", "is: no").replace("[sign-agreement]", "[withdraw]")
    both = again.replace("key: agreement-signed", "key: again")
    both += never.replace("key: agreement-signed", "key: never")
    withdraw = ACTIONS[ACTIONS.index("  - key: sign-agreement") :].split("  - key: date")[0]
    withdraw = withdraw.replace("key: sign-agreement", "key: withdraw").replace("is: yes", "is: no")
    for path, text in (("sections/lead.yaml", both), ("actions.yaml", withdraw)):
        file = rules / "tiny" / path
        file.write_text(file.read_text() + text)

    code, out, _ = run(capsys, rules, "check")

    assert code == 1
    assert "rules.again: delete this rule: agreement-signed asks for the same" in out
    assert "rules.never: change this rule or agreement-signed: no answers meet both" in out
    assert "stages.complete: change a rule: no answers open every gate before it (" in out


def test_a_soft_rule_that_no_case_meets_is_warned_of(capsys, rules):
    for answers in ("move-plan: half", "move-plan: none"):
        text = (rules / "tiny" / "cases" / "lead.yaml").read_text()
        (rules / "tiny" / "cases" / "lead.yaml").write_text(
            text.replace(answers, "move-plan: none").replace("unmet: []", "unmet: [lines-dated]")
        )

    assert "rules.lines-dated: show it met in some case" in run(capsys, rules, "check")[1]


def test_facts_past_their_day_of_review_are_listed_for_the_day_that_is_asked(capsys, rules):
    file = rules / "tiny" / "pack.yaml"
    file.write_text(PACK + DATES)

    before = run(capsys, rules, "check", "--on", "2026-05-01")[1]
    between = run(capsys, rules, "check", "--on", "2026-07-01")[1]
    after = run(capsys, rules, "check", "--on", "2027-01-01")[1]

    told_of = [text.count("see whether it still holds") for text in (before, between, after)]
    assert told_of == [0, 1, 2]
    assert (
        "pack.yaml:17:3: sources.board-paper: see whether it still holds, and set review_by"
        in between
    )


def test_a_threshold_past_its_day_of_review_is_listed_too(capsys, rules):
    figure = "thresholds:\n  few: {value: 9, what: Few lines, source: judgement, review_by: %s}\n"
    file = rules / "tiny" / "pack.yaml"
    file.write_text(PACK + figure % "2026-06-01")

    before = run(capsys, rules, "check", "--on", "2026-06-01")[1]
    after = run(capsys, rules, "check", "--on", "2026-06-02")[1]

    assert "thresholds.few" not in before
    assert "thresholds.few: see whether it still holds" in after


def test_a_test_run_says_how_many_cases_hold_and_what_they_cover(capsys, rules):
    code, out, err = run(capsys, rules, "test")

    assert (code, err) == (0, "")
    assert "tiny 2026.11: 4 of 4 cases hold." in out
    assert "rules unmet: 3 of 3" in out
    assert "options given: 10 of 19" in out
    assert "    not claimed-stage: planning" in out


def test_a_case_that_fails_is_shown_with_expectation_and_outcome(capsys, rules):
    change(rules, "cases/lead.yaml", "route: joint", "route: own")

    code, out, err = run(capsys, rules, "test")

    assert code == 1
    assert "route: expected own, found joint" in err
    assert "tiny 2026.11: 3 of 4 cases hold." in out


def test_the_cases_with_some_words_can_be_run_alone(capsys, rules):
    code, out, _ = run(capsys, rules, "test", "--only", "few LINES")
    nothing = run(capsys, rules, "test", "--only", "no such words")

    assert code == 0
    assert "1 of 1 cases hold" in out
    assert "not claimed-stage" not in out
    assert nothing[0] == 2
    assert "No case has the words “no such words”" in nothing[2]


def test_a_test_run_as_json_has_counts_failures_and_coverage(capsys, rules):
    change(rules, "cases/lead.yaml", "route: joint", "route: own")

    code, out, _ = run(capsys, rules, "test", "--json")

    trial = json.loads(out)[0]
    assert code == 1
    assert trial["cases"] == {"hold": 3, "of": 4}
    assert trial["failures"][0]["found"] == "joint"
    assert trial["coverage"]["met"] == {"shown": 3, "of": 3, "missing": []}
    assert trial["coverage"]["options"]["of"] == 19


def test_watching_runs_again_after_each_change_and_survives_what_cannot_be_read(
    capsys, rules, monkeypatch
):
    file = rules / "tiny" / "stages.yaml"
    whole = file.read_text()
    changes = iter([None, "stages: [", whole, None, KeyboardInterrupt])

    def sleep(_seconds):
        change = next(changes)
        if change is KeyboardInterrupt:
            raise KeyboardInterrupt
        if change is not None:
            file.write_text(change)

    monkeypatch.setattr(rule_commands.time, "sleep", sleep)
    code, out, err = run(capsys, rules, "test", "--watch")

    assert code == 0
    assert out.count("4 of 4 cases hold") == 2
    assert out.count("Waiting for a change") == 3
    assert "tiny/stages.yaml:2:1: the file: this is not YAML" in err
    assert out.rstrip().endswith("Ended.")


def test_watching_survives_a_folder_that_goes_away(capsys, tmp_path, monkeypatch):
    def sleep(_seconds):
        raise KeyboardInterrupt

    monkeypatch.setattr(rule_commands.time, "sleep", sleep)
    code, _, err = run(capsys, tmp_path / "nowhere", "test", "--watch")

    assert code == 0
    assert "There is no rule pack in" in err


@pytest.mark.parametrize(
    ("key", "lines"),
    [
        ("PLN-01", [
            "question plan: PLN-01, How far is the plan?",
            "at sections/lead.yaml:20",
            "rule plan-agreed (hard, gate out of Not started): The plan is not agreed.",
            "made better by     draft-plan: Draft the plan",
            "agree-plan: Have the board agree the plan",
            "cases/lead.yaml:1: A trust whose plan is drafted has not started",
        ]),
        ("lines", ["effort: it counts each line", "reason few-lines: You have few lines."]),
        ("sharing", ["question PAR-02: it decides whether that is asked", "route joint"]),
        ("target-date", ["the plan: it holds the date to work back from"]),
        ("remarks", ["read by            nothing"]),
        ("plan-agreed", [
            "needs              PLN-01 is “Agreed”",
            "unmet              The plan is not agreed. Nothing can be ordered without one. (",
            "shown unmet        cases/lead.yaml:1:",
            "shown met          cases/lead.yaml:",
        ]),
        ("agree-plan", ["after              draft-plan", "asked for by       rule plan-agreed"]),
        ("planning", ["to leave it        agreement-signed", "advised            lines-dated"]),
        ("joint", ["open when          PAR-01 is “Yes”", "points             +3 partners-there"]),
        ("few-lines", ["when               SIT-01 is less than 10 lines", "+2 for own"]),
    ],
)  # fmt: skip
def test_a_key_is_explained(capsys, rules, key, lines):
    code, out, _ = run(capsys, rules, "explain", key)

    assert code == 0
    for line in lines:
        assert line in out


def test_a_rule_that_another_names_says_so(capsys, rules):
    half = "{question: move-plan, at_least: half}"
    both = f"{{all: [{half}, {{rule: plan-agreed}}, {{gate: not-started}}]}}"
    change(rules, "sections/estate.yaml", f"needs: {half}", f"needs: {both}")

    for key in ("plan-agreed", "not-started"):
        assert "read by            rule lines-dated" in run(capsys, rules, "explain", key)[1]


@pytest.mark.parametrize(
    ("key", "hint"),
    [("agrement", "Did you mean agreement"), ("pln-10", "PLN-01"), ("zzz", "in the pack tiny.\n")],
)
def test_an_unknown_key_is_refused_with_the_nearest_ones(capsys, rules, key, hint):
    code, out, err = run(capsys, rules, "explain", key)

    assert (code, out) == (2, "")
    assert f"There is no “{key}” in the pack tiny." in err
    assert hint in err


def test_every_key_of_our_packs_can_be_explained(capsys):
    rules = rules_folder()
    for pack in [rule_commands.current_pack(rules, key) for key in pack_keys(rules)]:
        every = [*pack.questions, *pack.by_ref, *pack.rule_by_key, *pack.action_by_key]
        every += [*pack.stage_index, *(r.key for r in pack.routes.routes)]
        found = rule_commands.find_entries
        assert all(found(pack, {}, (), name) for name in every)


def test_a_pack_is_written_as_a_page_or_printed(capsys, rules, tmp_path):
    printed = run(capsys, rules, "docs")[1]
    code, out, _ = run(capsys, rules, "docs", "--output", str(tmp_path / "pack.html"))

    assert code == 0
    assert (tmp_path / "pack.html").read_text(encoding="utf-8") == printed
    assert "pack.html is written." in out


@pytest.mark.parametrize(("name", "code"), [("a.xlsx", 0), ("a.csv", 0), ("a.pdf", 2)])
def test_the_panels_sheet_is_written_by_the_end_of_its_name(capsys, rules, tmp_path, name, code):
    ended, _, err = run(capsys, rules, "sheet", "--output", str(tmp_path / name))

    assert ended == code
    assert (tmp_path / name).exists() is (code == 0)
    assert ("end the name with .xlsx or .csv" in err) is (code == 2)


def record(code, **answers):
    trust = {"ods_code": code, "name": f"Trust {code}", "kind": "trust"}
    return json.dumps({"organisation": trust, "on": "2026-11-24", "answers": answers})


@pytest.fixture
def lines(tmp_path):
    """Write a file with a record on each line and return its path."""

    def write(*texts):
        path = tmp_path / "answers.jsonl"
        path.write_text("\n".join(texts))
        return str(path)

    return write


def test_a_report_says_how_each_question_fared_of_how_many(capsys, rules, lines):
    said = [record(f"ZX{n}", plan="dont-know" if n < 3 else "agreed") for n in range(6)]

    code, out, _ = run(capsys, rules, "report", "--on", lines(*said, ""))
    told_as_json = run(capsys, rules, "report", "--json", "--on", lines(*said))[1]

    plan = next(line for line in out.splitlines() if line.startswith("PLN-01"))
    assert code == 0
    assert "6 submissions." in out
    assert [part for part in plan.split("  ") if " of " in part][:2] == [
        " 6 of 6",
        " 3 of 6",
    ]
    assert plan.endswith("How far is the plan?")
    questions = {q["ref"]: q for q in json.loads(told_as_json)["questions"]}
    assert questions["PLN-01"]["dont_know"] == {"count": 3, "of": 6}
    assert questions["PLN-03"]["dont_know"] is None


def test_an_organisation_that_stands_twice_is_refused_with_both_lines(capsys, rules, lines):
    file = lines(record("ZX1"), "", record("ZX2"), record("zx1", plan="agreed"))

    code, out, err = run(capsys, rules, "report", "--on", file)

    assert (code, out) == (2, "")
    assert err.strip() == (
        "answers.jsonl:4:1: organisation: remove one of the two: ZX1 stands on lines 1 and 4"
    )


def test_every_bad_line_is_named(capsys, rules, lines):
    _, _, err = run(
        capsys, rules, "report", "--on", lines("{", record("ZX1", plan="soon"), "[" * 2_000)
    )

    assert [line.split(": ")[0] for line in err.splitlines()] == [
        "answers.jsonl:1:2", "answers.jsonl:2:1", "answers.jsonl:3:1",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("gone.jsonl", None, "cannot be read"),
        ("gone.db", None, "cannot be opened"),
        ("a.jsonl", b"\xff\xfe", "save the file as UTF-8"),
        ("a.db", b"x" * 4_096, "is not a database"),
    ],
)
def test_a_file_that_cannot_be_reported_on_is_one_sentence(
    capsys, rules, tmp_path, name, content, words
):
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)

    code, out, err = run(capsys, rules, "report", "--on", str(file))

    assert (code, out) == (2, "")
    assert words in err
    assert len(err.splitlines()) == 1


def test_every_schema_and_one_alone_are_not_asked_for_together(capsys, rules, tmp_path):
    code, out, err = run(capsys, rules, "schema", "pack.yaml", "--all", str(tmp_path / "schemas"))

    assert (code, out) == (2, "")
    assert "Name one file, or a folder with --all" in err
    assert not (tmp_path / "schemas").exists()


def test_a_pack_without_any_case_is_warned_of_that_alone():
    pack = read_pack(tiny_pack())
    trial = try_cases(pack, ())
    found = warnings(pack, {}, trial.coverage, consistency(pack, ON))

    assert sum("case" in fault.what for fault in found) == 1
    assert any("add worked examples" in fault.what for fault in found)


def test_check_names_both_places_where_two_packs_ask_one_question_otherwise(capsys, rules):
    files = {
        path: text.replace("unit: lines", "unit: circuits") for path, text in tiny_pack().items()
    }
    files["pack.yaml"] = files["pack.yaml"].replace("key: tiny", "key: small")
    write_pack(rules, {**files, "cases/lead.yaml": WHOLE}, "small")

    code, _, err = run(capsys, rules, "check")

    assert code == 2
    assert "small/sections/estate.yaml" in err
    assert "tiny/sections/estate.yaml" in err
    assert "make the unit the same" in err
