"""Anyone's framework: a maturity model, a framework of controls and a migration, end to end."""

import json
from pathlib import Path

import pytest

from readiness.cli import main
from readiness.domain.cases import read_cases, run, unshown
from readiness.domain.condition import Truth
from readiness.domain.coverage import try_cases
from readiness.domain.document import read_document
from readiness.domain.operators import OPERATORS
from readiness.domain.verdict import assess
from readiness.storage.packs import current_pack, folder_files, pack_keys

PACKS = Path(__file__).parent / "packs"
KEYS = ("relocation", "safeguards", "stewardship")
EVERY = pytest.mark.parametrize("key", KEYS)
CASES = [
    (key, case)
    for key in KEYS
    for case in read_cases(current_pack(PACKS, key), folder_files(PACKS, key))
]


def verdicts(key):
    """Judge every worked example of a pack."""
    pack = current_pack(PACKS, key)
    return [assess(pack, case.given) for of, case in CASES if of == key]


class TestWorkedExamples:
    def test_no_pack_is_left_out_here(self):
        assert pack_keys(PACKS) == KEYS

    @pytest.mark.parametrize(("key", "case"), CASES, ids=lambda x: getattr(x, "name", x))
    def test_case(self, key, case):
        assert [str(parting) for parting in run(current_pack(PACKS, key), case)] == []

    @EVERY
    def test_they_show_every_rule_route_option_and_outcome(self, key):
        pack = current_pack(PACKS, key)
        cases = [case for of, case in CASES if of == key]
        shown = try_cases(pack, cases).coverage

        assert unshown(pack, cases) == ()
        assert shown.of_options().missing == ()
        assert shown.of_outcomes().missing == ()

    @EVERY
    def test_they_show_every_row_at_work(self, key):
        held = {
            (result.scale.key, row.says)
            for verdict in verdicts(key)
            for result in verdict.scales
            for row, trace in result.rows
            if trace.truth is Truth.YES
        }
        every = {(s.key, row.says) for s in current_pack(PACKS, key).scales for row in s.rows}

        assert held == every

    @EVERY
    def test_they_show_every_profile_met_unmet_and_where_it_does_not_apply(self, key):
        shown = {
            profile.key: {
                r.truth for v in verdicts(key) for r in v.profiles if r.profile is profile
            }
            for profile in current_pack(PACKS, key).profiles
        }

        for profile in current_pack(PACKS, key).profiles:
            wanted = {Truth.YES, Truth.NO, Truth.UNKNOWN}
            wanted |= {Truth.NOT_ASKED} if profile.applies_when else set()
            assert shown[profile.key] >= wanted, profile.key

    def test_they_show_both_sides_of_every_threshold(self):
        for key in KEYS:
            for threshold in current_pack(PACKS, key).thresholds:
                assert _sides(key, threshold) == {Truth.YES, Truth.NO}, threshold

    def test_the_author_is_told_that_nothing_is_wrong(self, capsys):
        assert main(["--rules", str(PACKS), "rules", "check"]) == 0
        assert "cases hold" in capsys.readouterr().out


def _sides(key, threshold):
    """Return what the comparisons and counts with a threshold came to in the worked examples."""
    text = "".join(t for path, t in folder_files(PACKS, key).items() if "cases/" not in path)
    assert f"{{threshold: {threshold}}}" in text
    return {
        trace.truth
        for verdict in verdicts(key)
        for top in [
            *(finding.trace for finding in verdict.findings),
            *(reason.trace for route in verdict.routes for reason in route.reasons),
            *(result.trace for result in verdict.scales),
        ]
        for trace in _walk(top)
        if _uses(trace.condition, threshold, current_pack(PACKS, key).thresholds)
        and trace.truth in (Truth.YES, Truth.NO)
    }


def _walk(trace):
    yield trace
    for part in trace.parts:
        yield from _walk(part)


def _uses(condition, threshold, thresholds):
    if getattr(condition, "threshold", "") == threshold:
        return True
    most = getattr(condition, "most", None)
    return threshold == "risks-borne" and most == thresholds[threshold].value


