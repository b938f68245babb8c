"""A host publishes, a guest adopts on one page, and answers at most twelve questions of its own."""

from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from urllib.parse import unquote

import pytest

from readiness.content import rules_folder
from readiness.domain.answer_value import plain_value
from readiness.domain.case_answers import best_answers
from readiness.domain.organisation import Organisation, OrganisationKind
from readiness.domain.pack import Strength
from readiness.domain.plan import draft_plan
from readiness.domain.respondent_reader import answers_of
from readiness.storage.packs import current_pack
from readiness.usecases.assessment import (
    Change,
    answer_questions,
    read_assessment,
    start_assessment,
    submit,
)
from readiness.usecases.organisation import add_organisation
from readiness.web import current
from tests import examples

HOST = replace(examples.TRUST, ods_code="ZXH", name="Castlemere NHS Trust")
SOURCE = "From Castlemere NHS Trust’s submission of 24 November 2026"
GUESTS = {
    "hosted-guest": Organisation("ZXG", "Larkfield Hospice", OrganisationKind.HOSPICE, sites=1),
    "gp-practice": Organisation("ZXG", "Larkfield Surgery", OrganisationKind.GP_PRACTICE, sites=1),
}

HSCN = current_pack(rules_folder(), "hscn")
CLOSING = [
    rule.questions[0]
    for rule in HSCN.rules
    if rule.section in HSCN.hosting.sections
    and rule.strength is Strength.HARD
    and HSCN.questions[rule.questions[0]].options
][:1]
"""A question that the host answers, whose worst answer closes a gate."""


@pytest.fixture
def clock(monkeypatch):
    """Let time pass for the pages."""

    def clock(days):
        monkeypatch.setattr(current, "now", lambda: examples.later(19 + days * 24 * 60))

    return clock


@pytest.fixture
def rules():
    """Return the rules that ship with the program."""
    return rules_folder()


@pytest.fixture
def pair(db, me, visit, client):
    """Make a host that has submitted, and its guest with nothing answered."""

    def pair(pack_key="hscn", guest="hosted-guest", spoilt=()):
        return Pair(db, me, visit, client, pack_key, GUESTS[guest], spoilt)

    return pair


class Pair:
    """A host and a guest under one pack, each with an assessment."""

    def __init__(self, db, me, visit, client, pack_key, guest, spoilt):
        self.db, self.me, self.visit, self.client = db, me, visit, client
        self.pack = current_pack(rules_folder(), pack_key)
        for organisation in (HOST, guest):
            add_organisation(db, organisation, person=me, at=examples.AT)
        self.host, self.guest = (self._start(code) for code in ("ZXH", "ZXG"))
        self.submit_host(spoilt=spoilt)

    def _start(self, code):
        named = "Main" if self.pack.contract else None
        return start_assessment(
            self.db, rules_folder(), self.pack.key, code, person=self.me, at=examples.AT,
            contract=named,
        )  # fmt: skip

    def opened(self, number):
        return read_assessment(self.db, number, person=self.me, on=examples.ON)

    def answer(self, number, values):
        opened = self.opened(number)
        kept = opened.given.answers
        changes = [
            Change(key, plain_value(value), seen=kept[key].version if key in kept else 0)
            for key, value in values.items()
        ]
        saved = answer_questions(self.db, opened, changes, person=self.me, at=examples.AT)
        assert saved.all_kept, saved

    def submit_host(self, spoilt=()):
        """Let the host answer everything at its best, some questions at their worst, and submit."""
        best = {key: answer.value for key, answer in best_answers(self.pack).items()}
        worst = {key: self.pack.questions[key].options[0].key for key in spoilt}
        self.answer(self.host, {**best, **worst})
        opened = self.opened(self.host)
        return submit(
            self.db, opened, seen=opened.newest, person=self.me, at=examples.AT, on=examples.ON
        )  # fmt: skip

    def agree(self, **fields):
        page = self.visit(f"/organisations/ZXG/hosting/propose?pack={self.pack.key}")
        return self.visit(page.send("Propose", **{"side": "guest", "other": "ZXH", **fields}))

    def publish(self, number=1):
        page = self.visit(f"/assessments/{self.host}/submissions/{number}/publish")
        return self.visit(page.send("Publish"))

    def adopt(self):
        return self.visit(self.get("/hosting").send("Adopt"))

    def get(self, path=""):
        return self.visit(f"/assessments/{self.guest}{path}")

    def hosted(self, **fields):
        """Agree, publish and adopt."""
        self.agree(**fields)
        self.publish()
        return self.adopt()


