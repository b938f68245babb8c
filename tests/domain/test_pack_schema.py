"""What editors are told of a pack's files agrees with what the reader takes."""

import re

import pytest
import yaml
from jsonschema import Draft202012Validator

from readiness.content import rules_folder
from readiness.domain.comparison_reader import FACTS, NETWORK_FACTS
from readiness.domain.condition_reader import BOUNDS
from readiness.domain.errors import PackFaults
from readiness.domain.operators import OPERATORS
from readiness.domain.pack_schema import DESCRIBED, json_schema, schema_file
from readiness.domain.reader import read_pack
from readiness.storage.packs import folder_files, pack_keys
from tests.examples import contract_pack

RULES = rules_folder()
VALIDATORS = {name: Draft202012Validator(json_schema(name)) for name in DESCRIBED}
FILES = [(key, path, text) for key in pack_keys(RULES)
         for path, text in folder_files(RULES, key).items()]  # fmt: skip


class Editor(yaml.SafeLoader):
    """Reads YAML 1.2 as editors do: no is a word, 2026-04-01 is text, and keys are text."""

    yaml_implicit_resolvers = {}  # noqa: RUF012  (the loader's own way to be told)

    def construct_mapping(self, node, deep=False):
        pairs = super().construct_mapping(node, deep=deep)
        return {str(key): value for key, value in pairs.items()}


Editor.add_constructor(
    yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG,
    lambda loader, node: loader.construct_mapping(node, deep=True),
)
for tag, pattern, firsts in [
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+\.[0-9]*)([eE][-+]?[0-9]+)?", "-+.0123456789"),
    ("null", r"~|null|Null|NULL|", "~nN\0"),
]:
    found = re.compile(f"^(?:{pattern})$")
    Editor.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", found, list(firsts))


def described(path):
    """Return the name that a file's schema goes by."""
    folder = path.split("/")[0] + "/"
    return path if path in DESCRIBED else folder


def complaints(path, text):
    """Return what an editor would underline."""
    document = yaml.load(text, Loader=Editor)
    return [error.message for error in VALIDATORS[described(path)].iter_errors(document)]


def refused(files):
    try:
        read_pack(files)
    except PackFaults:
        return True
    return False


@pytest.mark.parametrize("name", DESCRIBED)
def test_every_schema_is_one(name):
    Draft202012Validator.check_schema(json_schema(name))

    assert schema_file(name).endswith(".schema.json")


@pytest.mark.parametrize(
    ("path", "text"), [file[1:] for file in FILES], ids=[f"{key}/{path}" for key, path, _ in FILES]
)
def test_every_file_of_our_packs_fits_its_schema(path, text):
    assert complaints(path, text) == []


NEEDS = "{question: move-plan, at_least: half}"
GOOD = [
    NEEDS,
    "{question: agreement, is: yes}",
    "{question: route, is: [own, joint]}",
    "{question: drivers, includes: [cost, security]}",
    "{question: drivers, picks_at_least: 2}",
    "{question: partners, includes: [ZX8, ZX7]}",
    "{question: lines, no_less_than: 3}",
    "{question: lines, more_than: {organisation: sites}}",
    "{question: lines, less_than: {threshold: few}}",
    "{question: target-date, on_or_after: 2026-04-01}",
    "{question: target-date, sooner_than: 9 months}",
    "{question: target-date, later_than: 12 months ago}",
    "{organisation: kind, is: [trust, care-trust]}",
    "{organisation: setting, is: acute}",
    "{organisation: sites, no_more_than: 5}",
    "{network: critical-partners, more_than: 2}",
    "{all: [{question: lines, equals: 3}, {not: {question: moved, less_than: 5}}]}",
    "{any: [{rule: plan-agreed}, {gate: not-started}]}",
    *(f"{{{bound}: 1, of: [{NEEDS}, {{question: budget, more_than: 0}}]}}" for bound in BOUNDS),
    "{level: knowledge, at_least: some}",
    "{table: control, is: [poor, good]}",
]
SCALES = """\
levels:
  - key: knowledge
    title: Knowledge of lines
    levels:
      - {key: none, title: None, says: Nobody knows.}
      - {key: some, title: Some, needs: {question: lines, more_than: 1}, says: Some are known.}
    source: judgement
tables:
  - key: control
    title: Control
    outcomes: {poor: Poor, good: Good}
    lists: {sound: [{question: agreement, is: yes}, {question: plan, at_least: drafted}]}
    rows:
      - {when: {sound: [none, some]}, outcome: poor, says: Not all is sound.}
      - {when: {sound: all}, outcome: good, says: All is sound.}
    source: judgement
profiles:
  - key: trusts
    title: What a trust must reach
    applies_when: {organisation: kind, is: trust}
    least: {knowledge: some, control: good}
    otherwise: Less will not do.
    because: Care waits.
    source: judgement
"""
BENCHMARKS = """\
surveys:
  - {key: asked, title: A survey, year: 2017, people: 53, organisations: 50, note: Self-selected.,
     source: judgement}
benchmarks:
  - {key: planned, survey: asked, question: plan, options: [agreed],
     measure: Have agreed, value: 41}
context:
  - {key: believed, survey: asked, says: Believe in plans, value: 74}
unpublished:
  - {key: others, survey: asked, question: plan, measure: Have another, rest: 59}
"""
CASES = """\
- case: A trust with a plan
  from: all-best
  organisation: {kind: trust, sites: 12}
  network: {partners: 3}
  on: 2026-11-24
  answers: {plan: drafted}
  expect: {unmet: [plan-agreed]}
"""


