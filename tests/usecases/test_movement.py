"""An earlier day beside today, read back: the months agree with the comparisons of their days."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from readiness.content import rules_folder
from readiness.domain.movement import Movement
from readiness.domain.organisation import Membership
from readiness.domain.tally import tally_of
from readiness.domain.verdict import assess
from readiness.storage.assessments import close_assessment
from readiness.storage.database import immediate, rows
from readiness.storage.organisations import organisation_by_code, store_membership
from readiness.storage.packs import current_pack
from readiness.usecases.comparison import read_comparison
from readiness.usecases.movement import read_before, read_months
from readiness.usecases.organisation import local_person
from tests.examples import AT
from tests.respondents import respondent
from tests.systems import SYSTEM, fill_system, submit_signed

ON = AT.date()


@pytest.fixture(scope="module")
def hscn():
    return current_pack(rules_folder(), "hscn")


@pytest.fixture
def now(db, hscn):
    """Fill a system, and compare it as it stands."""
    fill_system(db, rules_folder(), 24, submitted=19)

    def now(**how):
        return read_comparison(db, SYSTEM.ods_code, hscn, person=local_person(db), on=ON, **how)

    return now


def test_each_month_counts_what_the_comparison_as_of_its_end_counts(db, now):
    months = read_months(db, now())

    assert months[-1].day == ON
    assert 4 <= len(months) <= 12
    for month in months:
        then = now(as_of=month.day)
        assert month.evidenced == then.stages.evidenced
        assert (month.submitted, month.of) == (len(then.submitters), len(then.members))


def test_all_months_take_as_many_queries_as_one(db, now):
    found = now()
    read_months(db, found)
    asked = []
    db.conn.set_trace_callback(asked.append)
    read_months(db, found)
    db.conn.set_trace_callback(None)

    assert len(asked) == 1


def test_without_a_submission_there_is_no_month(db, hscn):
    fill_system(db, rules_folder(), 3, submitted=0)
    found = read_comparison(db, SYSTEM.ods_code, hscn, person=local_person(db), on=ON)

    assert read_months(db, found) == ()


def test_a_member_that_submits_again_moves_from_then_to_now(db, hscn, now):
    day = ON - timedelta(days=1)
    member = next(one for one in now().submitters if one.submitted.tally.evidenced == 1)
    with immediate(db):
        close_assessment(db, member.submitted.assessment, at=AT)
        random = Random(3)
        given = next(
            given
            for given in iter(lambda: respondent(hscn, random, whole=True), None)
            if _evidenced(hscn, given) > 1
        )
        given = _for(given, organisation_by_code(db, member.code))
        submit_signed(db, hscn, given, person=local_person(db), at=AT)

    found = now()
    moved = Movement(read_before(db, found, day, person=local_person(db)), found)

    (one,) = moved.moved
    assert (one.member.code, one.stage_was, one.up) == (member.code, 1, True)
    assert one.turns


def test_members_of_then_are_those_of_that_day(db, now):
    code = now().members[0].code
    joined = ON - timedelta(days=20)
    with immediate(db):
        db.conn.execute("delete from memberships where organisation = ?", (code,))
        place = Membership(code, SYSTEM.ods_code, "member", joined)
        store_membership(db, place, at=AT)

    found = now()
    before = read_before(db, found, joined - timedelta(days=1), person=local_person(db))

    assert [one.code for one in Movement(before, found).joined] == [code]
    assert rows(db, "select count(*) from memberships")[0][0] == 24


def _evidenced(pack, given):
    return tally_of(assess(pack, given), pack).evidenced


def _for(given, organisation):
    return replace(given, organisation=organisation, on=ON)
