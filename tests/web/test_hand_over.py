"""The stage from which another pack asks about the work itself."""

import pytest

from readiness.usecases.again import assess_again
from readiness.usecases.assessment import (
    Change,
    answer_questions,
    read_assessment,
    start_assessment,
    submit,
)
from readiness.usecases.organisation import add_organisation
from tests import examples
from tests.examples import AT, ON, TRUST, later, write_pack

HANDS_OVER = """\
hands_over:
  stage: planning
  to: tiny
  says: The move has questions of its own.
  answers: {remarks: Handed over}
"""


@pytest.fixture
def rules(tmp_path):
    """Return a rules folder with a pack that hands over, and the pack that takes over."""
    lease = examples.lease_pack()
    lease["pack.yaml"] += HANDS_OVER
    write_pack(tmp_path / "rules", lease, "lease")
    write_pack(tmp_path / "rules", examples.tiny_pack())
    return tmp_path / "rules"


@pytest.fixture
def see(db, me):
    return lambda number: read_assessment(db, number, person=me, on=ON)


@pytest.fixture
def say(db, see, me):
    """Save answers, as text, some minutes after the start."""

    def say(number, minutes=1, **answers):
        found = see(number).given.answers
        changes = [
            Change(key, value, seen=found[key].version if key in found else 0)
            for key, value in ((k.replace("_", "-"), v) for k, v in answers.items())
        ]
        opened, at = see(number), later(minutes)
        assert answer_questions(db, opened, changes, person=me, at=at).all_kept

    return say


@pytest.fixture
def lease(db, rules, me, say):
    """Start the assessment of a contract that has come to a stage; return its number."""

    def lease(stage="planning"):
        add_organisation(db, TRUST, person=me, at=AT)
        code = TRUST.ods_code
        number = start_assessment(db, rules, "lease", code, person=me, at=AT, contract="North")
        say(number, claimed_stage=stage, agreement="yes")
        return number

    return lease


@pytest.mark.parametrize("path", ["", "/verdict"])
def test_at_its_stage_a_button_leads_to_the_other_pack(lease, visit, path):
    page = visit(f"/assessments/{lease()}{path}")

    assert "The move has questions of its own." in page.text
    assert "Go on with “A small move”" in page.text


@pytest.mark.parametrize("path", ["", "/verdict"])
def test_before_its_stage_nothing_is_said_of_it(lease, visit, path):
    page = visit(f"/assessments/{lease('not-started')}{path}")

    assert "The move has questions of its own." not in page.text


def test_it_begins_with_what_both_share_and_with_what_is_handed_over(lease, visit, see):
    page = visit(f"/assessments/{lease()}")
    there = visit(page.send("Go on with “A small move”"))

    begun = see(2).given.answers
    assert there.heading == "Your assessment"
    assert see(2).pack.key == "tiny"
    assert begun["agreement"].value == "yes"
    assert begun["agreement"].to_confirm
    assert (begun["remarks"].value, begun["remarks"].note) == ("Handed over", "From “North”.")
    assert "claimed-stage" not in begun


def test_a_second_press_leads_to_the_same_and_changes_nothing(lease, visit, see, say):
    number = lease()
    visit(visit(f"/assessments/{number}").send("Go on with “A small move”"))
    say(2, remarks="Ours by now")
    visit(visit(f"/assessments/{number}").send("Go on with “A small move”"))

    assert see(2).given.answers["remarks"].value == "Ours by now"
    assert see(2).given.answers["remarks"].version == 2


def test_without_the_other_pack_there_is_no_button_and_nothing_to_press(
    lease, visit, rules, client
):
    number = lease()
    for path in sorted((rules / "tiny").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    (rules / "tiny").rmdir()

    assert "The move has questions of its own." not in visit(f"/assessments/{number}").text


@pytest.mark.parametrize("path", ["", "/verdict"])
def test_a_closed_assessment_leaves_it_to_the_one_that_followed(
    lease, visit, see, db, rules, me, path
):
    number = lease()
    opened = see(number)
    submit(db, opened, seen=opened.newest, person=me, at=later(2), on=ON)
    following = assess_again(db, rules, see(number), person=me, at=later(3))

    assert "Go on with" not in visit(f"/assessments/{number}{path}").text
    assert "Go on with" in visit(f"/assessments/{following}{path}").text
