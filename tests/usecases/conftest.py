"""Answers to a trust's open assessment, one at a time."""

import pytest

from readiness.usecases.assessment import Change, answer_questions
from tests import examples


@pytest.fixture
def give(db, read, person):
    """Give one answer, by the local user unless somebody is named."""

    def give(question, value, *, by=person, at=examples.AT, **fields):
        change = Change(question, value, **fields)
        return answer_questions(db, read(), [change], person=by, at=at)

    return give
