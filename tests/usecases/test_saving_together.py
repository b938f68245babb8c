"""Processes that save at the same moment, on a database in a file."""

from contextlib import closing

import pytest

from readiness.storage.database import open_database, prepare, rows
from readiness.storage.events import events_of
from readiness.usecases.again import AlreadyBegun, assess_again
from readiness.usecases.assessment import (
    Change,
    Closed,
    answer_questions,
    history,
    read_assessment,
    start_assessment,
    submit,
)
from readiness.usecases.organisation import add_organisation, local_person
from tests.examples import AT, ON, TRUST
from tests.together import together

ROUNDS = 20


@pytest.fixture
def place(tmp_path, rules):
    """Return a prepared database, the rules, and the number of an open assessment."""
    path = tmp_path / "instance" / "readiness.db"
    prepare(path)
    with closing(open_database(path)) as db:
        person = local_person(db)
        add_organisation(db, TRUST, person=person, at=AT)
        return path, start_assessment(db, rules, "tiny", "ZX9", person=person, at=AT)


def _start(task, wait):
    path, rules = task
    with closing(open_database(path)) as db:
        wait()
        return start_assessment(db, rules, "tiny", "ZX9", person=local_person(db), at=AT)


def _save_own_question(task, wait):
    """Save another number of one's own question in each round; return what was not kept."""
    path, number, question = task
    with closing(open_database(path)) as db:
        person = local_person(db)
        lost = []
        for turn in range(ROUNDS):
            opened = read_assessment(db, number, person=person, on=ON)
            wait()
            change = Change(question, str(turn), seen=turn)
            saved = answer_questions(db, opened, [change], person=person, at=AT)
            if saved.saved != (question,):
                lost.append(saved)
        return lost


def _save_same_question(task, wait):
    """Save one question from the newest version in each round; return what became of each."""
    path, number, mine = task
    with closing(open_database(path)) as db:
        person = local_person(db)
        outcomes = []
        for turn in range(ROUNDS):
            opened = read_assessment(db, number, person=person, on=ON)
            wait()
            change = Change("lines", mine + turn, seen=turn)
            saved = answer_questions(db, opened, [change], person=person, at=AT)
            outcomes.append(saved.clashes[0].theirs.value if saved.clashes else None)
            wait()
        return outcomes


def _assess_again(task, wait):
    """Press the button at the same moment; return the number begun, or that of the other."""
    path, rules, number = task
    with closing(open_database(path)) as db:
        person = local_person(db)
        opened = read_assessment(db, number, person=person, on=ON)
        wait()
        try:
            return "began", assess_again(db, rules, opened, person=person, at=AT)
        except AlreadyBegun as begun:
            return "refused", begun.assessment


def _answer_or_assess_again(task, wait):
    """Save an answer in the old assessment while the next one begins; say what became of it."""
    path, rules, number, saves = task
    with closing(open_database(path)) as db:
        person = local_person(db)
        opened = read_assessment(db, number, person=person, on=ON)
        wait()
        if not saves:
            return assess_again(db, rules, opened, person=person, at=AT)
        try:
            return answer_questions(db, opened, [Change("moved", "5")], person=person, at=AT).saved
        except Closed:
            return "closed"


def _submitted(path, number):
    with closing(open_database(path)) as db:
        person = local_person(db)
        opened = read_assessment(db, number, person=person, on=ON)
        answer_questions(db, opened, [Change("lines", "12")], person=person, at=AT)
        opened = read_assessment(db, number, person=person, on=ON)
        submit(db, opened, seen=opened.newest, person=person, at=AT, on=ON)


def test_processes_that_assess_again_at_once_begin_one_assessment(place, rules):
    path, number = place
    _submitted(path, number)

    found = together(_assess_again, [(path, rules, number)] * 4)

    assert sorted(what for what, _ in found) == ["began", "refused", "refused", "refused"]
    assert len({new for _, new in found}) == 1
    with closing(open_database(path)) as db:
        assert rows(db, "select count(*) from assessments") == [(2,)]
        assert rows(db, "select count(*) from carried_answers") == [(1,)]


def test_an_answer_saved_while_the_next_assessment_begins_is_carried_or_refused(place, rules):
    path, number = place
    _submitted(path, number)

    what, new = together(
        _answer_or_assess_again, [(path, rules, number, True), (path, rules, number, False)]
    )

    with closing(open_database(path)) as db:
        after = read_assessment(db, new, person=local_person(db), on=ON).given.answers
        assert after["lines"].value == 12
        assert ("moved" in after) == (what == ("moved",))


def test_processes_that_start_the_same_assessment_get_the_same_one(tmp_path, rules):
    path = tmp_path / "readiness.db"
    prepare(path)
    with closing(open_database(path)) as db:
        add_organisation(db, TRUST, person=local_person(db), at=AT)

    assert len(set(together(_start, [(path, rules)] * 4))) == 1


def test_processes_that_save_different_questions_lose_nothing(place):
    path, number = place

    lost = together(
        _save_own_question, [(path, number, key) for key in ("lines", "moved", "budget")]
    )

    assert lost == [[], [], []]
    with closing(open_database(path)) as db:
        opened = read_assessment(db, number, person=local_person(db), on=ON)
        assert {
            key: (a.value, a.version) for key, a in opened.given.answers.items()
        } == dict.fromkeys(("lines", "moved", "budget"), (ROUNDS - 1, ROUNDS))
        assert len(events_of(db, "assessment", number)) == 1 + 3 * ROUNDS


def test_of_processes_that_save_the_same_question_exactly_one_is_accepted_each_time(place):
    path, number = place

    first, second = together(_save_same_question, [(path, number, 100), (path, number, 300)])

    for turn in range(ROUNDS):
        assert (first[turn], second[turn]) in {(None, 100 + turn), (300 + turn, None)}
    with closing(open_database(path)) as db:
        told = history(db, number, "lines", person=local_person(db))
        assert [answer.version for answer in told] == list(range(1, ROUNDS + 1))
        assert rows(db, "pragma integrity_check") == [("ok",)]