@pytest.mark.parametrize("pack_key", ["hscn", "renewal"])
@pytest.mark.parametrize("kind", ["hosted-guest", "gp-practice"])
def test_a_guest_answers_at_most_twelve_questions_of_its_own(pair, pack_key, kind):
    it = pair(pack_key, kind)

    it.hosted()

    respondent = next(r for r in it.pack.respondents if r.key == kind)
    said = {**best_answers(it.pack), **answers_of(respondent, it.pack.questions)}
    for _ in range(3):  # answers bring up others
        reading = it.opened(it.guest).reading
        asked = [key for key in it.pack.questions if reading.asked(key) == "yes"]
        it.answer(it.guest, {key: said[key].value for key in asked if key in said})
    page = it.get()
    assert 0 < it.opened(it.guest).reading.progress().asked <= 12
    assert "Answered by Castlemere NHS Trust" in page.text


def test_findings_of_the_host_say_so_wherever_they_stand(pair):
    it = pair(spoilt=CLOSING)

    it.hosted()
    it.answer(it.guest, {"claimed-stage": "planning"})
    opened = it.opened(it.guest)
    submit(it.db, opened, seen=opened.newest, person=it.me, at=examples.AT, on=examples.ON)

    assert SOURCE in it.get("/verdict").text
    assert SOURCE in it.get("/submissions/1").text
    assert "answered by Castlemere NHS Trust" in it.get("/submissions/1").text
    it.answer(it.guest, {"connection-through": "host", "target-date": "2027-12-01"})
    assert "What your host has still to do is not in these dates" in it.get("/plan").text
    assert "Ask Castlemere NHS Trust about 1 point of" in it.get("/plan").text
    record = it.client.get(f"/assessments/{it.guest}/submissions/1/record.json").json
    assert record["host"]["organisation"]["name"] == "Castlemere NHS Trust"
    assert record["host"]["on"] == "2026-11-24"


def test_what_the_host_has_to_do_is_one_action_with_an_email(pair):
    it = pair(spoilt=CLOSING)
    it.hosted()
    it.answer(it.guest, {"connection-through": "host", "target-date": "2027-12-01"})

    action = next(a for a in draft_plan(it.opened(it.guest).verdict).actions if a.asks_host)
    page = it.get(f"/plan/{action.key}")
    draft = it.client.get(f"/assessments/{it.guest}/{action.key}.eml")

    link = next(a.get("href") for a in page.every("a") if a.get("href").startswith("mailto:?"))
    message = message_from_bytes(draft.data, policy=default)
    body = message.get_content().replace("\r\n", "\n")
    assert draft.mimetype == "message/rfc822"
    assert "Larkfield Hospice" in message["Subject"]
    assert "tell us by 8 December 2026" in body
    assert "settled by 1 December 2027" in body
    assert it.pack.rule_by_key[action.because[0]].otherwise in body
    assert unquote(link).replace("\r\n", "\n").endswith(body)
    assert page.one("textarea", class_="app-copy").text in " ".join(body.split())


def test_nothing_is_taken_over_until_it_is_adopted_and_newer_answers_are_only_offered(pair):
    it = pair()
    it.agree()
    it.publish()
    assert it.opened(it.guest).given.host is None
    assert "Castlemere NHS Trust has published answers that you may adopt" in it.get().text
    it.adopt()
    before = it.opened(it.guest).verdict

    it.submit_host(spoilt=CLOSING)
    it.publish(2)

    assert findings(it.opened(it.guest).verdict) == findings(before)
    page = it.get()
    assert "published newer answers on 24 November 2026" in page.text
    offered = it.visit(page.links["See what changes"])
    assert "Your verdict rests on the submission of 24 November 2026" in offered.text
    it.adopt()
    assert findings(it.opened(it.guest).verdict) != findings(before)


def test_a_host_is_told_what_waits_for_it(pair):
    it = pair()
    it.agree()

    page = it.visit(f"/assessments/{it.host}")
    it.visit(it.visit(page.links["See what they would get, then publish"]).send("Publish"))

    assert "Submission 1 is not published to your guests" in page.text
    assert "not published" not in it.visit(f"/assessments/{it.host}").text


def test_an_adoption_can_be_taken_back(pair):
    it = pair()
    asked = it.opened(it.guest).reading.progress().asked
    it.hosted()

    page = it.visit(it.get("/hosting").send("Take the adoption back"))

    assert "Taken back." in page.text
    assert it.opened(it.guest).given.host is None
    assert it.opened(it.guest).reading.progress().asked == asked


