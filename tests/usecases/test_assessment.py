from dataclasses import replace
from datetime import date, timedelta

import pytest

from readiness.domain.assessment import Answer, State
from readiness.domain.errors import Conflict, NotAllowed, NotFound, PackFaults, Unusable
from readiness.domain.organisation import Person
from readiness.domain.record import digest_of
from readiness.storage.database import immediate, rows
from readiness.storage.events import events_of
from readiness.usecases.assessment import (
    Change,
    Changed,
    Saved,
    SubmissionLine,
    answer_questions,
    history,
    open_assessments,
    read_assessment,
    read_submission,
    start_assessment,
    submit,
)
from readiness.usecases.organisation import add_organisation, change_organisation
from readiness.usecases.pack_change import change_pack
from readiness.usecases.plan import say_of_action
from tests import examples
from tests.examples import AT, CLINIC, ON, TRUST, later

STRANGER = Person(404, "A stranger")

VALUES = {
    "claimed-stage": ("planning", "planning"),
    "target-date": ("30 9 2027", date(2027, 9, 30)),
    "plan": ("dont-know", "dont-know"),
    "agreement": ("yes", "yes"),
    "drivers": (["security", "cost"], frozenset({"security", "cost"})),
    "remarks": ("  Two\r\nlines ", "Two\nlines"),
    "lines": ("1,2".replace(",", ""), 12),
    "moved": ("45%", 45),
    "move-plan": ("half", "half"),
    "budget": ("£120,000", 120000),
    "sharing": ("yes", "yes"),
    "partners": (["rx9", "QZZ"], frozenset({"RX9", "QZZ"})),
    "route": ("joint", "joint"),
}


def events(db, number):
    return [event.what for event in events_of(db, "assessment", number)]


@pytest.fixture
def declare(db, read, person):
    """Submit what is there, as somebody who has just checked it."""

    def declare(on=ON, at=AT, **fields):
        opened = read()
        return submit(db, opened, **{"seen": opened.newest, **fields}, person=person, at=at, on=on)

    return declare


# Starting


def test_a_new_assessment_has_nothing_in_it(read, started):
    opened = read()

    assert opened.assessment.id == started
    assert opened.assessment.organisation == TRUST
    assert opened.assessment.started == AT
    assert (opened.saved, opened.submissions, opened.newest) == (None, (), 0)
    assert opened.given.answers == {}
    assert opened.reading.progress().to_do == 12
    assert opened.verdict.evidenced.key == "not-started"


def test_starting_again_gives_the_assessment_that_is_open(db, rules, started, person):
    again = start_assessment(db, rules, "tiny", "ZX9", person=person, at=later(5))

    assert again == started
    assert events(db, started) == ["started"]


def test_each_organisation_has_its_own(db, rules, started, person):
    add_organisation(db, CLINIC, person=person, at=AT)

    other = start_assessment(db, rules, "tiny", "ZX8", person=person, at=AT)

    assert other != started


def test_the_database_itself_allows_one_open_assessment(db, started, person):
    sql = """insert into assessments (organisation, pack_key, started_at, started_by)
             select organisation, pack_key, started_at, started_by from assessments"""

    with pytest.raises(Exception, match="UNIQUE constraint"), immediate(db):
        db.execute(sql)


def test_nothing_is_started_for_an_organisation_or_a_pack_that_is_not_here(db, rules, person):
    with pytest.raises(NotFound, match="no organisation ZX9"):
        start_assessment(db, rules, "tiny", "ZX9", person=person, at=AT)
    add_organisation(db, TRUST, person=person, at=AT)
    with pytest.raises(NotFound, match="Choose one of: tiny"):
        start_assessment(db, rules, "other", "ZX9", person=person, at=AT)

    assert open_assessments(db, person=person, on=ON) == ()


