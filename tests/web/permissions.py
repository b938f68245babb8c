"""A copy with two systems, and people of every role in each: for the matrix of who may do what."""

from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from readiness.app import create_app
from readiness.content import rules_folder
from readiness.domain.access import EVERYWHERE, Grant, Role
from readiness.domain.joint_action import JointAction, Offer, Reply
from readiness.domain.organisation import Membership, Organisation, OrganisationKind, Setting
from readiness.domain.system_round import QuestionSet, Step
from readiness.settings import Settings
from readiness.storage.accounts import add_account
from readiness.storage.database import immediate, open_database
from readiness.storage.grants import set_grant
from readiness.storage.joint_actions import add_joint_action, add_offers
from readiness.storage.packs import current_pack
from readiness.storage.people import add_person
from readiness.storage.system_rounds import members_of_round, note_step
from readiness.usecases.assessment import (
    Change,
    answer_questions,
    read_assessment,
    start_assessment,
    submit,
)
from readiness.usecases.assignment import Giving, assign_sections
from readiness.usecases.comment import add_comment
from readiness.usecases.draft_consent import share_draft
from readiness.usecases.hashing import digest
from readiness.usecases.mark import mark_question
from readiness.usecases.organisation import add_organisation, join_system, local_person
from readiness.usecases.sessions import Limits, begin
from readiness.usecases.sign_off import sign_off
from readiness.usecases.system_round_members import Wanted
from readiness.usecases.system_round_running import NewRound, begin_round
from tests.systems import place_in_region
from tests.web.signed_in import HASHED

AT = datetime(2026, 11, 24, 10, 31, tzinfo=UTC)
TRUST = Organisation("ZX9", "Aldermoor NHS Trust", OrganisationKind.TRUST, Setting.ACUTE, 12)
NEIGHBOUR = Organisation("ZX8", "Birchover NHS Trust", OrganisationKind.TRUST)
STRANGER = Organisation("ZX7", "Carrow NHS Trust", OrganisationKind.TRUST)
SYSTEM = Organisation("ZXS", "Fenwick System", OrganisationKind.ICB)
OTHER_SYSTEM = Organisation("ZXT", "Garside System", OrganisationKind.ICB)
MARK = "markofaldermoor"
"""A word that stands in what the trust wrote, and nowhere else."""

TOKEN = "the-link-of-aldermoor-in-the-round-of-autumn"
"""The token of the trust’s link in the round of its system."""

OWN, SAME_SYSTEM, OTHER, COPY = "own", "same system", "other system", "whole copy"


@dataclass(frozen=True, slots=True)
class Held:
    """A role, and how near to the trust it is held."""

    role: Role
    where: str

    @property
    def grant(self):
        """What makes somebody hold it."""
        if self.where == COPY:
            return Grant(self.role)
        near = {OWN: "ZXS", SAME_SYSTEM: "ZX8", OTHER: "ZXT"}
        at_home = {OWN: "ZX9", SAME_SYSTEM: "ZX8", OTHER: "ZX7"}
        across = self.role == Role.COMMISSIONER
        return Grant(self.role, (near if across else at_home)[self.where])

    def __str__(self):
        return f"{self.role} of {self.where}"


NEAR = (OWN, SAME_SYSTEM, OTHER)
EVERYBODY = [
    *(Held(role, where) for role in Role if role != Role.ADMINISTRATOR for where in NEAR),
    *(Held(role, COPY) for role in sorted(EVERYWHERE)),
]
"""Whoever holds one role somewhere. Each body has an IT lead and an approver: nobody is alone."""


