"""Two sides agree, each for itself; what is published and adopted is theirs alone to see and do."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from readiness.domain.access import Grant, Role
from readiness.domain.assessment import Answer
from readiness.domain.errors import Conflict, InvalidAnswer, NotAllowed, NotFound
from readiness.domain.hosting import Side, Standing
from readiness.domain.reader import read_pack
from readiness.storage.database import immediate, rows
from readiness.storage.events import events_of
from readiness.storage.grants import set_grant
from readiness.storage.people import add_person, person_by_id
from readiness.usecases.adopting import adopt, hosts_of, offer_of, publish, withdraw
from readiness.usecases.assessment import (
    Change,
    answer_questions,
    read_assessment,
    read_submission,
    start_assessment,
    submit,
)
from readiness.usecases.hosting import (
    AgreedSince,
    Proposal,
    UnfitAgreement,
    accept,
    decline,
    end,
    hosting_of,
    propose,
)
from readiness.usecases.organisation import add_organisation
from tests import examples
from tests.examples import AT, CLINIC, ON, PACK, TRUST, later, tiny_pack

HOSTING = """\
hosting:
  sections: [estate]
  owner: network-manager
  effort: {days: 0.5}
  lead_time: 10 working days
"""
FILES = tiny_pack(pack=PACK + HOSTING)
TINY = read_pack(FILES)
PROPOSAL = Proposal("ZX8", TINY, ("estate",), ON, None)


@pytest.fixture
def rules(tmp_path):
    """Return a rules folder whose small pack lets a host answer its second section."""
    examples.write_pack(tmp_path / "rules", FILES)
    return tmp_path / "rules"


@pytest.fixture
def made(db, person):
    """Make the host, ZX9, and the guest, ZX8."""
    for organisation in (TRUST, CLINIC):
        add_organisation(db, organisation, person=person, at=AT)


@pytest.fixture
def somebody(db, made, person):
    """Make somebody with a role somewhere."""

    def somebody(name, role, where):
        with immediate(db):
            new = add_person(db, name, at=AT)
            set_grant(db, new.id, Grant(role, where), True, by=person, at=AT)
        return person_by_id(db, new.id)

    return somebody


@pytest.fixture
def hope(somebody):
    """Return the IT lead of the host."""
    return somebody("Hope Tarn", Role.IT_LEAD, "ZX9")


@pytest.fixture
def gil(somebody):
    """Return the IT lead of the guest."""
    return somebody("Gil Beck", Role.IT_LEAD, "ZX8")


@pytest.fixture
def agreed(db, hope, gil):
    """Let the host propose and the guest accept."""
    there = propose(db, "ZX9", Side.HOST, PROPOSAL, person=hope, at=AT)
    return accept(db, "ZX8", there.number, seen=1, person=gil, at=later(1))


@pytest.fixture
def published(db, rules, hope, agreed):
    """Let the host answer, submit and publish; return a way to do so again."""
    host = start_assessment(db, rules, "tiny", "ZX9", person=hope, at=AT)

    def published(move_plan="all", private=True):
        opened = read_assessment(db, host, person=hope, on=ON)
        kept = opened.given.answers.get("move-plan", Answer(None, version=0))
        change = Change("move-plan", move_plan, "By lot.", private=private, seen=kept.version)
        answer_questions(db, opened, [change], person=hope, at=AT)
        opened = read_assessment(db, host, person=hope, on=ON)
        made = submit(db, opened, seen=opened.newest, person=hope, at=AT, on=ON)
        submitted = read_submission(db, host, made.number, person=hope)
        return publish(db, submitted, ["estate"], person=hope, at=AT, on=ON)

    return published


@pytest.fixture
def guest(db, rules, gil):
    """Return the guest’s assessment as it stands, seen from a day."""
    number = start_assessment(db, rules, "tiny", "ZX8", person=gil, at=AT)
    return lambda on=ON: read_assessment(db, number, person=gil, on=on)


def take(db, guest, publication, gil, seen=0):
    adopt(db, guest(), publication, seen=seen, person=gil, at=later(5))


def test_what_one_side_proposes_holds_once_the_other_accepts(db, hope, gil):
    there = propose(db, "ZX9", Side.HOST, PROPOSAL, person=hope, at=AT)
    assert there.standing(ON) is Standing.PROPOSED

    now = accept(db, "ZX8", there.number, seen=1, person=gil, at=later(1))

    assert (now.standing(ON), now.version, now.by) == (Standing.HOLDS, 2, "Gil Beck")
    assert [e.what for e in events_of(db, "hosting", there.number)] == [
        "proposed",
        "proposed",
        "accepted",
        "accepted",
    ]


def test_nobody_accepts_what_their_own_side_proposed(db, hope):
    there = propose(db, "ZX9", Side.HOST, PROPOSAL, person=hope, at=AT)

    with pytest.raises(InvalidAnswer):
        accept(db, "ZX9", there.number, seen=1, person=hope, at=later(1))


def test_one_person_who_answers_for_both_agrees_at_once(db, made, person):
    assert propose(db, "ZX9", Side.HOST, PROPOSAL, person=person, at=AT).holds(ON)


def test_an_administrator_records_what_was_signed_on_paper_and_nobody_else_does(db, somebody, hope):
    admin = somebody("Ada Wick", Role.ADMINISTRATOR, "")
    signed = replace(PROPOSAL, paper="Contracts drive, folder 12")

    assert propose(db, "ZX9", Side.HOST, signed, person=admin, at=AT).holds(ON)
    with pytest.raises(NotAllowed):
        propose(db, "ZX9", Side.HOST, signed, person=hope, at=AT)
    with pytest.raises(NotFound):
        propose(db, "ZX9", Side.HOST, PROPOSAL, person=admin, at=AT)


def test_to_propose_the_same_again_changes_nothing(db, hope, counted):
    propose(db, "ZX9", Side.HOST, PROPOSAL, person=hope, at=AT)
    before = counted()

    propose(db, "ZX9", Side.HOST, PROPOSAL, person=hope, at=later(1))

    assert counted() == before


def test_those_of_others_see_no_agreement(db, agreed, somebody):
    with immediate(db):
        pass
    add_organisation(db, replace(CLINIC, ods_code="ZX7"), person=person_by_id(db, 1), at=AT)
    stranger = somebody("Sam Crook", Role.IT_LEAD, "ZX7")

    with pytest.raises(NotFound):
        hosting_of(db, "ZX9", person=stranger)
    with pytest.raises(NotFound):
        end(db, "ZX7", agreed.number, ON, seen=2, person=stranger, at=AT, on=ON)


def test_a_contributor_may_neither_agree_publish_nor_adopt(
    db, agreed, published, guest, somebody, hope, gil
):
    number = published()
    cat = somebody("Cat Lund", Role.CONTRIBUTOR, "ZX8")
    read_assessment(db, guest().assessment.id, person=cat, on=ON)

    with pytest.raises(NotAllowed):
        end(db, "ZX8", agreed.number, ON, seen=2, person=cat, at=AT, on=ON)
    with pytest.raises(NotAllowed):
        take(db, guest, number, cat)
    assert not hosts_of(db, guest(), person=cat).may_adopt


def test_a_guest_reads_nothing_of_its_host_but_what_is_published(db, published, guest, gil):
    number = published(private=True)

    hosted = offer_of(db, guest(), number, person=gil).hosted

    assert hosted.answers == {"move-plan": Answer("all", private=False)}
    with pytest.raises(NotFound):
        read_submission(db, 1, 1, person=gil)


def test_a_note_that_is_not_private_is_shared(db, published, guest, gil):
    number = published(private=False)

    assert offer_of(db, guest(), number, person=gil).hosted.answers["move-plan"].note == "By lot."


def test_what_was_adopted_stays_while_the_host_goes_on(db, published, guest, gil):
    take(db, guest, published(), gil)
    before = guest().given.host

    newer = published("none")

    assert guest().given.host == before
    assert hosts_of(db, guest(), person=gil).offered.id == newer
    take(db, guest, newer, gil, seen=1)
    assert guest().given.host.submission == 2
    assert hosts_of(db, guest(), person=gil).offered is None


def test_an_agreement_counts_from_its_first_day_to_its_last(db, published, guest, agreed, gil):
    take(db, guest, published(), gil)
    last = ON + timedelta(days=3)

    end(db, "ZX8", agreed.number, last, seen=2, person=gil, at=later(9), on=ON)

    assert guest(last).given.host is not None
    assert guest(last + timedelta(days=1)).given.host is None
    assert hosts_of(db, guest(last + timedelta(days=1)), person=gil).lost
    assert hosts_of(db, guest(), person=gil).days_left == 3


def test_nothing_can_be_adopted_once_it_ended(db, published, guest, agreed, gil, hope):
    number = published()
    end(db, "ZX9", agreed.number, ON, seen=2, person=hope, at=later(9), on=ON)
    late = guest(ON + timedelta(days=1))

    with pytest.raises(NotFound):
        adopt(db, late, number, seen=0, person=gil, at=later(10))


@pytest.mark.parametrize(
    ("last", "why"),
    [(ON - timedelta(days=2), "not in the past"), (date(2027, 3, 1), "propose another")],
)
def test_an_end_lies_neither_in_the_past_nor_later_than_agreed(db, made, person, last, why):
    until = replace(PROPOSAL, first=ON - timedelta(days=90), last=date(2027, 2, 1))
    there = propose(db, "ZX9", Side.HOST, until, person=person, at=AT)

    with pytest.raises(UnfitAgreement, match=why):
        end(db, "ZX9", there.number, last, seen=1, person=person, at=AT, on=ON)


def test_two_people_cannot_overwrite_each_other(db, agreed, published, guest, hope, gil):
    number = published()
    take(db, guest, number, gil)

    with pytest.raises(Conflict):
        withdraw(db, guest(), seen=0, person=gil, at=later(8))
    withdraw(db, guest(), seen=1, person=gil, at=later(8))
    with pytest.raises(Conflict):
        take(db, guest, number, gil, seen=1)
    with pytest.raises(AgreedSince):
        end(db, "ZX9", agreed.number, ON, seen=1, person=hope, at=later(9), on=ON)


def test_a_proposal_can_be_declined_and_taken_back(db, hope, gil):
    there = propose(db, "ZX9", Side.HOST, PROPOSAL, person=hope, at=AT)

    now = decline(db, "ZX8", there.number, seen=1, person=gil, at=later(1))

    assert now.standing(ON) is Standing.DECLINED
    assert hosting_of(db, "ZX8", person=gil).as_guest == (now,)


def test_what_was_published_and_adopted_is_never_changed(db, published, guest, gil):
    take(db, guest, published(), gil)

    for table in ("hosting_agreements", "publications", "adoptions"):
        with pytest.raises(Exception, match="never changed"), immediate(db):
            db.execute(f"delete from {table}")
    assert rows(db, "select count(*) from adoptions") == [(1,)]


def test_a_submission_after_an_adoption_changed_is_refused(db, published, guest, gil):
    opened = guest()
    take(db, guest, published(), gil)

    with pytest.raises(Conflict, match="changed meanwhile"):
        submit(db, opened, seen=opened.newest, person=gil, at=later(7), on=ON)


def test_a_host_under_an_earlier_pack_is_read_under_the_guests(db, rules, published, hope, gil):
    opened = read_assessment(db, 1, person=hope, on=ON)
    answer_questions(db, opened, [Change("lines", "12")], person=hope, at=AT)
    number = published()
    fewer = FILES["sections/estate.yaml"].replace("maximum: 500", "maximum: 5")
    examples.write_pack(rules, {**FILES, "sections/estate.yaml": fewer})
    guest = start_assessment(db, rules, "tiny", "ZX8", person=gil, at=AT)

    opened = read_assessment(db, guest, person=gil, on=ON)
    adopt(db, opened, number, seen=0, person=gil, at=later(5))

    hosted = read_assessment(db, guest, person=gil, on=ON).given.host
    assert {key: answer.value for key, answer in hosted.answers.items()} == {"move-plan": "all"}
