"""The worksheet of a percentage: what a pack says of it, what is typed, and the share it gives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.domain.effects import Effect
from readiness.domain.errors import InvalidAnswer, PackFaults
from readiness.domain.question_revision import asked_otherwise
from readiness.domain.reader import read_pack
from readiness.domain.revision import compare
from readiness.domain.work_out import Count, WorkOut, WorkOutRow, read_counts, worked_out
from tests.examples import ESTATE, tiny_pack, worksheet_pack

FLOWS = WorkOut(
    "flows",
    "flows that wait",
    (
        WorkOutRow("high", "Criticality 4", 4),
        WorkOutRow("some", "Criticality 2", 2),
        WorkOutRow("low", "Criticality 1", 1),
    ),
)


WEIGHTS = st.integers(1, 9)


@st.composite
def counted(draw, weights=WEIGHTS):
    """Draw a worksheet and the counts of some of its rows, of which one at least is not none."""
    keys = draw(st.lists(st.sampled_from("abcdef"), min_size=2, max_size=6, unique=True))
    rows = tuple(WorkOutRow(key, key.upper(), draw(weights)) for key in keys)
    counts = {}
    for key in draw(st.lists(st.sampled_from(keys), min_size=1, unique=True)):
        of = draw(st.integers(0 if counts else 1, 500))
        counts[key] = Count(of, draw(st.integers(0, of)))
    return WorkOut("things", "such things", rows), counts


@given(counted())
def test_a_share_lies_between_none_and_all(drawn):
    work_out, counts = drawn
    found = worked_out(work_out, counts)

    assert 0 <= found.percent <= 100
    if all(count.part == count.of for count in counts.values()):
        assert found.percent == 100


@given(WEIGHTS.flatmap(lambda weight: counted(st.just(weight))))
def test_where_all_weights_are_equal_it_is_the_plain_share_with_halves_rounded_up(drawn):
    work_out, counts = drawn
    of = sum(count.of for count in counts.values())
    part = sum(count.part for count in counts.values())
    percent = worked_out(work_out, counts).percent

    assert -of <= 2 * (100 * part - percent * of) < of


@given(counted(), st.integers(2, 5))
def test_weights_that_are_all_so_many_times_greater_change_nothing(drawn, times):
    work_out, counts = drawn
    rows = tuple(WorkOutRow(row.key, row.label, times * row.weight) for row in work_out.rows)

    assert worked_out(WorkOut("", "", rows), counts).percent == worked_out(work_out, counts).percent


@pytest.mark.parametrize(
    ("counts", "percent"),
    [
        ({"high": Count(10, 3), "low": Count(5, 5)}, 38),  # 17 of 45: 37.8
        ({"low": Count(8, 1)}, 13),  # 12.5
        ({"high": Count(1, 1), "low": Count(4, 0)}, 50),
        ({"high": Count(0, 0), "some": Count(3, 3)}, 100),
    ],
)
def test_each_row_counts_as_often_as_it_weighs(counts, percent):
    assert worked_out(FLOWS, counts).percent == percent


def test_it_says_how_the_share_comes_about_and_which_rows_were_left_blank():
    found = worked_out(FLOWS, {"high": Count(10, 3), "low": Count(1500, 5)})

    assert found.working == (
        "(4 × 3 + 1 × 5) ÷ (4 × 10 + 1 × 1,500) = 17 ÷ 1,540, "
        "which is 1% to the nearest whole per cent."
    )
    assert found.note == (
        "Worked out: Criticality 4: 3 of 10; Criticality 1: 5 of 1,500. "
        "Left blank, so not counted: Criticality 2."
    )


@pytest.mark.parametrize("counts", [{}, {"high": Count(0, 0)}])
def test_there_is_no_share_of_nothing(counts):
    with pytest.raises(InvalidAnswer, match="Enter how many flows there are, in one row at least"):
        worked_out(FLOWS, counts)


def test_what_is_typed_is_read_and_blank_rows_are_left_out():
    typed = {"high-of": " 1,200 ", "high-part": "0", "some-of": "", "some-part": " "}

    assert read_counts(FLOWS, typed) == ({"high": Count(1200, 0)}, {})


@pytest.mark.parametrize(
    ("of", "part", "wrong"),
    [
        ("ten", "3", {"low-of": "enter a whole number of flows, 0 if there are none"}),
        ("10", "", {"low-part": "enter a whole number of flows that wait, 0 if there are none"}),
        ("", "3", {"low-of": "enter a whole number of flows, 0"}),
        ("1.5", "-1", {"low-of": "a whole number of flows,", "low-part": "flows that wait,"}),
        ("10", "11", {"low-part": "enter no more than the 10 that there are, not 11"}),
        ("1000000", "1", {"low-of": "a whole number"}),
    ],
)
def test_what_does_not_fit_is_said_at_its_count(of, part, wrong):
    counts, found = read_counts(FLOWS, {"low-of": of, "low-part": part})

    assert counts == {}
    assert found.keys() == wrong.keys()
    for name, words in wrong.items():
        assert found[name].startswith("Criticality 1: ")
        assert words in found[name]


# In a pack


def changed(old, new):
    """Return the files of the pack with a worksheet, with one text replaced."""
    files = worksheet_pack()
    assert old in files["sections/estate.yaml"], old
    return {**files, "sections/estate.yaml": files["sections/estate.yaml"].replace(old, new)}


def test_a_percentage_may_have_a_worksheet():
    pack = read_pack(worksheet_pack())
    work_out = pack.questions["moved"].work_out

    assert [(row.key, row.label, row.weight) for row in work_out.rows] == [
        ("busy", "Busy sites", 3),
        ("quiet", "Quiet sites", 1),
    ]
    assert (work_out.of, work_out.part) == ("lines", "lines that have moved")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("weight: 3", "weight: 0", r"busy\.weight: write a whole number from 1 to 1,000"),
        ("weight: 3", "weight: -1", r"busy\.weight: write a whole number"),
        ("        quiet: {label: Quiet sites, weight: 1}\n", "", "at least two rows"),
        ("      of: lines\n", "", "add “of”"),
        ("kind: percentage", "kind: money", "remove this: a money question has no “work_out”"),
    ],
)
def test_a_worksheet_that_does_not_fit_is_a_fault(old, new, fault):
    with pytest.raises(PackFaults, match=fault):
        read_pack(changed(old, new))


@pytest.mark.parametrize(
    ("old", "new", "effect"),
    [
        ("weight: 3", "weight: 4", Effect.REVIEW),
        ("quiet: {label: Quiet sites,", "calm: {label: Quiet sites,", Effect.REVIEW),
        ("label: Quiet sites", "label: Small sites", Effect.WORDING),
        ("part: lines that have moved", "part: moved lines", Effect.WORDING),
    ],
)
def test_other_weights_ask_for_another_look_and_other_words_do_not(old, new, effect):
    (change,) = compare(read_pack(worksheet_pack()), read_pack(changed(old, new))).changes

    assert change.effect is effect
    assert "how it is worked out" in change.sentence


def test_a_worksheet_that_comes_in_is_no_more_than_words():
    (change,) = compare(read_pack(tiny_pack()), read_pack(worksheet_pack())).changes

    assert change.effect is Effect.WORDING


def test_two_packs_ask_the_same_with_and_without_a_worksheet_but_not_with_other_weights():
    plain, weighed = read_pack(tiny_pack()), read_pack(worksheet_pack())
    heavier = read_pack(changed("weight: 3", "weight: 9"))
    was, now, other = (pack.questions["moved"] for pack in (plain, weighed, heavier))

    assert "work_out" not in ESTATE
    assert asked_otherwise(was, now, plain, weighed) == ()
    assert len(asked_otherwise(now, other, weighed, heavier)) == 1
