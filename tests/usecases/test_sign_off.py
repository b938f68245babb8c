from contextlib import closing
from dataclasses import dataclass

import pytest

from readiness.domain.access import Grant, Role
from readiness.domain.errors import Conflict, InvalidAnswer, NotAllowed, NotFound
from readiness.domain.sign_off import SAME_PERSON, reopened_words, sent_back_words, waiting_words
from readiness.storage.database import immediate, open_database, prepare, rows
from readiness.storage.events import events_of
from readiness.storage.grants import set_grant
from readiness.storage.people import add_person, person_by_id
from readiness.storage.sign_offs import approval_of
from readiness.usecases.again import assess_again
from readiness.usecases.assessment import (
    Change,
    answer_questions,
    read_assessment,
    start_assessment,
    submit,
)
from readiness.usecases.organisation import add_organisation, local_person
from readiness.usecases.sign_off import (
    decide_policy,
    read_next,
    read_policy,
    read_signing,
    send_back,
    sign_off,
)
from tests.examples import AT, ON, TRUST, later
from tests.together import together

ROUNDS = 40


def person_with(db, name, *grants):
    """Add somebody who holds some roles."""
    with immediate(db):
        new = add_person(db, name, at=AT)
        for grant in grants:
            set_grant(db, new.id, grant, True, by=local_person(db), at=AT)
    return person_by_id(db, new.id)


@dataclass
class Deciding:
    """The trust's assessment, submitted and decided about."""

    db: object
    number: int
    submitter: object

    def say(self, by=None, **answers):
        opened = self.read()
        kept = opened.given.answers
        for key, value in answers.items():
            change = Change(key, value, seen=kept[key].version if key in kept else 0)
            answer_questions(self.db, opened, [change], person=by or self.submitter, at=later(1))

    def read(self):
        return read_assessment(self.db, self.number, person=local_person(self.db), on=ON)

    def submit(self, by=None):
        opened, by = self.read(), by or self.submitter
        sent = submit(self.db, opened, seen=opened.newest, person=by, at=later(2), on=ON)
        return sent.number

    def sign(self, number=1, by=None):
        sign_off(self.db, self.number, number, person=by or self.submitter, at=later(3))

    def back(self, number=1, reason="The budget is missing.", by=None):
        by = by or self.submitter
        send_back(self.db, self.number, number, reason=reason, person=by, at=later(3))

    @property
    def approval(self):
        return approval_of(self.db, self.number)


@pytest.fixture
def deciding(db, started, tom):
    """Return the trust's assessment with an answer, submitted by its IT lead."""
    deciding = Deciding(db, started, tom)
    deciding.say(plan="agreed")
    deciding.submit()
    return deciding


@pytest.fixture
def aled(db, deciding):
    """Return an approver of the trust."""
    return person_with(db, "Aled Morgan", Grant(Role.APPROVER, "ZX9"))


def test_an_approver_signs_off_what_somebody_else_submitted(deciding, aled):
    deciding.sign(by=aled)

    (signed,) = deciding.approval.decisions
    assert signed.sentence == "Aled Morgan signed off submission 1 on 24 November 2026."
    assert "I have looked at submission 1" in signed.words
    assert not signed.same_person
    assert events_of(deciding.db, "assessment", deciding.number)[-1].what == "signed-off"


def test_who_submitted_may_not_sign_off_once_there_is_another_approver(deciding, aled, tom, db):
    with immediate(db):
        grant = Grant(Role.APPROVER, "ZX9")
        set_grant(db, tom.id, grant, True, by=local_person(db), at=AT)

    with pytest.raises(NotAllowed, match="Ask Aled Morgan"):
        deciding.sign(by=tom)

    assert deciding.approval.waits


def test_the_one_person_of_a_small_body_signs_their_own_and_it_is_said(deciding, tom):
    deciding.sign(by=tom)

    assert deciding.approval.decided.same_person
    assert SAME_PERSON in deciding.approval.decided.sentence


def test_where_the_policy_is_that_anybody_may_the_submitter_may(deciding, aled, tom, db):
    decide_policy(db, "ZX9", False, seen=0, person=tom, at=AT)
    with immediate(db):
        set_grant(db, tom.id, Grant(Role.APPROVER, "ZX9"), True, by=local_person(db), at=AT)

    deciding.sign(by=tom)

    assert deciding.approval.decided.same_person


