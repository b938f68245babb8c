import pytest

from readiness.domain.access import Grant, Role
from readiness.domain.checked import Opinion
from readiness.domain.errors import NotAllowed, NotFound
from readiness.domain.organisation import Membership, Organisation
from readiness.storage.database import immediate
from readiness.storage.events import events_of
from readiness.storage.grants import set_grant
from readiness.usecases.assessment import (
    Change,
    answer_questions,
    read_submission,
    start_assessment,
)
from readiness.usecases.organisation import add_organisation, join_system
from readiness.usecases.review import Said, read_checked, read_review, review
from tests.examples import AT, TRUST, edited_pack, later, write_pack
from tests.usecases.test_sign_off import Deciding, person_with

PLAN_SENSITIVE = "    ask: How far is the plan?\n    sensitive: yes"


@pytest.fixture
def signed(db, started, tom, person):
    """Return the trust's assessment, submitted by its IT lead and signed off by an approver."""
    deciding = Deciding(db, started, tom)
    kept = [
        Change("plan", "agreed", "A private remark.", "https://evidence.example"),
        Change("agreement", "yes", "For all to read.", private=False),
    ]
    answer_questions(db, deciding.read(), kept, person=tom, at=AT)
    deciding.submit()
    deciding.aled = person_with(db, "Aled Morgan", Grant(Role.APPROVER, "ZX9"))
    deciding.sign(by=deciding.aled)
    return deciding


@pytest.fixture
def ruth(db, signed):
    """Return a reviewer whom the trust itself named."""
    return person_with(db, "Ruth Adeyemi", Grant(Role.REVIEWER, "ZX9"))


@pytest.fixture
def under(db, signed):
    """Return what a reviewer sees of a submission."""
    return lambda who: read_review(db, signed.number, 1, person=who, at=AT)


@pytest.fixture
def say(db, signed):
    """Return what saves what a reviewer says, by rule with underscores."""

    def say(who, seen=0, note="", **said):
        given = {k.replace("_", "-"): Said(v, note, seen) for k, v in said.items()}
        return review(db, signed.number, 1, given, person=who, at=later(5))

    return say


@pytest.fixture
def found(db, signed, person):
    """Return what is checked of the submission."""
    return lambda: read_checked(db, read_submission(db, signed.number, 1, person=person))


def test_a_reviewer_says_what_they_think_rule_by_rule_and_it_is_checked(ruth, under, say, found):
    assert found() is None

    say(ruth, plan_agreed="agree")

    assert found().stage.title == "Planning"
    (subject,) = [s for s in under(ruth).subjects if s.key == "plan-agreed"]
    assert subject.review.opinion is Opinion.AGREE


def test_of_two_reviewers_one_who_disagrees_takes_the_rule_away(db, ruth, say, found):
    other = person_with(db, "Sam Quayle", Grant(Role.REVIEWER, "ZX9"))
    say(ruth, plan_agreed="agree")
    say(other, plan_agreed="disagree")
    assert found().stage.title == "Not started"

    say(other, seen=1, plan_agreed="cannot-tell")

    assert found().stage.title == "Planning", "the newest opinion of each counts"


def test_what_was_saved_in_another_window_is_not_overwritten(signed, ruth, say):
    say(ruth, plan_agreed="agree")

    saved = say(ruth, seen=0, plan_agreed="disagree")

    assert saved.saved == ()
    assert saved.clashes["plan-agreed"].opinion is Opinion.AGREE
    assert say(ruth, seen=0, plan_agreed="agree").clashes == {}, "the same again is no clash"
    noted = [e for e in events_of(signed.db, "assessment", signed.number) if e.what == "reviewed"]
    assert len(noted) == 1


@pytest.mark.parametrize(
    ("opinion", "note"), [("agree", "x" * 501), ("perhaps", ""), ("", "A note alone.")]
)
def test_what_does_not_fit_comes_back_and_the_rest_is_saved(db, signed, ruth, opinion, note):
    given = {"plan-agreed": Said(opinion, note, 0), "agreement-signed": Said("agree", "", 0)}

    saved = review(db, signed.number, 1, given, person=ruth, at=AT)

    assert saved.saved == ("agreement-signed",)
    assert list(saved.refused) == ["plan-agreed"]


def test_an_opinion_can_be_taken_back(ruth, say, found):
    say(ruth, plan_agreed="agree")
    say(ruth, seen=1, plan_agreed="")

    assert found() is None


def test_whoever_submitted_or_signed_may_not_review(db, signed, tom, under, person):
    for who in (tom, signed.aled):
        with immediate(db):
            set_grant(db, who.id, Grant(Role.REVIEWER, "ZX9"), True, by=person, at=AT)
    with pytest.raises(NotAllowed, match="You submitted this"):
        under(tom)
    with pytest.raises(NotAllowed, match="You signed off this"):
        under(signed.aled)


def test_what_is_not_signed_off_is_not_there_to_review(db, signed, ruth):
    signed.say(plan="drafted")
    signed.submit()

    for number in (2, 3):
        with pytest.raises(NotFound, match="not signed off"):
            read_review(db, signed.number, number, person=ruth, at=AT)


def test_others_may_not_review(db, signed, under):
    with pytest.raises(NotFound):
        under(person_with(db, "Stranger", Grant(Role.REVIEWER, "ZX8")))
    with pytest.raises(NotAllowed):
        under(person_with(db, "Contributor", Grant(Role.CONTRIBUTOR, "ZX9")))


def test_a_reviewer_sees_answers_and_evidence_and_no_private_note(ruth, under):
    rests = [rest for subject in under(ruth).subjects for rest in subject.rests]

    by_ref = {rest.question.ref: rest for rest in rests}
    assert by_ref["PLN-01"].answer.evidence == "https://evidence.example"
    assert by_ref["PLN-01"].note == ""
    assert by_ref["PLN-02"].note == "For all to read."


def test_a_reviewer_of_the_system_is_on_record_and_sees_less(db, signed, under, person):
    add_organisation(db, Organisation("ZXS", "Fenwick System"), person=person, at=AT)
    join_system(db, Membership("ZX9", "ZXS", "member"), person=person, at=AT)
    outside = person_with(db, "Ola Reid", Grant(Role.REVIEWER, "ZXS"))

    assert not under(outside).whole

    viewed = [e.by for e in events_of(db, "organisation", "ZX9") if e.what == "viewed"]
    assert viewed == ["Ola Reid"]


def test_a_rule_that_reads_something_sensitive_is_not_there_for_a_reviewer_of_the_system(
    db, rules, person
):
    write_pack(rules, edited_pack(("    ask: How far is the plan?", PLAN_SENSITIVE)))
    for organisation in (TRUST, Organisation("ZXS", "Fenwick System")):
        add_organisation(db, organisation, person=person, at=AT)
    join_system(db, Membership("ZX9", "ZXS", "member"), person=person, at=AT)
    number = start_assessment(db, rules, "tiny", "ZX9", person=person, at=AT)
    deciding = Deciding(db, number, person)
    deciding.say(plan="agreed")
    deciding.submit()
    deciding.sign()

    def seen(system):
        who = person_with(db, "Ola Reid", Grant(Role.REVIEWER, system))
        under = read_review(db, number, 1, person=who, at=AT)
        said = {"plan-agreed": Said("agree", "", 0)}
        saved = review(db, number, 1, said, person=who, at=AT)
        return [subject.key for subject in under.subjects], under.withheld, saved.saved

    assert seen("ZXS") == (["agreement-signed"], 1, ())
    assert seen("ZX9") == (["plan-agreed", "agreement-signed"], 0, ("plan-agreed",))