def test_nothing_is_started_under_a_faulty_pack(db, rules, person):
    add_organisation(db, TRUST, person=person, at=AT)
    examples.write_pack(rules, {"stages.yaml": "stages: none"})

    with pytest.raises(PackFaults):
        start_assessment(db, rules, "tiny", "ZX9", person=person, at=AT)

    assert rows(db, "select * from assessments") == []


# Reading


@pytest.mark.parametrize("number", [0, -1, 2, 2**63 - 1, 2**63, 10**30])
def test_an_assessment_that_is_not_there_is_not_found(db, started, person, number):
    with pytest.raises(NotFound, match="no such assessment"):
        read_assessment(db, number, person=person, on=ON)


def test_every_kind_of_answer_is_read_back_as_it_was_understood(db, read, person):
    changes = [Change(key, typed) for key, (typed, _) in VALUES.items()]
    saved = answer_questions(db, read(), changes, person=person, at=AT)

    assert saved.all_kept
    assert saved.saved == tuple(VALUES)
    read_back = {key: answer.value for key, answer in read().given.answers.items()}
    assert read_back == {key: value for key, (_, value) in VALUES.items()}


def test_an_answer_carries_note_evidence_person_and_time(read, give, tom):
    give(
        "plan",
        "drafted",
        note="Board on 3 December",
        evidence="https://example.nhs.uk/plan",
        private=False,
        by=tom,
        at=later(3),
    )

    assert read().given.answers["plan"] == Answer(
        "drafted",
        "Board on 3 December",
        "https://example.nhs.uk/plan",
        False,
        version=1,
        by="Tom Okafor",
        at=later(3),
    )


def test_the_last_save_is_the_newest_of_any_question(read, give, tom):
    give("plan", "drafted", at=later(1))
    give("agreement", "yes", at=later(2))
    give("plan", "agreed", seen=1, by=tom, at=later(3))
    assert read().saved == Saved(later(3), "Tom Okafor")

    give("agreement", "no", seen=1, at=later(4))
    assert read().saved == Saved(later(4), "Local user")


def test_reading_takes_at_most_five_queries_however_much_was_saved(db, started, read, give, person):
    for version in range(5):
        give("plan", ["drafted", "agreed"][version % 2], seen=version)
    give("lines", "12")
    asked = []
    db.conn.set_trace_callback(asked.append)

    read_assessment(db, started, person=person, on=ON)

    assert len(asked) <= 5, asked


def test_the_list_takes_as_many_queries_for_many_as_for_one(db, rules, read, person):
    def count():
        asked = []
        db.conn.set_trace_callback(asked.append)
        opened = open_assessments(db, person=person, on=ON)
        db.conn.set_trace_callback(None)
        return len(opened), len(asked)

    first = count()
    for number in range(5):
        code = f"ZX1{number}"
        add_organisation(db, replace(CLINIC, ods_code=code), person=person, at=AT)
        start_assessment(db, rules, "tiny", code, person=person, at=AT)

    assert first == (1, 4)
    assert count() == (6, 4)


def test_open_assessments_come_last_saved_first(db, rules, started, give, person):
    add_organisation(db, CLINIC, person=person, at=AT)
    other = start_assessment(db, rules, "tiny", "ZX8", person=person, at=later(10))

    def order():
        return [opened.assessment.id for opened in open_assessments(db, person=person, on=ON)]

    assert order() == [other, started]
    give("plan", "drafted", at=later(20))
    assert order() == [started, other]


def test_a_closed_assessment_is_not_listed_and_makes_room_for_another(db, rules, started, person):
    with immediate(db):
        db.execute("update assessments set closed_at = '2026-11-24T10:12:00+00:00'")

    assert open_assessments(db, person=person, on=ON) == ()
    assert start_assessment(db, rules, "tiny", "ZX9", person=person, at=AT) != started


# Submitting


def test_a_submission_keeps_everything_that_a_verdict_reads(db, started, read, give, declare):
    give("plan", "agreed", note="Agreed by the board")
    give("agreement", "dont-know")

    submission = declare(at=later(7))

    assert (submission.number, submission.declared_by) == (1, "Local user")
    assert submission.digest == digest_of(submission.document)
    assert read().submissions == (SubmissionLine(1, later(7), "Local user", ON),)
    assert events(db, started) == ["started", "answered", "answered", "submitted"]


