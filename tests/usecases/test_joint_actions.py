"""A system makes joint actions of what stops several; each member says whether it takes part."""

from dataclasses import replace

import pytest

from readiness.content import rules_folder
from readiness.domain.access import Grant, Role
from readiness.domain.errors import InvalidAnswer, NotAllowed, NotFound
from readiness.domain.joint_action import Reply, State
from readiness.storage.database import immediate, rows
from readiness.storage.grants import set_grant
from readiness.storage.packs import current_pack
from readiness.storage.people import add_person, person_by_id
from readiness.usecases.assessment import read_assessment
from readiness.usecases.comparison import read_comparison
from readiness.usecases.joint_actions import (
    Draft,
    JointActionSavedSince,
    UnfitJointAction,
    read_joint_actions,
    save_joint_action,
    start_joint_action,
    stopped_by,
)
from readiness.usecases.joint_offers import OfferChangedSince, answer_offer, offers_to
from tests.examples import AT, ON, later
from tests.systems import SYSTEM, fill_system

RULES = ("circuits-recorded", "sponsor-meets")
DRAFT = Draft("Record every circuit", "", "Head of digital", "30 9 2027", "We pay for it.")


@pytest.fixture
def comparison(db, person):
    fill_system(db, rules_folder(), 24)
    return compare(db, person)


def compare(db, person):
    pack = current_pack(rules_folder(), "hscn")
    return read_comparison(db, SYSTEM.ods_code, pack, person=person, on=ON)


@pytest.fixture
def made(db, comparison, person):
    return start_joint_action(db, comparison, RULES, DRAFT, person=person, at=AT)


@pytest.fixture
def listed(db, person):
    return lambda: read_joint_actions(db, SYSTEM.ods_code, person=person, on=ON)[1]


@pytest.fixture
def save(db, comparison, person, made):
    def save(draft=DRAFT, state=State.OPEN, seen=1, by=person):
        return save_joint_action(
            db, comparison, made.number, draft, state, seen=seen, person=by, at=later(5)
        )

    return save


@pytest.fixture
def opened(db, comparison, made, person):
    """Read the assessment of the first member that it was offered to."""
    code = stopped_by(comparison, RULES)[0].ods_code
    number = next(one.submitted.assessment for one in comparison.members if one.code == code)
    return read_assessment(db, number, person=person, on=ON)


@pytest.fixture
def answer(db, opened, made, person):
    def answer(accept, why="", seen=1, by=person):
        said = {"accept": accept, "why": why, "seen": seen, "person": by, "at": later(9)}
        return answer_offer(db, opened, made.number, **said)

    return answer


def test_it_is_offered_to_each_member_that_one_of_its_points_stops(comparison, made, listed):
    stopped = {one.ods_code for one in stopped_by(comparison, RULES)}

    (one,) = listed()
    assert one.action == made
    assert (one.action.rules, one.action.lead) == (RULES[::-1], "Head of digital")
    assert {offer.organisation.ods_code for offer in one.waiting} == stopped
    assert 1 < len(stopped) < 24


