from datetime import date

import pytest

from readiness.domain.abilities import EVERYTHING, READS_ONLY, Abilities
from readiness.domain.assessment import Answer
from readiness.domain.errors import InvalidAnswer
from readiness.domain.working_together import (
    LONGEST_COMMENT,
    LONGEST_SAID,
    LONGEST_WHY,
    Assignment,
    Comment,
    Mark,
    Together,
    ask_whom,
    may_clear,
    read_comment,
    read_said,
    read_why,
)
from tests.examples import AT

PRIYA = Assignment("estate", 7, "Priya Shah", "Estates")
CONTRIBUTOR = Abilities(say=True, sections=frozenset({"lead"}))


@pytest.mark.parametrize(
    ("given", "who"),
    [
        (PRIYA, "Priya Shah (Estates)"),
        (Assignment("estate", 7, "Priya Shah"), "Priya Shah"),
        (Assignment("estate", said="Estates, by phone"), "Estates, by phone"),
        (Assignment("estate", due=date(2026, 12, 14)), ""),
    ],
)
def test_who_has_a_section_is_named_by_account_and_by_words(given, who):
    assert given.who == who
    assert given.given == bool(who)


def test_whoever_may_not_answer_is_told_whom_to_ask():
    assert "are with Priya Shah (Estates). Ask them, or ask your IT lead" in ask_whom(
        "Lines", PRIYA, CONTRIBUTOR
    )
    assert "Nobody has “Lines” yet" in ask_whom("Lines", Assignment("estate"), CONTRIBUTOR)
    assert "You read “Lines”" in ask_whom("Lines", PRIYA, READS_ONLY)


def test_a_mark_says_that_the_question_was_answered_since():
    mark = Mark("lines", "Old.", on=2, standing=True, version=1)

    assert not mark.answered_since(None)
    assert not mark.answered_since(Answer(12, version=2))
    assert mark.answered_since(Answer(13, version=3))


def test_a_mark_is_cleared_by_whoever_made_it_or_answers_the_section():
    mark = Mark("lines", "Old.", standing=True, version=1, by_id=7)

    assert may_clear(mark, "estate", 7, READS_ONLY)
    assert may_clear(mark, "lead", 8, CONTRIBUTOR)
    assert not may_clear(mark, "estate", 8, CONTRIBUTOR)
    assert not may_clear(Mark("lines"), "estate", 7, EVERYTHING)


def test_a_comment_is_struck_out_once_by_its_writer_or_who_runs_the_assessment():
    comment = Comment(1, "lines", "So.", 7, "Priya Shah", AT)
    struck = Comment(1, "lines", "So.", 7, "Priya Shah", AT, "Tom Okafor", AT)

    assert comment.may_strike(7, CONTRIBUTOR)
    assert comment.may_strike(8, EVERYTHING)
    assert not comment.may_strike(8, CONTRIBUTOR)
    assert not struck.may_strike(7, EVERYTHING)


def test_only_standing_marks_count():
    together = Together(marks={"lines": Mark("lines", standing=True), "plan": Mark("plan")})

    assert together.marked(["plan", "lines", "budget"]) == ("lines",)


@pytest.mark.parametrize(
    ("read", "most"),
    [(read_said, LONGEST_SAID), (read_comment, LONGEST_COMMENT), (read_why, LONGEST_WHY)],
)
def test_words_are_taken_up_to_their_length_and_refused_beyond(read, most):
    assert read("x" * most) == "x" * most
    with pytest.raises(InvalidAnswer, match="Shorten"):
        read("x" * (most + 1))


@pytest.mark.parametrize("read", [read_comment, read_why])
def test_nothing_said_is_refused(read):
    with pytest.raises(InvalidAnswer):
        read(" \r\n ")
