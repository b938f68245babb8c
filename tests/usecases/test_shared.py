"""Answers that two packs or two contracts share: carried with their date, and asked again."""

import pytest

from readiness.domain.carry import Fate
from readiness.storage.database import rows
from readiness.usecases.again import assess_again, confirm_all
from readiness.usecases.assessment import (
    start_assessment,
    submit,
)
from readiness.usecases.organisation import add_organisation
from readiness.usecases.pack_change import answers_to_look_at
from tests import examples
from tests.examples import AT, ON, later


@pytest.fixture
def rules(tmp_path):
    """Return a rules folder with two packs that share questions."""
    examples.write_pack(tmp_path / "rules", examples.tiny_pack())
    examples.write_pack(tmp_path / "rules", examples.lease_pack(), "lease")
    return tmp_path / "rules"


@pytest.fixture
def lease(db, rules, person):
    """Start the assessment of a contract under the other pack."""

    def lease(contract="North", minutes=10, code="ZX9"):
        at = later(minutes)
        return start_assessment(db, rules, "lease", code, person=person, at=at, contract=contract)

    return lease


def values(opened):
    return {key: answer.value for key, answer in opened.given.answers.items()}


def test_an_answer_is_carried_with_who_gave_it_when_and_its_private_note(
    started, say, see, lease, tom
):
    say(started, by=tom, lines="60")

    answer = see(lease()).given.answers["lines"]

    assert (answer.value, answer.by, answer.at) == (60, "Tom Okafor", later(1))
    assert (answer.note, answer.private) == ("Ours.", True)
    assert answer.carried_from.assessment == started
    assert answer.carried_from.title == "A small move"
    assert answer.to_confirm


def test_it_counts_as_an_answer_until_somebody_says_whether_it_is_still_true(
    started, say, see, lease, db, person
):
    say(started, agreement="yes")
    opened = see(lease())
    assert opened.reading.progress().answered == 1
    assert opened.reading.to_confirm == ("agreement",)

    confirm_all(db, opened, {"agreement": 1}, person=person, at=later(11))

    assert see(opened.assessment.id).reading.to_confirm == ()


def test_the_source_stays_as_it_was(started, say, see, lease):
    say(started, lines="60", plan="drafted")
    before = see(started)

    lease()

    assert see(started).given == before.given


def test_the_claim_and_the_target_date_are_never_carried(started, say, see, lease):
    say(started, claimed_stage="planning", target_date="2027-03-01", lines="60")

    assert values(see(lease())) == {"lines": 60}


def test_nothing_about_a_contract_is_carried_to_another_contract(started, see, say, lease):
    north = lease("North")
    say(north, contract_end="2027-03-01", contract_supplier="A supplier", agreement="yes")

    south = see(lease("South"))

    assert values(south) == {"agreement": "yes"}
    assert south.given.answers["agreement"].carried_from.title == "North"


def test_neither_a_dont_know_nor_an_answer_withdrawn_is_carried(started, say, see, lease):
    say(started, lines="60", agreement="dont-know", sharing="yes")
    say(started, minutes=2, lines=None)

    assert values(see(lease())) == {"sharing": "yes"}


def test_of_several_the_newest_is_carried(started, say, see, lease):
    north = lease("North")
    say(started, minutes=12, lines="60", agreement="yes")
    say(north, minutes=14, lines="61")

    south = see(lease("South", minutes=20))

    assert values(south) == {"lines": 61, "agreement": "yes"}
    assert south.given.answers["agreement"].carried_from.assessment == started


def test_what_an_earlier_round_said_does_not_come_back_once_withdrawn(
    started, say, see, lease, db, rules, person
):
    say(started, lines="60")
    submit(db, see(started), seen=see(started).newest, person=person, at=later(2), on=ON)
    again = assess_again(db, rules, see(started), person=person, at=later(3))
    say(again, minutes=4, lines=None)

    assert values(see(lease())) == {}


def test_nothing_is_carried_from_another_organisation(started, say, see, lease, db, person):
    say(started, lines="60")
    other = add_organisation(db, examples.CLINIC, person=person, at=AT)

    assert values(see(lease(code=other.ods_code))) == {}


def test_a_question_in_other_words_needs_another_look_and_the_section_does_not_confirm_it(
    started, say, see, lease, db, person
):
    say(started, plan="drafted", lines="60")
    opened = see(lease())

    (look,) = answers_to_look_at(db, opened)
    done = confirm_all(db, opened, {"plan": 1, "lines": 1}, person=person, at=later(11))

    assert (look.carried.was.key, look.carried.fate) == ("plan", Fate.REVIEW)
    assert (done.confirmed, done.to_look_at) == (("lines",), ("plan",))


def test_what_was_carried_goes_on_into_the_next_round(started, say, see, lease, db, rules, person):
    say(started, lines="60")
    north = lease()
    submit(db, see(north), seen=see(north).newest, person=person, at=later(12), on=ON)

    again = see(assess_again(db, rules, see(north), person=person, at=later(13)))

    assert again.given.answers["lines"].by == see(started).given.answers["lines"].by
    assert again.given.answers["lines"].carried_from.title == ""
    assert again.reading.to_confirm == ("lines",)


def test_two_who_start_at_once_carry_once(started, say, lease, db):
    say(started, lines="60")

    assert lease() == lease()
    assert rows(db, "select count(*) from carried_answers") == [(1,)]
