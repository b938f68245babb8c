"""What is shared holds no word that anybody typed, whatever the answers."""

import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readiness.domain.access import Grant, Role
from readiness.domain.assessment import Answer, Given
from readiness.domain.checked import Opinion
from readiness.domain.errors import NotFound
from readiness.domain.organisation import Membership, Organisation
from readiness.domain.pack import Kind
from readiness.domain.reader import read_pack
from readiness.domain.shared import NOT_SHARED, share
from readiness.domain.sign_off import Decision, SignOff
from readiness.domain.verdict import assess
from readiness.files.shared import shared_json, shared_table
from readiness.storage.events import events_of
from readiness.usecases.assessment import Change, answer_questions, read_assessment, submit
from readiness.usecases.organisation import add_organisation, join_system
from readiness.usecases.review import Said, review
from readiness.usecases.shared_view import list_shared, read_shared, read_shared_of
from readiness.usecases.sign_off import sign_off
from tests.examples import AT, ON, TRUST, later, tiny_pack
from tests.usecases.test_sign_off import person_with

SYSTEM = Organisation("ZXS", "Fenwick System")
TINY = read_pack(tiny_pack())
MARK = "Ж"
"""A sign that stands in no word of the program or the pack."""


def closed(question):
    """Say whether an answer is one of a list, so that it says nothing that a person typed."""
    return question.kind in (Kind.CHOICE, Kind.YES_NO)


@st.composite
def marked(draw):
    """Draw answers of every kind, with marks planted in whatever a person may type."""
    answers = {}
    for question in TINY.questions.values():
        values = {
            Kind.CHOICE: st.sampled_from([o.key for o in question.options] or ["x"]),
            Kind.YES_NO: st.sampled_from(["yes", "no"]),
            Kind.DATE: st.dates(ON, ON.replace(year=2029)),
            Kind.TEXT: st.just(f"{MARK} text"),
            Kind.PARTNERS: st.just(frozenset({f"{MARK}1"})),
            Kind.CHOICES: st.just(frozenset(o.key for o in question.options[:1])),
        }.get(question.kind, st.integers(70_001, 99_999))
        if draw(st.booleans()):
            value = draw(st.one_of(st.none(), st.just("dont-know"), values))
            answers[question.key] = Answer(
                value, f"{MARK} note", f"{MARK} evidence", draw(st.booleans()), by=f"{MARK} Tom"
            )
    return answers


@given(marked(), st.lists(st.sampled_from(Opinion), max_size=2))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_no_word_that_anybody_typed_is_shared_as_text_json_or_csv(answers, opinions):
    signed = SignOff(1, Decision.SIGNED, "Aled Morgan", AT, f"{MARK} words", False)
    verdict = assess(TINY, Given(TRUST, ON, answers, contract=f"{MARK} contract"))
    said = {rule.key: opinions for rule in TINY.rules}

    shared = share(verdict, signed, assessment=1, submitted=AT, opinions=said)

    told = [repr(shared), json.dumps(shared_json(shared), ensure_ascii=False)]
    told.append(shared_table(shared).decode("utf-8-sig"))
    for text in told:
        assert MARK not in text
        assert not any(str(number) in text for number in _numbers(answers)), "no figure either"


def _numbers(answers):
    return [a.value for a in answers.values() if isinstance(a.value, int)]


def sensitive(pack, *keys):
    """Make questions of a pack sensitive."""
    sections = tuple(
        replace(s, questions=tuple(replace(q, sensitive=q.key in keys) for q in s.questions))
        for s in pack.sections
    )
    return replace(pack, sections=sections)


def test_an_unmet_rule_that_reads_a_sensitive_question_is_not_named():
    pack = sensitive(TINY, "plan")
    signed = SignOff(1, Decision.SIGNED, "Aled Morgan", AT, "Words", False)
    answers = {"plan": Answer("none"), "agreement": Answer("no")}

    shared = share(
        assess(pack, Given(TRUST, ON, answers)), signed, assessment=1, submitted=AT, opinions={}
    )

    unmet = [sentence for gate in shared.gates for sentence in gate.unmet]
    assert "The plan is not agreed." not in unmet
    assert NOT_SHARED in unmet
    assert "The agreement is not signed." in unmet