def test_a_submission_is_read_again_as_it_was_declared(db, rules, started, give, declare, person):
    give("plan", "drafted")
    give("target-date", "2027-09-30")
    give("drivers", ["cost"])
    before = declare()
    give("plan", "agreed", seen=1)
    change_organisation(db, replace(TRUST, sites=99), person=person, at=AT)

    submitted = read_submission(db, started, 1, person=person)

    assert submitted.submission == before
    assert submitted.given.on == ON
    assert submitted.given.organisation == TRUST
    assert submitted.given.answers["plan"].value == "drafted"
    assert submitted.given.answers["target-date"].value == date(2027, 9, 30)
    assert submitted.given.answers["drivers"].value == frozenset({"cost"})
    assert submitted.verdict.evidenced.key == "not-started"
    assert submitted.assessment.organisation == TRUST


def test_a_submission_is_judged_on_its_own_day_for_ever(db, started, declare, person):
    declare(on=date(2026, 4, 1))

    assert read_submission(db, started, 1, person=person).reading.on == date(2026, 4, 1)


def test_submissions_are_numbered_from_one(read, give, declare):
    give("plan", "drafted")
    first = declare()
    give("plan", "agreed", seen=1)
    second = declare()

    assert [line.number for line in read().submissions] == [1, 2]
    assert first.digest != second.digest


def test_declaring_the_same_on_the_same_day_gives_the_same_submission(db, started, give, declare):
    give("plan", "drafted")
    first = declare()

    assert declare(at=later(1)) == first
    assert declare(on=ON + timedelta(days=1)).number == 2
    assert events(db, started).count("submitted") == 2


def test_answers_saved_after_the_check_stop_a_submission_and_say_whose(read, give, declare, tom):
    give("plan", "drafted")
    checked = read().newest
    give("lines", "12", by=tom)
    give("plan", "agreed", seen=1, by=tom)

    with pytest.raises(Changed, match=r"Tom Okafor changed SIT-01, PLN-01 after") as refusal:
        declare(seen=checked)

    assert (refusal.value.by, refusal.value.questions) == (("Tom Okafor",), ("lines", "plan"))
    assert read().submissions == ()


@pytest.mark.parametrize("seen", [-1, 5, 10**30])
def test_a_check_of_what_was_never_there_is_no_check(read, give, declare, seen):
    give("plan", "drafted")

    with pytest.raises(Changed):
        declare(seen=seen)


def test_what_is_submitted_is_what_is_kept_and_not_what_was_read_earlier(db, read, give, person):
    early = read()
    give("plan", "drafted")

    submission = submit(db, early, seen=read().newest, person=person, at=AT, on=ON)

    assert '"drafted"' in submission.document


def test_a_submission_is_stopped_by_a_change_of_rules(db, rules, read, person):
    early = read()
    examples.write_pack(rules, examples.tiny_pack(pack=examples.PACK.replace("2026.11", "2026.12")))
    change_pack(db, rules, early, person=person, at=AT)

    with pytest.raises(Conflict, match="rules were changed"):
        submit(db, early, seen=0, person=person, at=AT, on=ON)


@pytest.mark.parametrize("number", [0, 2, -1, 2**63])
def test_a_submission_that_is_not_there_is_not_found(db, started, declare, person, number):
    declare()

    with pytest.raises(NotFound, match="no such submission"):
        read_submission(db, started, number, person=person)


def test_a_document_that_was_tampered_with_is_refused(db, started, give, declare, person):
    give("plan", "drafted")
    declare()
    db.execute("drop trigger submissions_no_update")
    db.execute("update submissions set document = replace(document, 'drafted', 'agreed')")

    with pytest.raises(Unusable, match="is not what was declared"):
        read_submission(db, started, 1, person=person)


