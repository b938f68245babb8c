"""A decision that levels speak for: what the answers say, what would change it, what is decided."""

from datetime import date

import pytest

from readiness.domain.assessment import Answer, Given
from readiness.domain.decision import Agreement, read_decision
from readiness.domain.errors import NotFound, PackFaults
from readiness.domain.reader import read_pack
from readiness.domain.verdict import assess
from tests.examples import TRUST, tiny_pack

ON = date(2026, 11, 24)
SCALES = """\
levels:
  - key: how
    title: How to go
    decides: plan
    measure: moved
    levels:
      - {key: none, title: Stay, says: Much still hangs on it.}
      - key: drafted
        title: Half
        needs: {question: moved, no_less_than: 40}
        says: Half of it is over.
      - key: agreed
        title: Go
        needs: {all: [{question: moved, more_than: 80}, {question: agreement, is: "yes"}]}
        says: Nearly all of it is over.
    source: judgement
"""


def files(scales=SCALES):
    return {**tiny_pack(), "scales.yaml": scales}


PACK = read_pack(files())


def decision(**answers):
    said = {key: Answer(value) for key, value in answers.items()}
    return read_decision(assess(PACK, Given(TRUST, ON, said)), "how")


def test_the_bounds_are_those_of_the_levels():
    found = decision(moved=50)

    assert [(mark.value, mark.words, mark.level) for mark in found.marks] == [
        (40, "at least 40%", "Half"),
        (80, "over 80%", "Go"),
    ]
    assert (found.value, found.words.found) == (50, "Half")


def test_what_lies_above_says_all_that_would_have_to_hold_and_how_far_off_it_is():
    below, above = decision(moved=50, agreement="no").others

    assert (below.outcome.key, below.rises, below.gaps) == (
        "none",
        False,
        ("50% is 10 percentage points above 40%.",),
    )
    assert (above.outcome.key, above.rises, above.gaps) == (
        "agreed",
        True,
        ("50% is 30 percentage points below 80%.",),
    )
    assert len(above.grounds) == 2


def test_what_holds_already_is_not_named_among_what_would_have_to_change():
    (_, above) = decision(moved=50, agreement="yes").others

    assert len(above.grounds) == 1


def test_a_figure_on_the_bound_is_said_to_be_there():
    assert decision(moved=80, agreement="yes").others[1].gaps == ("80% is exactly the bound.",)


def scales(needs):
    """Return the scale whose best level needs something else."""
    return SCALES.replace(
        'needs: {all: [{question: moved, more_than: 80}, {question: agreement, is: "yes"}]}', needs
    )


def of_pack(needs, **answers):
    said = {key: Answer(value) for key, value in answers.items()}
    verdict = assess(read_pack(files(scales(needs))), Given(TRUST, ON, said))
    return read_decision(verdict, "how")


def test_of_alternatives_the_whole_would_have_to_hold_and_no_single_one():
    needs = 'needs: {any: [{question: moved, more_than: 80}, {question: agreement, is: "yes"}]}'
    found = of_pack(needs, moved=50, agreement="no")
    (_, above) = found.others

    assert [len(ground.parts) for ground in above.grounds] == [2]
    assert above.gaps == ()
    assert [mark.value for mark in found.marks] == [40]


def test_what_must_not_hold_is_not_turned_into_what_must():
    needs = "needs: {not: {question: moved, less_than: 90}}"
    (_, above) = of_pack(needs, moved=50).others

    assert len(above.grounds) == 1
    assert above.gaps == ()


def test_an_exact_figure_is_no_bound():
    needs = "needs: {question: moved, equals: 90}"
    found = of_pack(needs, moved=50)

    assert [mark.value for mark in found.marks] == [40]
    assert len(found.others[1].grounds) == 1


def test_while_the_figure_is_not_known_nothing_is_said_of_what_would_change_it():
    found = decision(plan="drafted")

    assert (found.value, found.others) == (None, ())
    assert not found.words.known
    assert found.words.awaited.asks
    assert found.agreement is Agreement.NOT_YET_KNOWN


@pytest.mark.parametrize(
    ("plan", "agreement"),
    [
        ("drafted", Agreement.AGREES),
        ("agreed", Agreement.DIFFERS),
        ("none", Agreement.DIFFERS),
        ("dont-know", Agreement.NOT_DECIDED),
    ],
)
def test_what_people_decided_stands_beside_it(plan, agreement):
    assert decision(moved=50, plan=plan).agreement is agreement


def test_a_pack_without_such_levels_speaks_of_no_decision():
    plain = read_pack(files(SCALES.replace("    decides: plan\n", "")))

    with pytest.raises(NotFound):
        read_decision(assess(plain, Given(TRUST, ON, {})), "how")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("decides: plan", "decides: agreement", "every level as an option"),
        ("decides: plan", "decides: nothing", "every level as an option"),
        ("measure: moved", "measure: lines", "name a percentage question"),
    ],
)
def test_a_decision_names_a_choice_of_the_levels_and_a_percentage(old, new, fault):
    with pytest.raises(PackFaults) as told:
        read_pack(files(SCALES.replace(old, new)))

    assert fault in str(told.value)
    assert "scales.yaml:" in str(told.value)