def test_where_the_policy_asks_for_another_no_role_of_the_submitter_helps(deciding, tom, db):
    person_with(db, "Ruth Adeyemi", Grant(Role.CONTRIBUTOR, "ZX9"))
    decide_policy(db, "ZX9", True, seen=0, person=tom, at=AT)
    with immediate(db):
        set_grant(db, tom.id, Grant(Role.APPROVER, "ZX9"), True, by=local_person(db), at=AT)

    with pytest.raises(NotAllowed, match="somebody else has to sign it off"):
        deciding.sign(by=tom)


def test_only_an_approver_signs_off(deciding, aled, tom, db):
    stranger = person_with(db, "Stranger", Grant(Role.APPROVER, "ZX8"))

    with pytest.raises(NotAllowed, match="Only an approver"):
        deciding.sign(by=tom)
    with pytest.raises(NotFound):
        deciding.sign(by=stranger)
    with pytest.raises(NotFound):
        deciding.back(by=stranger)


def test_nothing_is_decided_twice(deciding, aled):
    deciding.sign(by=aled)

    with pytest.raises(Conflict, match="Aled Morgan signed this off on 24 November 2026"):
        deciding.sign(by=aled)
    with pytest.raises(Conflict, match="Nothing more can be decided"):
        deciding.back(by=aled)


def test_what_was_sent_back_is_submitted_again_and_signed_off(deciding, aled):
    deciding.back(by=aled)
    assert "“The budget is missing.”" in sent_back_words(deciding.approval)
    with pytest.raises(Conflict, match="sent this back"):
        deciding.sign(by=aled)

    assert deciding.submit() == 2, "although not a word was changed"
    deciding.sign(2, by=aled)

    assert [one.signed for one in deciding.approval.decisions] == [False, True]


@pytest.mark.parametrize("reason", ["", "  ", "x" * 2_001])
def test_sending_back_takes_a_reason(deciding, aled, reason):
    with pytest.raises(InvalidAnswer):
        deciding.back(reason=reason, by=aled)

    assert deciding.approval.waits


def test_only_the_newest_submission_is_signed_off(deciding, aled):
    deciding.say(plan="drafted")
    deciding.submit()

    with pytest.raises(Conflict, match="Submission 1 is no longer the newest"):
        deciding.sign(1, by=aled)
    with pytest.raises(NotFound):
        deciding.sign(3, by=aled)


def test_a_submission_of_a_closed_assessment_is_signed_off_until_the_next_is_submitted(
    deciding, aled, rules, tom, db
):
    number = assess_again(db, rules, deciding.read(), person=tom, at=AT)
    following = Deciding(db, number, tom)
    following.submit()

    with pytest.raises(Conflict, match="no longer the newest"):
        deciding.sign(by=aled)


def test_a_change_after_sign_off_reopens_it_says_so_and_is_noted_once(deciding, aled):
    deciding.say(lines="8")
    deciding.submit()
    deciding.sign(2, by=aled)
    pack = deciding.read().pack
    assert reopened_words(deciding.approval, pack) == ""

    deciding.say(plan="drafted")
    deciding.say(lines="9")

    assert reopened_words(deciding.approval, pack) == (
        "Changed since Aled Morgan signed off submission 2 on 24 November 2026: "
        "2 answers (PLN-01, SIT-01). Submit again and have it signed off."
    )
    assert deciding.approval.decided.signed, "what was signed off stays signed off"
    noted = events_of(deciding.db, "assessment", deciding.number)
    assert [e.detail for e in noted if e.what == "reopened"] == [{"number": 2}]


def test_submitting_again_waits_for_sign_off_and_what_was_signed_before_stays(deciding, aled):
    deciding.sign(by=aled)
    deciding.say(plan="drafted")
    deciding.submit()

    assert deciding.approval.waits
    assert deciding.approval.last_signed.submission == 1
    words = waiting_words(deciding.approval, ["Aled Morgan"])
    assert words == "Submission 2 waits for sign-off by Aled Morgan since 24 November 2026."


def test_whoever_looks_is_told_what_is_next_for_them(deciding, aled, tom, db):
    opened = deciding.read()

    assert read_next(db, opened.assessment, opened.approval, person=aled).may_sign
    waiting = read_next(db, opened.assessment, opened.approval, person=tom)
    assert (waiting.may_sign, waiting.approvers) == (False, ("Aled Morgan",))


