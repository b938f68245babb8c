"""What people rely on stands in the documents: operators, expectations, commands."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from readiness.cli import main
from readiness.domain.cases import OUTCOMES
from readiness.domain.operators import OPERATORS
from readiness.domain.pack import Kind
from readiness.domain.pack_shapes import SHAPES
from readiness.settings import Mail, Settings, SingleSignOn

ROOT = Path(__file__).resolve().parents[1]
DOCS = {path.name: path.read_text() for path in (ROOT / "docs").glob("*.md")}
CONDITIONS = (ROOT / "rules" / "README.md").read_text()


@pytest.mark.parametrize("operator", OPERATORS)
def test_every_operator_stands_on_the_page_of_conditions(operator):
    assert re.search(rf"`{operator}[:`]", CONDITIONS)


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_every_expectation_of_a_case_is_explained(outcome):
    assert f"`{outcome}`" in DOCS["writing-rules.md"]


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_of_question_is_explained(kind):
    assert f"`{kind}`" in DOCS["writing-rules.md"]


@pytest.mark.parametrize("name", SHAPES)
def test_every_file_of_a_pack_is_listed(name):
    assert f"`{name}" in DOCS["writing-rules.md"]


def test_every_command_is_documented_and_every_documented_command_exists(capsys):
    with pytest.raises(SystemExit):
        main(["--help"])
    commands = set(re.findall(r"^    ([\w-]+)(?=  |$)", capsys.readouterr().out, re.M))

    documented = set(re.findall(r"`readiness ([\w-]+)", DOCS["running.md"]))
    assert commands == documented


def test_links_between_documents_lead_somewhere():
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("rules/*.md")]:
        for link in re.findall(r"\]\((?!https?:)([^)#]+)", path.read_text()):
            assert (path.parent / link).exists(), f"{path.name}: {link}"


@pytest.mark.parametrize("name", [f.name for f in fields(Settings) if f.metadata.get("told", True)])
def test_every_setting_stands_in_the_table(name):
    assert re.search(rf"^\| `\[?{name}\]?` \|", DOCS["running.md"], re.M)


@pytest.mark.parametrize("kind", [Mail, SingleSignOn])
def test_every_setting_of_a_table_is_named(kind):
    missing = [f.name for f in fields(kind) if f"`{f.name}`" not in DOCS["running.md"]]

    assert missing == []