def test_a_sensitive_target_date_or_claim_is_not_shared():
    pack = sensitive(TINY, "target-date", "claimed-stage")
    signed = SignOff(1, Decision.SIGNED, "Aled Morgan", AT, "Words", False)
    answers = {"target-date": Answer(ON), "claimed-stage": Answer("complete")}

    shared = share(
        assess(pack, Given(TRUST, ON, answers)), signed, assessment=1, submitted=AT, opinions={}
    )

    assert (shared.target, shared.claimed) == (None, None)


@pytest.fixture
def submitted(db, started, person):
    """Return what submits the trust's answers again and again, and signs off on request."""
    add_organisation(db, SYSTEM, person=person, at=AT)
    join_system(db, Membership("ZX9", "ZXS", "member"), person=person, at=AT)

    def submitted(plan, *, signed):
        opened = read_assessment(db, started, person=person, on=ON)
        kept = opened.given.answers.get("plan")
        change = Change("plan", plan, seen=kept.version if kept else 0)
        answer_questions(db, opened, [change], person=person, at=AT)
        opened = read_assessment(db, started, person=person, on=ON)
        sent = submit(db, opened, seen=opened.newest, person=person, at=AT, on=ON)
        if signed:
            sign_off(db, started, sent.number, person=person, at=later(1))

    return submitted


@pytest.fixture
def commissioner(db, submitted):
    """Return the commissioner of the trust's system."""
    return person_with(db, "Carys Lloyd", Grant(Role.COMMISSIONER, "ZXS"))


def seen(db, person, at=AT):
    return read_shared(db, "ZX9", "tiny", person=person, at=at).shared


def test_without_sign_off_nothing_is_shared(db, submitted, commissioner):
    submitted("agreed", signed=False)

    assert seen(db, commissioner) is None
    assert [line.shared for line in list_shared(db, "tiny", person=commissioner)] == [None]


def test_the_last_submission_that_was_signed_off_is_shared_and_no_later_one(
    db, submitted, commissioner
):
    submitted("agreed", signed=True)
    submitted("drafted", signed=False)

    shared = seen(db, commissioner)

    assert shared.submission == 1
    assert shared.evidenced.title == "Planning"
    assert shared.signed_words.startswith("Signed off by Local user on 24 November 2026.")


def test_a_commissioner_sees_members_of_their_own_system_only(db, submitted, commissioner):
    submitted("agreed", signed=True)
    other = person_with(db, "Other", Grant(Role.COMMISSIONER, "ZXT"))

    assert [one.organisation.ods_code for one in list_shared(db, "tiny", person=commissioner)] == [
        "ZX9"
    ]
    assert list_shared(db, "tiny", person=other) == ()
    with pytest.raises(NotFound):
        seen(db, other)


def test_looking_from_outside_is_on_record_once_in_ten_minutes(db, submitted, commissioner, tom):
    submitted("agreed", signed=True)
    for minutes in (0, 5, 9, 11):
        seen(db, commissioner, later(minutes))
    seen(db, tom)

    viewed = [e for e in events_of(db, "organisation", "ZX9") if e.what == "viewed"]

    assert [(e.by, e.at) for e in viewed] == [("Carys Lloyd", later(0)), ("Carys Lloyd", later(11))]


def test_sixty_organisations_take_as_many_queries_as_one(db, submitted):
    submitted("agreed", signed=True)
    asked = []
    db.conn.set_trace_callback(asked.append)

    found = read_shared_of(db, ["ZX9", *(f"ZY{n}" for n in range(60))], "tiny")

    db.conn.set_trace_callback(None)
    assert list(found) == ["ZX9"]
    assert len(asked) == 2


def test_what_reviewers_say_later_is_shared_at_once(db, submitted, commissioner, started):
    submitted("agreed", signed=True)
    assert seen(db, commissioner).checked is None
    ruth = person_with(db, "Ruth Adeyemi", Grant(Role.REVIEWER, "ZX9"))

    review(db, started, 1, {"plan-agreed": Said("agree", "", 0)}, person=ruth, at=AT)
    assert seen(db, commissioner).checked.title == "Planning"
    review(db, started, 1, {"plan-agreed": Said("disagree", "", 1)}, person=ruth, at=AT)

    assert seen(db, commissioner).checked.title == "Not started"