def test_what_changed_since_the_submission_before_is_shown(deciding, aled, db):
    deciding.say(plan="drafted", lines="8")
    deciding.submit()

    signing = read_signing(db, deciding.number, 2, person=aled)

    assert [(d.question.ref, d.was, d.now) for d in signing.differences] == [
        ("PLN-01", "Agreed", "Drafted"),
        ("SIT-01", "", "8 lines"),
    ]
    assert signing.verdict_before.evidenced.title == "Planning"
    assert signing.verdict.evidenced.title == "Not started"


def test_the_policy_is_decided_by_the_it_lead_or_an_administrator(deciding, aled, tom, db):
    keeper = person_with(db, "Keeper", Grant(Role.ADMINISTRATOR))
    decide_policy(db, "ZX9", False, seen=0, person=keeper, at=AT)

    with pytest.raises(Conflict, match="Keeper decided this"):
        decide_policy(db, "ZX9", True, seen=0, person=tom, at=AT)
    decide_policy(db, "ZX9", True, seen=1, person=tom, at=AT)
    decide_policy(db, "ZX9", True, seen=1, person=tom, at=AT)

    assert read_policy(db, "ZX9", person=tom)[1].version == 2
    with pytest.raises(NotAllowed):
        decide_policy(db, "ZX9", False, seen=2, person=aled, at=AT)


def test_the_deciding_tables_refuse_to_be_changed(deciding, aled):
    deciding.sign(by=aled)

    for deed in ("update sign_offs set words = 'x'", "delete from sign_offs"):
        with pytest.raises(Exception, match="added and never changed"):
            deciding.db.execute(deed)


# Two at the same moment


@pytest.fixture
def place(tmp_path, rules):
    """Return a database in a file, with an assessment and two approvers."""
    path = tmp_path / "instance" / "readiness.db"
    prepare(path)
    with closing(open_database(path)) as db:
        person = local_person(db)
        add_organisation(db, TRUST, person=person, at=AT)
        number = start_assessment(db, rules, "tiny", "ZX9", person=person, at=AT)
        people = [person_with(db, name, Grant(Role.APPROVER, "ZX9")) for name in ("Aled", "Beth")]
        return path, number, [one.id for one in people]


def _decide(task, wait):
    """Sign off or send back each submission in turn; return how often one's own decision stood."""
    path, number, who, signs = task
    with closing(open_database(path)) as db:
        deciding, person = Deciding(db, number, local_person(db)), person_by_id(db, who)
        mine = 0
        for turn in range(ROUNDS):
            if signs:
                deciding.say(lines=str(turn))
                deciding.submit()
            wait()
            try:
                (deciding.sign if signs else deciding.back)(turn + 1, by=person)
                mine += 1
            except Conflict:
                pass
            wait()
        return mine


def test_of_two_who_decide_at_the_same_moment_one_does_in_every_round(place):
    path, number, (aled, beth) = place

    stood = together(_decide, [(path, number, aled, True), (path, number, beth, False)])

    assert sum(stood) == ROUNDS
    with closing(open_database(path)) as db:
        assert rows(db, "select count(*) from sign_offs") == [(ROUNDS,)]
        assert len(approval_of(db, number).decisions) == ROUNDS


def _sign_or_submit(task, wait):
    """Sign off the newest submission while the other one submits; return what was signed."""
    path, number, who = task
    with closing(open_database(path)) as db:
        deciding = Deciding(db, number, local_person(db))
        signed = []
        for turn in range(ROUNDS):
            if not who:
                deciding.say(lines=str(turn * 2))
                deciding.submit()
                deciding.say(lines=str(turn * 2 + 1))
            wait()
            if not who:
                deciding.submit()
            else:
                try:
                    deciding.sign(turn * 2 + 1, by=person_by_id(db, who))
                    signed.append(turn * 2 + 1)
                except Conflict:
                    pass
            wait()
        return signed


def test_signing_while_somebody_submits_is_before_it_or_refused(place):
    path, number, (aled, _) = place

    _, signed = together(_sign_or_submit, [(path, number, 0), (path, number, aled)])

    with closing(open_database(path)) as db:
        approval = approval_of(db, number)
        assert [one.submission for one in approval.decisions] == signed
        assert approval.newest == 2 * ROUNDS
        order = rows(
            db,
            """select json_extract(detail, '$.number'), what from events
               where what in ('submitted', 'signed-off') order by id""",
        )
    newest = 0
    for submission, what in order:
        newest = submission if what == "submitted" else newest
        assert submission == newest, "what was signed off was the newest at that moment"
