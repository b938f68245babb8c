"""The report on questions reads the newest submission of each assessment, as it was made."""

import pytest
from sqlite_utils import Database

from readiness.domain.errors import Unusable
from readiness.domain.question_report import Part, question_report
from readiness.usecases.assessment import Change, answer_questions, submit
from readiness.usecases.question_report import submitted_readings
from tests import examples


@pytest.fixture
def declare(db, read, person):
    """Give an answer and submit."""

    def declare(value):
        answer = read().given.answers.get("plan")
        change = Change("plan", value, seen=answer.version if answer else 0)
        answer_questions(db, read(), [change], person=person, at=examples.AT)
        opened = read()
        submit(db, opened, seen=opened.newest, person=person, at=examples.AT, on=examples.ON)

    return declare


def test_only_the_newest_submission_of_an_assessment_counts_with_its_revisions(db, declare):
    declare("none")
    declare("drafted")

    readings = submitted_readings(db, "tiny")

    assert [r.given.answers["plan"].value for r in readings] == ["drafted"]
    plan = {f.question.key: f for f in question_report(readings[0].pack, readings * 5)}["plan"]
    assert plan.revised == Part(5, 5)


def test_what_is_not_submitted_or_of_another_pack_does_not_count(db, started, declare):
    assert submitted_readings(db, "tiny") == ()
    declare("none")

    assert submitted_readings(db, "other") == ()


def test_another_programs_database_is_refused():
    with pytest.raises(Unusable, match="not a database of HSCN Readiness"):
        submitted_readings(Database(memory=True), "tiny")
