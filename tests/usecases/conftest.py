"""A trust whose assessment is open, and people who answer it."""

import pytest

from readiness.storage.database import immediate
from readiness.storage.people import add_person
from readiness.usecases.assessment import (
    Change,
    answer_questions,
    read_assessment,
    start_assessment,
)
from readiness.usecases.organisation import add_organisation, local_person
from tests import examples


@pytest.fixture
def person(db):
    """Return the local user."""
    return local_person(db)


@pytest.fixture
def tom(db):
    """Return somebody else."""
    with immediate(db):
        return add_person(db, "Tom Okafor", at=examples.AT)


@pytest.fixture
def started(db, rules, person):
    """Return the number of a trust's assessment, just started."""
    add_organisation(db, examples.TRUST, person=person, at=examples.AT)
    return start_assessment(db, rules, "tiny", "ZX9", person=person, at=examples.AT)


@pytest.fixture
def read(db, started, person):
    """Read the trust's assessment as it stands."""

    def read(on=examples.ON):
        return read_assessment(db, started, person=person, on=on)

    return read


@pytest.fixture
def give(db, read, person):
    """Give one answer, by the local user unless somebody is named."""

    def give(question, value, *, by=person, at=examples.AT, **fields):
        change = Change(question, value, **fields)
        return answer_questions(db, read(), [change], person=by, at=at)

    return give
