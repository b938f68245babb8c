"""Processes that give one section, or mark one question, at the same moment."""

from contextlib import closing

import pytest

from readiness.storage.database import open_database, prepare, rows
from readiness.usecases.assessment import read_assessment, start_assessment
from readiness.usecases.assignment import AssignedSince, Giving, assign_sections
from readiness.usecases.mark import MarkedSince, mark_question
from readiness.usecases.organisation import add_organisation, local_person
from tests.examples import AT, ON, TRUST
from tests.together import together

ROUNDS = 40


@pytest.fixture
def place(tmp_path, rules):
    """Return a prepared database and the number of an open assessment."""
    path = tmp_path / "instance" / "readiness.db"
    prepare(path)
    with closing(open_database(path)) as db:
        person = local_person(db)
        add_organisation(db, TRUST, person=person, at=AT)
        return path, start_assessment(db, rules, "tiny", "ZX9", person=person, at=AT)


def _each_round(task, wait, act):
    """Act once in each round from the newest version; return whose words stood where refused."""
    path, number, mine = task
    with closing(open_database(path)) as db:
        person, outcomes = local_person(db), []
        for turn in range(ROUNDS):
            opened = read_assessment(db, number, person=person, on=ON)
            wait()
            outcomes.append(act(db, opened, f"{mine} {turn}", turn, person))
            wait()
        return outcomes


def _give(task, wait):
    def give(db, opened, words, turn, person):
        try:
            wanted = [Giving("estate", said=words, seen=turn)]
            assign_sections(db, opened, wanted, person=person, at=AT)
        except AssignedSince as since:
            return since.theirs["estate"].said
        return None

    return _each_round(task, wait, give)


def _mark(task, wait):
    def mark(db, opened, words, turn, person):
        try:
            mark_question(db, opened, "lines", why=words, to="", seen=turn, person=person, at=AT)
        except MarkedSince as since:
            return since.theirs.why
        return None

    return _each_round(task, wait, mark)


@pytest.mark.parametrize(("act", "table"), [(_give, "assignments"), (_mark, "marks")])
def test_of_two_at_once_one_is_saved_and_the_other_is_shown_it(place, act, table):
    path, number = place

    first, second = together(act, [(path, number, "Estates"), (path, number, "Networks")])

    for turn in range(ROUNDS):
        assert (first[turn], second[turn]) in {
            (None, f"Estates {turn}"),
            (f"Networks {turn}", None),
        }
    with closing(open_database(path)) as db:
        found = rows(db, f"select version from {table} order by id")
        assert [version for (version,) in found] == list(range(1, ROUNDS + 1))
        told = rows(db, "select count(*) from events where what in ('assigned', 'marked')")
        assert told == [(ROUNDS,)]