def whole():
    """Return the small pack with every file there may be, about contracts."""
    files = {**contract_pack(), "scales.yaml": SCALES, "benchmarks.yaml": BENCHMARKS}
    files["cases/lead.yaml"] = CASES
    files["pack.yaml"] += (
        "hands_over: {stage: complete, to: other, says: Go, answers: {plan: none}}\n"
    )
    files["pack.yaml"] += (
        "thresholds:\n"
        "  few: {value: 5, what: Few lines, source: judgement, review_by: 2027-11-24}\n"
    )
    return files


@pytest.mark.parametrize("condition", GOOD)
def test_a_condition_that_the_reader_takes_fits(condition):
    files = whole()
    files["sections/estate.yaml"] = files["sections/estate.yaml"].replace(
        f"needs: {NEEDS}", f"needs: {condition}"
    )

    assert not refused(files)
    assert [error for path, text in files.items() for error in complaints(path, text)] == []


def test_the_conditions_that_fit_speak_of_every_operator_and_every_fact():
    together = " ".join(GOOD) + SCALES

    unshown = {"at_most", "on_or_before"}
    assert {op for op in OPERATORS if f"{op}:" not in together} <= unshown
    assert all(f": {fact}," in together for fact in FACTS)
    assert any(f": {fact}," in together for fact in NETWORK_FACTS)


BAD = [
    # conditions
    *(
        ("estate", f"needs: {NEEDS}", f"needs: {condition}")
        for condition in [
            "half of them",
            "{}",
            "[]",
            "{question: move-plan}",
            "{question: move-plan, at_leest: half}",
            "{question: move-plan, at_least: half, at_most: all}",
            "{question: move-plan, at_least: [half, all]}",
            "{question: [move-plan], at_least: half}",
            "{question: lines, more_than: many}",
            "{question: lines, more_than: 2.5}",
            "{question: lines, more_than: {threshold: few, question: moved}}",
            "{question: lines, more_than: {organisation: kind}}",
            "{question: drivers, picks_at_least: some}",
            "{question: drivers, includes: {question: partners}}",
            "{question: target-date, on_or_after: soon}",
            "{question: target-date, sooner_than: 9 moons}",
            "{question: target-date, sooner_than: 2026-04-01}",
            "{organisation: size, more_than: 3}",
            "{organisation: kind, is: shop}",
            "{organisation: kind, at_least: trust}",
            "{organisation: sites, is: 4}",
            "{network: cables, more_than: 3}",
            "{all: {question: lines, equals: 3}}",
            "{all: []}",
            "{any: [{question: lines, equals: 3}], all: [{question: lines, equals: 3}]}",
            "{not: [{question: lines, equals: 3}]}",
            "{at_least: 0, of: [{question: lines, equals: 3}]}",
            "{exactly: few, of: [{question: lines, equals: 3}]}",
            "{at_least: 1}",
            "{of: [{question: lines, equals: 3}]}",
            "{gate: [not-started]}",
            "{rule: plan-agreed, is: met}",
            "{level: knowledge, above: none}",
            "{all: [{any: [{not: {question: lines, is: }}]}]}",
        ]
    ),
    ("lead", "    hint: The plan", "    hnit: The plan"),
    ("lead", "    ref: PLN-01\n", ""),
    ("lead", "ref: PLN-01", "ref: plan one"),
    ("lead", "    sensitive: yes", "    sensitive: true"),
    ("lead", "hard\n    needs: {question: plan", "firm\n    needs: {question: plan"),
    ("lead", "minutes: 3", "minutes: 0"),
    ("lead", "minutes: 3", "minutes: a few"),
    ("estate", "maximum: 500", "maximum: many"),
    ("estate", "done: [40, 60]", "done: [40, 50, 60]"),
    ("estate", "asked_when: {question: sharing, is: yes}", "asked_when: sharing"),
    ("estate", "options: {own: On our own, joint: Together}", "options: [own, joint]"),
    ("actions", "lead_time: 2 months", "lead_time: soon"),
    ("actions", "lead_time: 2 months", "lead_time: 0 weeks"),
    ("actions", "{days: 0.5, per: line}", "{days: 0, per: line}"),
    ("actions", "{days: [3, 5]}", "{days: [3, 4, 5]}"),
    ("routes", "least: 2\n", "least: -2\n"),
    ("routes", "when: {question: lines, less_than: 10}", "when: few lines"),
    ("routes", "points: {own: 2}", "points: {own: 2.5}"),
    ("pack", "key: tiny", "key: Tiny pack"),
    ("pack", "order: 1\n", "order: first\n"),
    ("pack", "value: 5", "value: five"),
    ("pack", "title: A small move", "title: ''"),
    ("stages", "title: Complete", "titel: Complete"),
    ("scales", "sound: all", "sound: most"),
    ("scales", "needs: {question: lines, more_than: 1}", "needs: many"),
    ("benchmarks", "value: 41", "value: 141"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new"), BAD, ids=[new for _, _, new in BAD])
def test_what_the_reader_refuses_by_its_shape_is_underlined(name, old, new):
    files = whole()
    path = next(path for path in files if path.split("/")[-1] == f"{name}.yaml" and
                not path.startswith("cases"))  # fmt: skip
    assert files[path].count(old) == 1, old
    files[path] = files[path].replace(old, new)

    assert refused(files)
    assert complaints(path, files[path]) != []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("- case:", "- casse:"),
        ("from: all-best", "from: all-middling"),
        ("unmet:", "unmett:"),
        ("on: 2026-11-24", "on: today"),
        ("{partners: 3}", "{partners: three}"),
    ],
)
def test_a_slip_in_a_case_is_underlined(old, new):
    assert complaints("cases/lead.yaml", CASES.replace(old, new)) != []
