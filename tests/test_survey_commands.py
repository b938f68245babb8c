"""`readiness survey-report` as an analyst uses it: its figures, its words, its refusals."""

import io
import json
import sys
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from readiness.cli import main
from readiness.content import rules_folder
from readiness.domain.assessment import Answer
from readiness.domain.organisation import Organisation, OrganisationKind
from readiness.domain.record import write_given
from readiness.storage.packs import current_pack
from tests.respondents import respondent

HSCN = current_pack(rules_folder(), "hscn")
NAMES = [
    "survey",
    "measure",
    "option",
    "n",
    "count",
    "percent",
    "low",
    "high",
    "published",
    "published_n",
    "suppressed",
]


def line(number, stage, kind=OrganisationKind.TRUST):
    """Write a record of a trust that said which stage it is at."""
    given = respondent(HSCN, Random(number))
    organisation = Organisation(f"ZX{number:03}", f"Fernhollow {number}", kind, None, 3)
    return write_given(
        replace(given, organisation=organisation, answers={"claimed-stage": Answer(stage)}), HSCN
    )


@pytest.fixture
def records(tmp_path):
    """Write lines into a file and return its name."""

    def records(*lines):
        path = tmp_path / "england.jsonl"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return str(path)

    return records


@pytest.fixture
def run(capsys):
    """Run the command; return its exit code, what it printed, and what it complained of."""

    def run(*arguments):
        code = main(["survey-report", *arguments])
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


def figures(out, option):
    return next(one for one in json.loads(out) if one["option"] == option)


def test_every_published_figure_is_printed_with_ours_beside_it(run, records):
    stages = ["scoping"] * 3 + ["planning"] * 5 + ["adoption"] * 6 + ["roll-out"] * 4

    code, out, err = run(records(*(line(n, s) for n, s in enumerate(stages))), "--json")

    assert (code, err) == (0, "")
    assert all(list(one) == NAMES for one in json.loads(out))
    assert figures(out, "scoping") == {
        "survey": "bt-2018",
        "measure": "Are at scoping",
        "option": "scoping",
        "n": 18,
        "count": 3,
        "percent": 17,
        "low": 6,
        "high": 39,
        "published": 46,
        "published_n": 50,
        "suppressed": False,
    }
    advanced = figures(out, "adoption, implementation, roll-out")
    assert (advanced["count"], advanced["percent"]) == (10, 56)
    assert (advanced["low"], advanced["high"]) == (34, 75)
    published = [one for one in json.loads(out) if one["published"] is not None]
    assert len(published) == len(HSCN.benchmarks)


def test_figures_of_fewer_than_five_are_null(run, records):
    _, out, _ = run(records(*(line(n, "scoping") for n in range(4))), "--json")

    scoping = figures(out, "scoping")
    assert scoping["suppressed"]
    assert {scoping[name] for name in ("n", "count", "percent", "low", "high")} == {None}
    assert scoping["published"] == 46
    route = figures(out, "collaborative")
    assert (route["n"], route["count"], route["percent"], route["suppressed"]) == (
        0,
        0,
        None,
        False,
    )


def test_a_band_alone_is_withheld_where_it_would_tell_of_another(run, records):
    those = [line(n, "scoping") for n in range(8)]
    those += [line(n, "planning", OrganisationKind.HOSPICE) for n in range(8, 11)]
    file = records(*those)

    whole = figures(run(file, "--json")[1], "scoping")
    acute = figures(run(file, "--json", "--band", "acute")[1], "scoping")
    hospices = figures(run(file, "--json", "--band", "hospices")[1], "scoping")

    assert (whole["n"], acute["suppressed"], hospices["suppressed"]) == (11, True, True)


def test_text_says_the_same_to_people(run, records):
    code, out, _ = run(records(*(line(n, "scoping") for n in range(18))))

    assert code == 0
    assert "18 submitted" in out
    assert "18 answered; 0 of 18 did not answer" in out
    assert "18 of 18, 100% (82 to 100)" in out
    assert "46% (33 to 60), n = 50 organisations" in out
    assert "Named, meets and decides, by band" in out


def test_rules_that_publish_nothing_to_compare_say_so(run, records):
    pack = current_pack(rules_folder(), "renewal")
    file = records(write_given(respondent(pack, Random(1)), pack))

    assert "context only" in run(file, "--pack", "renewal")[1]
    assert json.loads(run(file, "--pack", "renewal", "--json")[1]) == []


def test_standard_input_is_read_too(run, monkeypatch):
    text = "\n".join(line(n, "scoping") for n in range(6))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))

    assert figures(run("-", "--json")[1], "scoping")["count"] == 6


@pytest.mark.parametrize("as_json", [[], ["--json"]])
def test_a_bad_line_is_named_and_nothing_is_printed(run, records, as_json):
    wrong = json.loads(line(2, "scoping"))
    wrong["answers"]["claimed-stage"]["value"] = "nowhere"
    file = records(line(1, "scoping"), json.dumps(wrong), "{not json")

    code, out, err = run(file, *as_json)

    assert (code, out) == (2, "")
    assert f"{file}:2:1: answers.claimed-stage" in err
    assert "Choose one of" in err
    assert f"{file}:3:" in err
    assert "this is not JSON" in err


def test_a_band_that_is_none_and_a_file_that_is_none_are_refused(run, records):
    code, out, err = run(records(line(1, "scoping")), "--band", "best")
    assert (code, out) == (2, "")
    assert "name one of acute, community" in err

    code, out, err = run("nothing.jsonl")
    assert (code, out) == (2, "")
    assert "cannot be read" in err


def test_an_organisation_of_several_contracts_counts_once_by_its_newest(run, records):
    given = replace(
        respondent(HSCN, Random(1)), answers={"claimed-stage": Answer("scoping")}, contract="C0"
    )
    contracts = [
        replace(given, contract=f"C{n}", on=given.on + timedelta(days=n % 3)) for n in range(5)
    ]

    code, out, err = run(records(*(write_given(one, HSCN) for one in contracts)), "--json")

    assert (code, err) == (0, "")
    assert figures(out, "scoping")["suppressed"]
    assert "1 submitted" in run(records(*(write_given(one, HSCN) for one in contracts)))[1]
