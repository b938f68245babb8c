import pytest

from readiness.domain.access import Role
from readiness.domain.errors import NotAllowed, NotFound
from readiness.storage.database import rows
from readiness.storage.events import events_of
from readiness.usecases.assignment import Giving, assign_sections
from readiness.usecases.mark import MarkedSince, UnfitMark, clear_mark, mark_question
from readiness.usecases.working_together import read_together, waiting_for
from tests.examples import AT, later


@pytest.fixture
def mark(db, read, person):
    """Mark a question, by the local user unless somebody is named."""

    def mark(why="It is old.", to="", *, seen=0, by=person, question="lines", at=AT):
        to = str(getattr(to, "id", to))
        return mark_question(db, read(), question, why=why, to=to, seen=seen, person=by, at=at)

    return mark


@pytest.fixture
def clear(db, read, person):
    """Clear the mark of a question."""
    return lambda seen=1, by=person: clear_mark(
        db, read(), "lines", seen=seen, person=by, at=later(9)
    )


@pytest.fixture
def now(db, read, person):
    """Return the newest mark of a question."""
    return lambda: read_together(db, read(), person=person).mark("lines")


def test_a_mark_says_why_for_whom_and_who(mark, now, priya, db, started):
    mark("It is\nold.", priya)

    assert (now().why, now().to_name, now().by, now().standing) == (
        "It is old.",
        "Priya Shah",
        "Local user",
        True,
    )
    event = events_of(db, "assessment", started)[-1]
    assert (event.what, event.detail) == ("marked", {"question": "lines", "version": 1})


def test_a_mark_stays_when_the_question_is_answered_again_and_says_so(mark, now, give, read):
    give("lines", "12")
    mark()
    assert not now().answered_since(read().given.answers["lines"])

    give("lines", "13", seen=1)

    assert now().standing
    assert now().answered_since(read().given.answers["lines"])


def test_what_was_answered_since_may_be_marked_again_for_the_same_reason(mark, give, read, now):
    mark()
    give("lines", "12")

    mark(seen=1)

    assert (now().version, now().answered_since(read().given.answers["lines"])) == (2, False)


def test_to_mark_again_alike_or_to_clear_twice_changes_nothing(mark, clear, counted):
    mark()
    marked = counted()
    assert mark().version == 1
    assert counted() == marked

    clear()
    cleared = counted()
    assert not clear().standing
    assert counted() == cleared


def test_whoever_marks_from_a_stale_page_is_shown_what_was_said(mark, now, tom):
    mark("Tom says so.", by=tom)

    with pytest.raises(MarkedSince, match="Tom Okafor marked this question") as since:
        mark("I say so.")

    assert since.value.theirs.why == "Tom says so."
    mark("I say so.", seen=1)
    assert (now().why, now().version) == ("I say so.", 2)


def test_whoever_clears_from_a_stale_page_is_shown_what_was_said(mark, clear, now, tom):
    mark()
    mark("Another reason.", seen=1, by=tom)

    with pytest.raises(MarkedSince):
        clear(seen=1)
    assert now().standing


def test_a_question_cleared_meanwhile_is_said_to_be(mark, clear, tom):
    mark()
    clear(by=tom)

    with pytest.raises(MarkedSince, match="cleared the mark"):
        mark("Again.", seen=1)
    assert mark("Again.", seen=2).standing


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"why": ""}, "why"), ({"why": "x" * 301}, "why"), ({"to": "99"}, "to"), ({"to": "x"}, "to")],
)
def test_what_does_not_fit_is_said_at_its_field(mark, fields, field):
    with pytest.raises(UnfitMark) as unfit:
        mark(**fields)

    assert [name for name, lines in unfit.value.wrong.items() if lines] == [field]


def test_anybody_who_sees_marks_and_whoever_answers_or_marked_clears(
    db, read, person, mark, clear, priya, ruth, join
):
    other = join("Other", Role.CONTRIBUTOR)
    mark(by=ruth)
    with pytest.raises(NotAllowed, match="Only Ruth Adeyemi"):
        clear(by=priya)
    clear(by=ruth)

    assign_sections(db, read(), [Giving("estate", str(priya.id))], person=person, at=AT)
    mark("Again.", seen=2, by=other)
    with pytest.raises(NotAllowed):
        clear(seen=3, by=ruth)
    assert not clear(seen=3, by=priya).standing
    with pytest.raises(NotFound):
        mark(by=join("Stranger", Role.IT_LEAD, code="ZX8"))


def test_who_a_mark_is_for_finds_it_until_it_is_cleared(db, read, mark, clear, priya, tom):
    mark(to=priya)

    (waiting,) = waiting_for(db, [read()], person=priya)
    assert [question.key for question in waiting.marked] == ["lines"]
    clear()
    assert waiting_for(db, [read()], person=priya) == ()
    assert rows(db, "select count(*) from marks") == [(2,)]
