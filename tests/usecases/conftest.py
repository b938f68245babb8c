"""Answers to a trust's open assessment or to any, one at a time."""

import pytest

from readiness.usecases.assessment import Change, answer_questions, read_assessment
from tests import examples


@pytest.fixture
def give(db, read, person):
    """Give one answer, by the local user unless somebody is named."""

    def give(question, value, *, by=person, at=examples.AT, **fields):
        change = Change(question, value, **fields)
        return answer_questions(db, read(), [change], person=by, at=at)

    return give


@pytest.fixture
def see(db, person):
    """Read any assessment by number."""
    return lambda number: read_assessment(db, number, person=person, on=examples.ON)


@pytest.fixture
def say(db, see, person):
    """Save answers in any assessment, some minutes after the first began."""

    def say(number, minutes=1, by=person, **answers):
        at = examples.later(minutes)
        for key, value in ((k.replace("_", "-"), v) for k, v in answers.items()):
            kept = see(number).given.answers.get(key)
            change = Change(key, value, note="Ours.", seen=kept.version if kept else 0)
            saved = answer_questions(db, see(number), [change], person=by, at=at)
            assert saved.saved == (key,)

    return say
