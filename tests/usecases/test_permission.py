import pytest

from readiness.domain.errors import NotAllowed
from readiness.domain.organisation import Person
from readiness.usecases import permission
from tests.examples import TRUST


def test_whoever_is_known_here_may_answer_for_every_organisation(db, person, tom):
    assert permission.answering(db, person, TRUST) == person
    assert permission.answering(db, tom, TRUST) == tom


def test_a_person_is_known_by_number_and_not_by_what_they_call_themselves(db, person):
    assert permission.known(db, Person(1, "Somebody else")) == person


def test_whoever_is_not_known_here_may_not(db):
    with pytest.raises(NotAllowed, match="not known here"):
        permission.known(db, Person(2, "Local user"))


def test_whoever_may_not_answer_is_told_for_which_organisation(db, person, monkeypatch):
    monkeypatch.setattr(permission, "may_answer", lambda person, organisation: False)

    with pytest.raises(NotAllowed, match="Aldermoor"):
        permission.answering(db, person, TRUST)
