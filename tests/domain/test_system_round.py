"""Rounds: what is pasted, how members stand, and how far each is."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.domain.comparison import Begun, Member, Submitted, Way
from readiness.domain.errors import InvalidAnswer
from readiness.domain.organisation import Organisation
from readiness.domain.round_progress import RoundLine, counts_of
from readiness.domain.system_round import (
    Asked,
    Done,
    Pasted,
    QuestionSet,
    RoundState,
    Step,
    SystemRound,
    gather,
    read_closing_day,
    read_pasted,
    read_round_name,
)

FIRST, NEXT, LAST = date(2026, 11, 2), date(2026, 11, 9), date(2026, 12, 4)
ROUND = SystemRound(1, 1, "ZXS", "hscn", "Autumn", QuestionSet.WHOLE, LAST)


@pytest.mark.parametrize("mark", [" ", "\t", ",", ";", ", "])
def test_a_line_is_a_code_and_perhaps_an_address(mark):
    lines, wrong = read_pasted(f"zx9{mark}Sam@example.org\r\n\nZX8")

    assert lines == (Pasted("ZX9", "sam@example.org"), Pasted("ZX8"))
    assert wrong == ()


def test_each_line_that_cannot_be_read_is_named():
    lines, wrong = read_pasted("ZX9\nsam@example.org\nZX8 nobody\nzx9\nZX7")

    assert [line.code for line in lines] == ["ZX9", "ZX7"]
    assert [sentence.split(":")[0] for sentence in wrong] == ["Line 2", "Line 3", "Line 4"]
    assert "line 1 already" in wrong[2]


@given(st.text(max_size=200))
def test_whatever_is_pasted_is_read_or_named(text):
    lines, wrong = read_pasted(text)

    typed = [line for line in text.splitlines() if line.strip()]
    assert len(lines) + len(wrong) == len(typed)
    assert len({line.code for line in lines}) == len(lines)


def test_more_lines_than_a_region_has_are_refused_at_once():
    lines, wrong = read_pasted("\n".join(f"Z{n}" for n in range(10_001)))

    assert (lines, len(wrong)) == ((), 1)


@pytest.mark.parametrize("name", ["", "   ", "x" * 101, "a\x07b"])
def test_a_name_that_is_none_is_refused(name):
    with pytest.raises(InvalidAnswer):
        read_round_name(name)


def test_a_round_may_close_today_and_not_yesterday():
    assert read_closing_day("4 12 2026", LAST) == LAST
    with pytest.raises(InvalidAnswer, match="has not passed"):
        read_closing_day("3 12 2026", LAST)


def test_links_lead_somewhere_until_the_end_of_the_last_day():
    assert ROUND.takes_answers(LAST)
    assert not ROUND.takes_answers(date(2026, 12, 5))
    closed = SystemRound(1, 2, "ZXS", "hscn", "A", QuestionSet.WHOLE, LAST, RoundState.CLOSED)
    assert not closed.takes_answers(FIRST)


def test_the_first_opening_and_the_last_reminder_count():
    steps = (Step.ASKED, Step.LINKED, Step.OPENED, Step.REMINDED, Step.OPENED, Step.REMINDED)
    days = (FIRST, FIRST, NEXT, NEXT, LAST, LAST)
    rows = [Done("ZX9", s, "", "x", d) for s, d in zip(steps, days, strict=True)]

    assert gather(rows)["ZX9"] == Asked("ZX9", FIRST, "", "x", opened=NEXT, reminded=LAST)


def test_whoever_was_taken_out_and_is_asked_again_begins_anew():
    rows = [
        Done("ZX9", Step.ASKED, "a@b", "", FIRST),
        Done("ZX9", Step.OPENED, "a@b", "x", FIRST),
        Done("ZX9", Step.REMOVED, "a@b", "x", FIRST),
    ]
    assert gather(rows)["ZX9"].removed == FIRST

    again = gather([*rows, Done("ZX9", Step.ASKED, "", "", NEXT)])["ZX9"]

    assert again == Asked("ZX9", NEXT)


def line(submitted=None, opened=None, **begun):
    sent = submitted and Submitted(Way.SIGNED, 1, 1, 1, submitted, "Ruth", None, None)
    found = Begun(1, FIRST, **begun) if begun else None
    member = Member(Organisation("ZX9", "Aldermoor"), sent, found)
    return RoundLine(Asked("ZX9", NEXT, opened=opened), member)


def test_each_step_includes_those_further_on():
    lines = (line(), line(opened=NEXT), line(saved=NEXT), line(waiting=LAST), line(submitted=LAST))
    counts = counts_of(lines)

    assert (counts.asked, counts.opened, counts.begun, counts.submitted, counts.signed) == (
        5, 4, 3, 2, 1,
    )  # fmt: skip


def test_what_was_signed_off_before_the_round_does_not_count_for_it():
    assert (line(submitted=FIRST).signed, line(submitted=FIRST).before) == (None, FIRST)
    assert (line(submitted=NEXT).signed, line(submitted=NEXT).before) == (NEXT, None)
