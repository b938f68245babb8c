import json

import pytest

from readiness.domain.access import Role
from readiness.domain.errors import Conflict, InvalidAnswer, NotAllowed, NotFound
from readiness.domain.working_together import MOST_COMMENTS
from readiness.storage.comments import add_comment as store
from readiness.storage.database import immediate
from readiness.storage.events import events_of
from readiness.usecases.assessment import submit
from readiness.usecases.assignment import Giving, assign_sections
from readiness.usecases.comment import add_comment, strike_comment
from readiness.usecases.working_together import read_together
from tests.examples import AT, ON, later


@pytest.fixture
def comment(db, read, person):
    """Comment on a question, by the local user unless somebody is named."""

    def comment(text, question="lines", *, by=person, at=AT):
        return add_comment(db, read(), question, text, person=by, at=at)

    return comment


@pytest.fixture
def thread(db, read, person):
    """Return what was said of a question."""

    def thread(question="lines"):
        return read_together(db, read(), person=person, threads=[question]).threads.get(question)

    return thread


def test_what_was_said_stands_in_order_with_who_and_when(comment, thread, tom):
    comment("Is it 12?")
    comment("It is 13.\r\nI counted.", by=tom, at=later(3))

    assert [(one.text, one.by, one.at) for one in thread()] == [
        ("Is it 12?", "Local user", AT),
        ("It is 13.\nI counted.", "Tom Okafor", later(3)),
    ]


def test_the_record_says_that_something_was_said_and_never_what(comment, db, started):
    number = comment("Ask Dr Smith.").number

    event = events_of(db, "assessment", started)[-1]
    assert (event.what, event.detail) == ("commented", {"question": "lines", "comment": number})


def test_no_submission_holds_a_comment(db, read, give, comment, person):
    give("lines", "12")
    comment("Between us.")
    submission = submit(db, read(), seen=read().newest, person=person, at=AT, on=ON)

    assert "Between us" not in json.dumps(json.loads(submission.document), ensure_ascii=False)


def test_a_form_that_is_sent_twice_says_it_once(comment, thread, tom):
    comment("So.")
    comment("So.")
    comment("So.", by=tom)

    assert [one.by for one in thread()] == ["Local user", "Tom Okafor"]


@pytest.mark.parametrize("text", ["", " \n", "x" * 2001, "a\x00b"])
def test_what_does_not_fit_is_refused(comment, text, counted):
    before = counted()

    with pytest.raises(InvalidAnswer):
        comment(text)
    assert counted() == before


def test_a_question_takes_only_so_many(db, started, comment, person):
    with immediate(db):
        for number in range(MOST_COMMENTS):
            store(db, started, "lines", str(number), person=person, at=AT)

    with pytest.raises(Conflict, match="takes no more"):
        comment("One more.")


def test_a_contributor_comments_in_their_sections_and_an_approver_anywhere(
    db, read, person, comment, priya, ruth, join
):
    assign_sections(db, read(), [Giving("estate", str(priya.id))], person=person, at=AT)

    comment("Mine.", by=priya)
    comment("I wonder.", "plan", by=ruth)
    with pytest.raises(NotAllowed, match="Nobody has “Lead and plan” yet"):
        comment("Theirs.", "plan", by=priya)
    with pytest.raises(NotFound):
        comment("Hello.", by=join("Stranger", Role.IT_LEAD, code="ZX8"))


def test_a_question_that_is_not_asked_takes_no_comment(comment):
    with pytest.raises(NotFound):
        comment("So.", "nothing")


def test_a_comment_is_struck_out_and_kept(db, read, comment, thread, person, priya, ruth, tom):
    number = comment("Wrong.", by=ruth).number
    with pytest.raises(NotAllowed, match="Only Ruth Adeyemi or an IT lead"):
        strike_comment(db, read(), number, person=priya, at=AT)

    strike_comment(db, read(), number, person=tom, at=later(1))
    strike_comment(db, read(), number, person=ruth, at=later(2))

    (struck,) = thread()
    assert (struck.struck_by, struck.struck_at, struck.text) == ("Tom Okafor", later(1), "Wrong.")
    assert read_together(db, read(), person=person).counts == {}


def test_there_is_no_comment_of_another_assessment_to_strike_out(db, read, person):
    for number in (0, 1, 2**70):
        with pytest.raises(NotFound):
            strike_comment(db, read(), number, person=person, at=AT)


def test_all_that_was_said_takes_one_query_and_counts_without_the_words(db, read, comment, person):
    comment("One.")
    comment("Two.", "plan")
    opened, asked = read(), []
    db.conn.set_trace_callback(asked.append)

    together = read_together(db, opened, person=person)

    assert len(asked) == 1
    assert (together.counts, together.threads) == ({"lines": 1, "plan": 1}, {})
    assert set(read_together(db, opened, person=person, threads=None).threads) == {"lines", "plan"}