def test_to_make_the_same_again_makes_no_other(db, comparison, made, person, counted):
    before = counted()

    assert start_joint_action(db, comparison, RULES, DRAFT, person=person, at=later(1)) == made
    assert counted() == before


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"named": ""}, "lead"),
        ({"lead": "ZX9"}, "lead"),
        ({"due": "soon"}, "due"),
        ({"note": "x" * 10_001}, "note"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field(db, comparison, person, listed, wrong, field):
    with pytest.raises(UnfitJointAction) as refused:
        start_joint_action(db, comparison, RULES, replace(DRAFT, **wrong), person=person, at=AT)

    assert list(refused.value.wrong) == [field]
    assert listed() == ()


def test_a_member_leads_it_with_a_post_beside(db, comparison, person):
    draft = replace(DRAFT, lead="ZXY0003")
    made = start_joint_action(db, comparison, RULES, draft, person=person, at=AT)

    assert made.lead == "Fernhollow 3, Head of digital"


def test_without_a_point_there_is_no_joint_action(db, comparison, person):
    with pytest.raises(UnfitJointAction, match="tick the points"):
        start_joint_action(db, comparison, ["nothing"], DRAFT, person=person, at=AT)


def test_two_commissioners_cannot_overwrite_each_other(save, listed):
    save(replace(DRAFT, title="Theirs"))

    with pytest.raises(JointActionSavedSince) as since:
        save(replace(DRAFT, title="Mine"))
    assert since.value.theirs.title == "Theirs" == listed()[0].action.title


def test_done_is_on_record_and_offered_no_further(db, save, listed):
    save(state=State.DONE)

    (one,) = listed()
    assert (one.action.state, one.action.version) == (State.DONE, 2)
    kinds = rows(db, "select what, organisation from events where noun = 'joint-action'")
    assert kinds == [("saved", "ZXY"), ("offered", "ZXY"), ("done", "ZXY")]


def test_who_is_stopped_later_is_offered_it_at_the_next_save(db, person, comparison, listed):
    one = comparison.only(lambda member: member.code < "ZXY0012")
    made = start_joint_action(db, one, RULES, DRAFT, person=person, at=AT)
    first = len(listed()[0].offers)

    save_joint_action(
        db, comparison, made.number, DRAFT, State.OPEN, seen=1, person=person, at=later(1)
    )

    assert 0 < first < len(listed()[0].offers) == len(stopped_by(comparison, RULES))


def test_a_member_accepts_and_the_system_counts_it(db, opened, person, answer, listed):
    answer(True)

    (offered,) = offers_to(db, opened, person=person)
    assert (offered.offer.reply, offered.system) == (Reply.ACCEPTED, SYSTEM.name)
    assert len(listed()[0].accepted) == 1


def test_to_decline_asks_why_and_the_system_reads_it(answer, listed):
    with pytest.raises(InvalidAnswer, match="Say why"):
        answer(False)

    answer(False, "We did it last year.")
    assert [offer.note for offer in listed()[0].declined] == ["We did it last year."]


def test_a_member_may_think_again_but_not_over_a_colleague(answer, listed):
    answer(True)
    with pytest.raises(OfferChangedSince):
        answer(False, "No money.", seen=1)

    answer(False, "No money.", seen=2)
    assert len(listed()[0].declined) == 1


def test_nobody_answers_what_was_withdrawn(db, save, answer, opened, person):
    save(state=State.WITHDRAWN)

    with pytest.raises(OfferChangedSince, match="Wexmoor and Hale withdrew this"):
        answer(True)
    assert offers_to(db, opened, person=person) == ()


def test_what_was_accepted_stays_in_sight_when_it_is_withdrawn(db, save, answer, opened, person):
    answer(True)
    save(state=State.WITHDRAWN)

    assert len(offers_to(db, opened, person=person)) == 1


def somebody(db, person, role, code):
    with immediate(db):
        new = add_person(db, "Ines Roe", at=AT)
        set_grant(db, new.id, Grant(role, code), True, by=person, at=AT)
    return person_by_id(db, new.id)


@pytest.mark.parametrize(
    ("role", "code", "refusal"),
    [
        (Role.REVIEWER, "ZXY", NotAllowed),
        (Role.IT_LEAD, "ZXY0001", NotFound),
        (Role.COMMISSIONER, "ZXY0001", NotFound),
    ],
)
def test_only_a_commissioner_of_the_system_decides(db, save, person, role, code, refusal):
    with pytest.raises(refusal):
        save(replace(DRAFT, title="Mine"), by=somebody(db, person, role, code))


def test_a_commissioner_of_the_system_may(db, save, person):
    ines = somebody(db, person, Role.COMMISSIONER, "ZXY")

    assert save(replace(DRAFT, title="Mine"), by=ines).by == "Ines Roe"


@pytest.mark.parametrize(
    ("role", "refusal"), [(Role.CONTRIBUTOR, NotAllowed), (Role.COMMISSIONER, NotAllowed)]
)
def test_only_an_it_lead_answers_for_a_member(db, opened, answer, person, role, refusal):
    code = opened.assessment.organisation.ods_code
    somebody(db, person, Role.IT_LEAD, code)

    with pytest.raises(refusal):
        answer(True, by=somebody(db, person, role, code))