def test_an_agreement_that_ended_takes_its_answers_away_and_says_so(pair, clock):
    it = pair()
    it.hosted()
    page = it.visit("/organisations/ZXG/hosting")
    it.visit(page.send("End this agreement", **{"end-1-last": "24 11 2026"}))
    assert "The agreement ends on 24 November 2026" in it.get().text

    clock(days=1)

    assert "What Castlemere NHS Trust answered counts no longer" in it.get().text
    assert "counts no longer" in it.get("/verdict").text
    later = read_assessment(it.db, it.guest, person=it.me, on=examples.ON + timedelta(days=1))
    assert later.given.host is None


def test_an_agreement_that_ends_within_90_days_warns(pair):
    it = pair()

    it.hosted(last="22 2 2027")

    assert "The agreement ends on 22 February 2027, in 90 days." in it.get().text


def test_a_submission_keeps_what_it_rested_on(pair):
    it = pair()
    it.hosted()
    opened = it.opened(it.guest)
    submit(it.db, opened, seen=opened.newest, person=it.me, at=examples.AT, on=examples.ON)
    before = it.get("/submissions/1").text

    it.visit(it.get("/hosting").send("Take the adoption back"))
    it.submit_host(spoilt=CLOSING)
    it.publish(2)

    assert it.get("/submissions/1").text == before


def test_covered_sections_and_questions_show_what_the_host_answered(pair):
    it = pair()
    it.hosted()
    section = it.pack.section(it.pack.hosting.sections[0])

    page = it.get(f"/sections/{section.key}")
    question = it.get(f"/questions/{section.questions[0].key}")

    assert "Castlemere NHS Trust answers this section for you." in page.text
    assert "Castlemere NHS Trust answers this for you:" in question.text


def test_a_sensitive_answer_of_the_host_is_on_no_page_of_the_guest(pair):
    it = pair()
    it.hosted()

    opened = it.opened(it.guest)

    assert not [key for key in opened.given.host.answers if it.pack.questions[key].sensitive]
    assert "sensitive answer stays with Castlemere NHS Trust" in it.get("/hosting").text


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"side": None}, "Choose which side you are"),
        ({"other": "ZZZ"}, "Enter the code of an organisation that is here, such as RX9"),
        ({"other": "ZXG"}, "Enter the code of another organisation"),
        ({"sections": None}, "Choose at least one section that the host answers"),
        ({"first": "soon"}, "Enter a real date, like 30 9 2027"),
        ({"last": "1 1 2020"}, "Enter a last day that is not before the first"),
    ],
)
def test_an_agreement_that_does_not_fit_comes_back_as_it_was_typed(pair, fields, wrong):
    it = pair()
    page = it.visit("/organisations/ZXG/hosting/propose?pack=hscn")

    again = it.visit(page.send("Propose", **{"side": "guest", "other": "ZXH", **fields}), 400)

    assert wrong in again.summary
    for name, value in fields.items():
        assert again.values(name) == ([] if value is None else [value])


def test_two_agreements_of_a_guest_may_not_hold_on_the_same_days(pair):
    it = pair()
    it.agree()

    page = it.visit("/organisations/ZXG/hosting/propose?pack=hscn")
    again = it.visit(page.send("Propose", side="guest", other="ZXH", first="1 12 2026"), 400)

    assert "is the host of Larkfield Hospice on some of these days" in again.summary[1]


def test_a_stale_page_changes_nothing(pair):
    it = pair()
    it.agree()
    it.publish()
    adopting, agreements = it.get("/hosting"), it.visit("/organisations/ZXG/hosting")
    it.adopt()
    it.visit(it.get("/hosting").send("Take the adoption back"))
    it.visit(agreements.send("End this agreement", **{"end-1-last": "24 12 2026"}))

    stale = it.visit(adopting.send("Adopt"), 409)
    ended = it.visit(agreements.send("End this agreement", **{"end-1-last": "25 12 2026"}), 409)

    assert "changed what this assessment rests on" in stale.text
    assert "ended this agreement after you opened the page" in ended.text


def test_a_page_about_a_host_takes_few_queries(pair, monkeypatch):
    it = pair()
    it.hosted()
    asked = []
    monkeypatch.setattr(current, "_copy", lambda known=current._copy: traced(known(), asked))

    for path in ("", "/hosting", "/verdict"):
        asked.clear()
        it.client.get(f"/assessments/{it.guest}{path}")
        assert len(asked) <= 11, (path, asked)


def traced(copy, asked):
    """Lend a connection that notes every query."""

    def connect():
        db = copy.connect()
        db.conn.set_trace_callback(asked.append)
        return db

    return replace(copy, connect=connect)


def findings(verdict):
    return {finding.rule.key: finding.truth for finding in verdict.findings}