# Rules that go on


def test_an_assessment_stays_under_the_rules_it_was_started_with(rules, read):
    before = read().pack
    examples.write_pack(rules, examples.tiny_pack(pack=examples.PACK.replace("2026.11", "2026.12")))

    assert read().pack == before


def test_an_assessment_is_put_under_the_current_rules_when_somebody_says_so(
    db, rules, started, read, give, person
):
    give("plan", "drafted")
    give("agreement", "yes")
    lead = examples.LEAD.replace("drafted: Drafted", "outlined: Outlined")
    lead = lead.replace("ref: PLN-02", "ref: PLN-09")
    actions = examples.ACTIONS.replace("at_least: drafted", "at_least: outlined")
    examples.write_pack(rules, examples.tiny_pack(lead=lead, actions=actions))

    change_pack(db, rules, read(), person=person, at=AT)
    change_pack(db, rules, read(), person=person, at=AT)

    opened = read()
    assert opened.pack.by_ref["PLN-09"].key == "agreement"
    assert opened.reading.state("agreement") is State.ANSWERED
    assert opened.reading.state("plan") is State.TO_DO
    assert opened.given.answers["plan"].version == 1
    assert events(db, started) == ["started", "answered", "answered", "pack-changed"]


def test_an_answer_the_new_rules_do_not_offer_is_answered_afresh_from_its_version(
    db, rules, read, give, person
):
    give("plan", "drafted", note="Ours")
    lead = examples.LEAD.replace("drafted: Drafted", "outlined: Outlined")
    actions = examples.ACTIONS.replace("at_least: drafted", "at_least: outlined")
    examples.write_pack(rules, examples.tiny_pack(lead=lead, actions=actions))
    change_pack(db, rules, read(), person=person, at=AT)

    assert give("plan", "", note="Ours", seen=1).saved == ()
    assert give("plan", "outlined", note="Ours", seen=1).saved == ("plan",)
    assert read().given.answers["plan"].version == 2


def test_an_answer_whose_question_is_gone_is_kept_and_not_read(
    db, rules, started, read, give, person
):
    give("remarks", "Something")
    lead = examples.LEAD.replace("key: remarks", "key: comments")
    examples.write_pack(rules, examples.tiny_pack(lead=lead))
    newest = read().newest

    change_pack(db, rules, read(), person=person, at=AT)

    assert read().given.answers == {}
    assert read().newest == newest
    assert read().verdict.evidenced.key == "not-started"
    assert submit(db, read(), seen=newest, person=person, at=AT, on=ON).number == 1


# Permission


@pytest.mark.parametrize(
    "deed",
    [
        lambda db, rules, opened, who: start_assessment(
            db, rules, "tiny", "ZX9", person=who, at=AT
        ),
        lambda db, rules, opened, who: open_assessments(db, person=who, on=ON),
        lambda db, rules, opened, who: read_assessment(db, opened.assessment.id, person=who, on=ON),
        lambda db, rules, opened, who: answer_questions(
            db, opened, [Change("plan", "agreed")], person=who, at=AT
        ),
        lambda db, rules, opened, who: history(db, opened.assessment.id, "plan", person=who),
        lambda db, rules, opened, who: submit(
            db, opened, seen=opened.newest, person=who, at=AT, on=ON
        ),
        lambda db, rules, opened, who: read_submission(db, opened.assessment.id, 1, person=who),
        lambda db, rules, opened, who: change_pack(db, rules, opened, person=who, at=AT),
        lambda db, rules, opened, who: say_of_action(
            db,
            opened,
            "draft-plan",
            owner="",
            state="done",
            due=None,
            note="",
            seen=0,
            person=who,
            at=AT,
        ),
    ],
)
def test_somebody_who_is_not_known_here_may_do_nothing(db, rules, read, deed):
    opened = read()
    before = db.conn.total_changes

    with pytest.raises(NotAllowed):
        deed(db, rules, opened, STRANGER)

    assert db.conn.total_changes == before