def fill(instance):
    """Make a copy with the two systems, and return who is who by role and place."""
    create_app(Settings(instance, rules_folder()))
    db = open_database(instance / "readiness.db")
    me = local_person(db)
    for organisation in (TRUST, NEIGHBOUR, STRANGER, SYSTEM, OTHER_SYSTEM):
        add_organisation(db, organisation, person=me, at=AT)
    for code, system in (("ZX9", "ZXS"), ("ZX8", "ZXS"), ("ZX7", "ZXT")):
        join_system(db, Membership(code, system, "member"), person=me, at=AT)
    people = {}
    with immediate(db):
        place_in_region(db, "Y59", SYSTEM.ods_code, OTHER_SYSTEM.ods_code, at=AT)
        for held in EVERYBODY:
            people[held] = add_person(db, str(held), at=AT)
            set_grant(db, people[held].id, held.grant, True, by=me, at=AT)
        people[None] = add_person(db, "Nobody in particular", at=AT)
    for where, code, key, contract in (
        (OWN, "ZX9", "hscn", None),
        (OWN, "ZX9", "renewal", "WAN lease"),
        (SAME_SYSTEM, "ZX8", "hscn", None),
    ):
        _assess(db, people, where, code, key, contract)
    _ask(db, people[Held(Role.COMMISSIONER, OWN)])
    sign_off(db, 1, 1, person=people[Held(Role.APPROVER, OWN)], at=AT)
    with immediate(db):
        rules = ("sponsor-meets",)
        action = JointAction(
            "ZXS", "hscn", rules, "Name a sponsor", named="Ada", number=1, version=1
        )
        said = Offer(1, TRUST, Reply.DECLINED, MARK)
        add_joint_action(db, action, person=me, at=AT)
        add_offers(db, [said], person=people[Held(Role.IT_LEAD, OWN)], at=AT)
    lead = people[Held(Role.IT_LEAD, OWN)]
    renewal = read_assessment(db, 2, person=lead, on=AT.date())
    share_draft(db, renewal, True, seen=0, person=lead, at=AT)
    db.close()
    return people


def _ask(db, commissioner):
    """Ask both members of the system in a round; the trust has a link of a known token.

    The link was opened: that it was, the first time, is what a look at its page keeps.
    """
    pack = current_pack(rules_folder(), "hscn")
    new = NewRound("Autumn", pack, QuestionSet.WHOLE, date(2099, 12, 4), Wanted(whole=True))
    said = {"person": commissioner, "at": AT}
    number = begin_round(db, "ZXS", new, on=AT.date(), **said).number
    with immediate(db):
        asked = replace(members_of_round(db, number)["ZX9"], token=digest(TOKEN))
        for step in (Step.LINKED, Step.OPENED):
            note_step(db, number, step, [asked], **said)


def _assess(db, people, where, code, key, contract):
    """Assess an organisation and submit; the trust leaves its mark in what it writes."""
    lead = people[Held(Role.IT_LEAD, where)]
    said = {"person": lead, "at": AT}
    number = start_assessment(db, rules_folder(), key, code, contract=contract, **said)
    opened = read_assessment(db, number, person=lead, on=AT.date())
    asked = [q for s in opened.pack.sections for q in opened.reading.asked_in(s)]
    words = f"A private remark: {MARK}." if code == "ZX9" else "A private remark."
    for question in asked[:6]:
        answer_questions(db, opened, [Change(question.key, "dont-know", words)], **said)
    opened = read_assessment(db, number, person=lead, on=AT.date())
    contributor = people[Held(Role.CONTRIBUTOR, where)]
    given = [Giving(section.key, to=str(contributor.id)) for section in opened.pack.sections]
    assign_sections(db, opened, given, **said)
    add_comment(db, opened, asked[0].key, words, **said)
    mark_question(db, opened, asked[1].key, why=words, to="", seen=0, **said)
    submit(db, opened, seen=opened.newest, on=AT.date(), **said)


def sign_all_in(instance, people):
    """Let everybody sign in, and return the token of each one’s session."""
    at = datetime.now(UTC)
    with closing(open_database(instance / "readiness.db")) as db, immediate(db):
        for person in people.values():
            add_account(db, person.id, f"person{person.id}@example.org", HASHED, at=at)
        limits = Limits(timedelta(hours=2), timedelta(hours=2))
        return {held: begin(db, p.id, "Firefox", limits, at=at).token for held, p in people.items()}


def app_on(instance, *, accounts=True):
    """Make an app on a copy; tokens of forms are tried elsewhere."""
    app = create_app(Settings(instance, rules_folder(), accounts=accounts, testing=True))
    app.config["WTF_CSRF_ENABLED"] = False
    return app


def client_of(app, token=None):
    """Return a browser with the token of a session, or with none."""
    client = app.test_client()
    if token:
        client.set_cookie("readiness-session", token)
    return client