SUBJECTS = ("question", "organisation", "network", "level", "table")
FACTS = {
    ("organisation", "kind"),
    ("organisation", "setting"),
    ("organisation", "sites"),
    ("network", "partners"),
    ("network", "critical-partners"),
}


def conditions():
    """Walk everything in the packs that is written as a condition, each as a mapping."""
    for key in KEYS:
        for path, text in folder_files(PACKS, key).items():
            if not path.startswith("cases/"):
                yield from _mappings(read_document(path, text)[0])


def _mappings(node):
    if isinstance(node, dict):
        yield node
    for inner in (
        node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    ):
        yield from _mappings(inner)


class TestTheLanguage:
    def test_every_operator_is_used(self):
        used = {name for c in conditions() if c.keys() & set(SUBJECTS) for name in c}

        assert set(OPERATORS) - used == set()

    def test_every_form_is_used(self):
        forms = {frozenset(c) for c in conditions()}
        wanted = [{"all"}, {"any"}, {"not"}, {"rule"}, {"gate"}, {"threshold"}]
        wanted += [{bound, "of"} for bound in ("at_least", "at_most", "exactly")]

        assert [form for form in wanted if frozenset(form) not in forms] == []

    @pytest.mark.parametrize("what", ["level", "table"])
    def test_outcomes_are_compared_in_every_way(self, what):
        ways = {name for c in conditions() if what in c for name in c} - {what}

        assert ways >= {"is", "at_least", "at_most"}

    def test_every_fact_is_read(self):
        read = {(source, c[source]) for c in conditions() for source in SUBJECTS if source in c}

        assert FACTS - read == set()

    def test_answers_are_compared_with_answers_of_every_kind_and_with_a_fact(self):
        kinds = set()
        for key in KEYS:
            questions = current_pack(PACKS, key).questions
            for c in _mappings([read_document(path, text)[0] for path, text in _sections(key)]):
                for other in [v for v in c.values() if isinstance(v, dict)]:
                    if "question" in c and other.keys() in ({"question"}, {"organisation"}):
                        kinds.add((str(questions[c["question"]].kind), *other))

        compared = {"choice", "money", "percentage", "date"}
        assert {(kind, "question") for kind in compared} | {("number", "organisation")} <= kinds


def _sections(key):
    return [(p, t) for p, t in folder_files(PACKS, key).items() if p.startswith("sections/")]


class TestTheCommand:
    @pytest.fixture
    def judge(self, tmp_path, capsys):
        """Judge a record of a few answers by one of the packs, and return what is printed."""

        def judge(key, *options, **answers):
            record = {
                "organisation": {"ods_code": "ZX9", "name": "Aldermoor NHS Trust", "kind": "trust"},
                "on": "2026-11-24",
                "answers": {name.replace("_", "-"): value for name, value in answers.items()},
            }
            file = tmp_path / "record.json"
            file.write_text(json.dumps(record), encoding="utf-8")
            code = main(["--rules", str(PACKS), "assess", str(file), "--pack", key, *options])
            assert code == 0
            return capsys.readouterr().out

        return judge

    def test_the_text_says_the_same_as_the_page(self, judge):
        text = judge("safeguards", passwords_shared="yes", leavers_remain="no")

        assert "\nTables\n  Getting in: Poor. One door stands open." in text
        assert "x What everybody must reach: not met. An organisation with less" in text
        assert "oute" not in text

    def test_the_document_for_programs_has_scales_and_profiles(self, judge):
        text = judge("safeguards", "--json", passwords_shared="yes", leavers_remain="no")
        found = json.loads(text)
        entry, suppliers = found["scales"][:2]

        assert (entry["key"], entry["outcome"], entry["possible"]) == ("entry", "poor", ["poor"])
        assert entry["says"] == "One door stands open."
        assert suppliers["outcome"] is None
        assert suppliers["waiting_for"] == ["supplier-connected"]
        assert found["profiles"][0]["truth"] == "no"
        assert found["recommended_route"] is None
        assert found["routes"] == []
