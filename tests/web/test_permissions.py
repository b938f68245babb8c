"""Who may do what, for every address: each route × each role × held here, near by and elsewhere.

The table says for each endpoint what it takes, in words of its own; what each of those means is
spelt out below and not taken from the program. An endpoint that is not in the table fails.
"""

import shutil
from contextlib import closing
from dataclasses import dataclass, field

import pytest

from readiness.domain.access import Role
from readiness.storage.database import open_database, rows
from tests.page import Page, sent_by
from tests.web import permissions
from tests.web.permissions import (
    COPY,
    EVERYBODY,
    OTHER,
    OWN,
    TOKEN,
    Held,
    app_on,
    client_of,
    sign_all_in,
)

LEADS = {Held(Role.IT_LEAD, OWN)}
STAFF = LEADS | {Held(Role.CONTRIBUTOR, OWN), Held(Role.APPROVER, OWN)}
KEEPERS = {Held(Role.ADMINISTRATOR, COPY)}
READERS = KEEPERS | {Held(Role.AUDITOR, COPY)}
ANYBODY = {*EVERYBODY, None}
WHO = {
    "open": ANYBODY,
    "signed in": ANYBODY,
    "see": STAFF,
    "answer": STAFF - {Held(Role.APPROVER, OWN)},
    "manage": LEADS,
    "submit": LEADS,
    "administer": KEEPERS,
    "read the record": READERS,
    "read its record": READERS | LEADS | {Held(Role.AUDITOR, OWN)},
    "know of": STAFF | KEEPERS,
    "invite": LEADS | KEEPERS,
    "invite somewhere": {h for h in EVERYBODY if h.role == Role.IT_LEAD} | KEEPERS,
    "sign off": {Held(Role.APPROVER, OWN)},
    "decide": LEADS | KEEPERS,
    "review": {Held(Role.REVIEWER, OWN)},
    "compare": {Held(Role.COMMISSIONER, OWN)},
    "compare anywhere": {Held(Role.COMMISSIONER, OWN), Held(Role.COMMISSIONER, OTHER)},
    "see shared": STAFF | {Held(Role.REVIEWER, OWN), Held(Role.COMMISSIONER, OWN)},
}
"""Who may do each thing, of the people above; None holds no role at all."""


@dataclass(frozen=True)
class Door:
    """What an endpoint takes, and how to knock: its address, and what is typed on which page.

    `reached` is false where this copy is not in the state that the endpoint is for, so that it
    answers whoever may with a refusal of its own.
    """

    needs: str
    address: str = ""
    page: str = ""
    button: str = ""
    typed: dict = field(default_factory=dict)
    reached: bool = True


A, R, ROUNDS = "/assessments/1", "/assessments/2", "/systems/ZXS/rounds"
CONTRIBUTOR = 2 + EVERYBODY.index(Held(Role.CONTRIBUTOR, OWN))
"""The number of the trust's contributor: people are added in order, after the local user."""

JOINT = "pack=hscn&met=sponsor-meets"
"""Of which rules, in an address, a joint action is made."""

DOORS = {
    "static": Door("open", "/static/readiness.css"),
    "start.accessibility": Door("open", "/accessibility"),
    "start.start": Door("signed in", "/"),
    "start.choose_pack": Door("signed in", "/", typed={"pack": "hscn", "time": "whole"}),
    "pack.gates": Door("signed in", "/packs/hscn/gates"),
    "pack.glossary": Door("signed in", "/packs/hscn/glossary"),
    "pack.rules": Door("signed in", "/packs/hscn/rules"),
    "organisation.choose": Door("signed in", "/organisations/choose?pack=hscn"),
    "organisation.begin": Door(
        "manage",
        "/organisations/choose?pack=hscn",
        "/organisations/choose?pack=hscn",
        "Continue",
        {"organisation": "ZX9"},
    ),
    "organisation.edit": Door("see", "/organisations/ZX9"),
    "organisation.change": Door(
        "manage", "/organisations/ZX9", "/organisations/ZX9", "Save", {"sites": "13"}
    ),
    "search.search": Door("signed in", "/organisations/search?find=aldermoor"),
    "search.about": Door("know of", "/organisations/ZX9/about"),
    "register.register": Door("administer", "/register"),
    "register.upload": Door("administer", "/register/uploads", reached=False),
    "register.look": Door("administer", "/register/uploads/1", reached=False),
    "register.kinds": Door("administer", "/register/uploads/1/kinds", reached=False),
    "register.faults": Door("administer", "/register/uploads/1/faults.csv", reached=False),
    "register.changes": Door("administer", "/register/uploads/1/changes.csv", reached=False),
    "register.take": Door("administer", "/register/uploads/1/import", reached=False),
    "register.drop": Door("administer", "/register/uploads/1/drop", reached=False),
    "register.job": Door("administer", "/register/imports/1", reached=False),
    "register.add_body": Door(
        "administer", "/register/bodies", "/register", "Add", {"name": "Fen Data Centre"}
    ),
    "contracts.contracts": Door("see", "/organisations/ZX9/contracts"),
    "contracts.table": Door("see", "/organisations/ZX9/contracts.csv"),
    "contracts.choose": Door("see", "/organisations/ZX9/contract?pack=renewal"),
    "contracts.begin": Door(
        "manage",
        "/organisations/ZX9/contract?pack=renewal",
        "/organisations/ZX9/contract?pack=renewal",
        "Continue",
        {"contract": "new", "name": "Voice"},
    ),
    "contracts.name": Door("see", f"{R}/contract"),
    "contracts.rename": Door("manage", f"{R}/contract", f"{R}/contract", "Save", {"name": "Lines"}),
    "hosting.agreements": Door("know of", "/organisations/ZX9/hosting"),
    "hosting.answer": Door(
        "manage", "/organisations/ZX9/hosting/1", typed={"do": "accept"}, reached=False
    ),
    "hosting.proposing": Door("know of", "/organisations/ZX9/hosting/propose?pack=hscn"),
    "hosting.save_proposal": Door(
        "manage",
        "/organisations/ZX9/hosting/propose?pack=hscn",
        "/organisations/ZX9/hosting/propose?pack=hscn",
        "Propose",
        {"side": "host", "other": "ZX8", "sections": "sites-and-circuits"},
    ),
    "hosting.publishing_page": Door("manage", f"{A}/submissions/1/publish"),
    "hosting.save_publication": Door("manage", f"{A}/submissions/1/publish", reached=False),
    "hosting.adopting": Door("see", f"{A}/hosting"),
    "hosting.save_adoption": Door("manage", f"{A}/hosting", reached=False),
    "hosting.email": Door("see", f"{A}/ask-host/planning.eml", reached=False),
    "assessment.tasks": Door("see", A),
    "assessment.section": Door("see", f"{A}/sections/stage-and-board"),
    "assessment.save_section": Door(
        "answer",
        f"{A}/sections/stage-and-board",
        f"{A}/sections/stage-and-board",
        "Save",
        {"claimed-stage-note": "Said anew."},
    ),
    "assessment.question": Door("see", f"{A}/questions/claimed-stage"),
    "assessment.save_question": Door(
        "answer",
        f"{A}/questions/claimed-stage",
        f"{A}/questions/claimed-stage",
        "Save",
        {"claimed-stage-note": "Said anew."},
    ),
    "assessment.check": Door("see", f"{A}/check"),
    "assessment.submit": Door(
        "submit", f"{A}/submissions", f"{A}/check", "Submit", {"declared": "yes"}
    ),
    "assignments.who": Door("see", f"{A}/who"),
    "assignments.save": Door(
        "manage", f"{A}/who", f"{A}/who", "Save", {"stage-and-board-said": "Estates"}
    ),
    "comments.comments": Door("see", f"{A}/comments"),
    "comments.comment": Door(
        "see",
        f"{A}/questions/claimed-stage/comments",
        f"{A}/questions/claimed-stage",
        "Add this comment",
        {"comment": "It is so."},
    ),
    "comments.strike": Door("manage", f"{A}/questions/claimed-stage/comments/1/strike"),
    "comments.mark": Door(
        "see",
        f"{A}/questions/claimed-stage/mark",
        f"{A}/questions/claimed-stage",
        "Mark this question",
        {"why": "It is old."},
    ),
    "comments.clear": Door(
        "answer",
        f"{A}/questions/service-being-left/clear",
        f"{A}/questions/service-being-left",
        "Clear this mark",
    ),
    "again.look": Door("see", f"{A}/again"),
    "again.begin": Door("manage", f"{A}/again", f"{A}/again", "Assess again"),
    "again.newest": Door("see", f"{A}/newest"),
    "look.look": Door("see", f"{A}/look"),
    "look.save": Door("answer", f"{A}/look", f"{A}/look", "Save", {"claimed-stage-note": "New."}),
    "look.told": Door("see", f"{A}/look/result"),
    "sheets.sheets": Door("see", f"{A}/sheets"),
    "sheets.sheet": Door("see", f"{A}/sheets/project-manager"),
    "sheets.document": Door("see", f"{A}/sheets/project-manager.docx"),
    "sheets.type_in": Door("see", f"{A}/roles/project-manager"),
    "sheets.save": Door(
        "answer", f"{A}/roles/project-manager", f"{A}/roles/project-manager", "Save"
    ),
    "work_out.work_out": Door("see", f"{R}/questions/flows-needing-hscn/work-out"),
    "work_out.save": Door(
        "answer",
        f"{R}/questions/flows-needing-hscn/work-out",
        f"{R}/questions/flows-needing-hscn/work-out",
        "Work it out",
        {"critical-of": "10", "critical-part": "3", "save": "30"},
    ),
    "verdict.verdict": Door("see", f"{A}/verdict"),
    "verdict.route": Door("see", f"{A}/route"),
    "verdict.submitted": Door("see", f"{A}/submissions/1"),
    "verdict.submitted_route": Door("see", f"{A}/submissions/1/route"),
    "verdict.record": Door("see", f"{A}/submissions/1/record.json"),
    "decision.today": Door("see", f"{R}/decisions/direction"),
    "decision.submitted": Door("see", f"{R}/submissions/1/decisions/direction"),
    "benchmarks.today": Door("see", f"{A}/benchmarks"),
    "benchmarks.submitted": Door("see", f"{A}/submissions/1/benchmarks"),
    "plan.plan": Door("see", f"{A}/plan"),
    "plan.table": Door("see", f"{A}/plan.csv"),
    "plan.workbook": Door("see", f"{A}/plan.xlsx"),
    "plan.submitted": Door("see", f"{A}/submissions/1/plan"),
    "plan.submitted_table": Door("see", f"{A}/submissions/1/plan.csv"),
    "plan.submitted_workbook": Door("see", f"{A}/submissions/1/plan.xlsx"),
    "plan.action": Door("see", f"{A}/plan/find-out/claimed-stage"),
    "plan.say": Door(
        "answer",
        f"{A}/plan/find-out/claimed-stage",
        f"{A}/plan/find-out/claimed-stage",
        "Save",
        {"owner": "Priya"},
    ),
    "calendar.calendar": Door("see", f"{A}/calendar"),
    "freezes.freezes": Door("see", f"{A}/freezes"),
    "freezes.save": Door(
        "manage",
        f"{A}/freezes",
        f"{A}/freezes",
        "Add",
        {
            "freeze-0-what": "Winter",
            "freeze-0-first": "2026-12-14",
            "freeze-0-last": "2027-01-08",
        },
    ),
    "costs.costs": Door("see", f"{A}/costs"),
    "costs.save": Door("manage", f"{A}/costs", f"{A}/costs", "Save", {"set_up-figure": "1200"}),
    "what_if.what_if": Door("see", f"{A}/what-if"),
    "what_if.save": Door("answer", f"{A}/what-if", reached=False),
    "hand_over.begin": Door("manage", f"{R}/hand-over", reached=False),
    "pack_change.preview": Door("see", f"{A}/rules"),
    "pack_change.change": Door("manage", f"{A}/rules", reached=False),
    "pack_change.undo": Door("manage", f"{A}/rules/undo", reached=False),
    "pack_change.looks": Door("see", f"{A}/looks"),
    "pack_change.confirm": Door("answer", f"{A}/looks/claimed-stage", reached=False),
    "events.record": Door("read the record", "/record"),
    "events.table": Door("read the record", "/record.csv"),
    "events.lines": Door("read the record", "/record.jsonl"),
    "events.of_organisation": Door("read its record", "/organisations/ZX9/record"),
    "events.table_of_organisation": Door("read its record", "/organisations/ZX9/record.csv"),
    "events.lines_of_organisation": Door("read its record", "/organisations/ZX9/record.jsonl"),
    "sign_off.look": Door("see", f"{R}/submissions/1/sign-off"),
    "sign_off.sign": Door(
        "sign off",
        f"{R}/submissions/1/sign-off",
        f"{R}/submissions/1/sign-off",
        "Sign off",
    ),
    "sign_off.back": Door(
        "sign off",
        f"{R}/submissions/1/send-back",
        f"{R}/submissions/1/sign-off",
        "Send back",
        {"reason": "The budget is missing."},
    ),
    "sign_off.policy": Door("decide", "/organisations/ZX9/policy"),
    "sign_off.decide": Door(
        "decide",
        "/organisations/ZX9/policy",
        "/organisations/ZX9/policy",
        "Save",
        {"another": "yes"},
    ),
    "review.look": Door("review", f"{A}/submissions/1/review"),
    "review.save": Door(
        "review",
        f"{A}/submissions/1/review",
        f"{A}/submissions/1/review",
        "Save",
        {"procurement-planned-opinion": "agree"},
    ),
    "comparison.comparison": Door("compare", "/systems/ZXS/comparison"),
    "regions.region": Door("compare anywhere", "/regions/Y59/comparison"),
    "regions.england": Door("compare anywhere", "/england/comparison"),
    "joint_actions.joint_actions": Door("compare", "/systems/ZXS/joint-actions"),
    "joint_actions.new": Door("compare", f"/systems/ZXS/joint-actions/new?{JOINT}"),
    "joint_actions.start": Door(
        "compare",
        "/systems/ZXS/joint-actions?pack=hscn",
        f"/systems/ZXS/joint-actions/new?{JOINT}",
        "Make it",
        {"named": "Head of digital"},
    ),
    "systems.systems": Door("signed in", "/systems"),
    "groups.new": Door("administer", "/systems/new"),
    "groups.add": Door(
        "administer",
        "/systems/new",
        "/systems/new",
        "Make the group",
        {"name": "Fen buying club", "codes": "ZX9"},
    ),
    "groups.changing": Door("administer", "/systems/L-0001/group", reached=False),
    "groups.change": Door("administer", "/systems/L-0001/group", reached=False),
    "systems.members": Door("compare", "/systems/ZXS/members"),
    "systems.members_csv": Door("compare", "/systems/ZXS/members.csv"),
    "rounds.rounds": Door("compare", "/systems/ZXS/rounds"),
    "round_forms.new": Door("compare", f"{ROUNDS}/new"),
    "round_forms.begin": Door(
        "compare",
        f"{ROUNDS}/new",
        f"{ROUNDS}/new",
        "Begin the round",
        {"name": "Spring", "pack": "hscn", "closes": "1 12 2099"},
    ),
    "rounds.one": Door("compare", f"{ROUNDS}/1"),
    "round_forms.changing": Door("compare", f"{ROUNDS}/1/change"),
    "round_forms.change": Door(
        "compare", f"{ROUNDS}/1/change", f"{ROUNDS}/1/change", "Save", {"name": "Called otherwise"}
    ),
    "rounds.state": Door(
        "compare", f"{ROUNDS}/1/state", f"{ROUNDS}/1", "Close the round", {"do": "close"}
    ),
    "round_members.members": Door("compare", f"{ROUNDS}/1/members"),
    "round_members.add": Door(
        "compare", f"{ROUNDS}/1/members", f"{ROUNDS}/1/members", "Ask these", {"codes": "ZX8"}
    ),
    "round_members.remove": Door(
        "compare", f"{ROUNDS}/1/members/remove", f"{ROUNDS}/1/members", "Take out", {"code": "ZX8"}
    ),
    "round_members.links": Door("compare", f"{ROUNDS}/1/links"),
    "round_members.links_csv": Door("compare", f"{ROUNDS}/1/links.csv", reached=False),
    "round_members.reminded": Door(
        "compare", f"{ROUNDS}/1/reminded", f"{ROUNDS}/1", "Note the ticked"
    ),
    "round_members.waiting": Door("compare", f"{ROUNDS}/1/waiting.csv"),
    "round_joining.page": Door("open", f"/rounds/join/{TOKEN}"),
    "round_joining.join": Door("open", f"/rounds/join/{TOKEN}", reached=False),
    "returns.questionnaire": Door("compare", "/systems/ZXS/questionnaire.xlsx?look=1"),
    "returns.returns": Door("compare", "/systems/ZXS/returns"),
    "returns.upload": Door("compare", "/systems/ZXS/returns/uploads", reached=False),
    "returns.look": Door("compare", "/systems/ZXS/returns/uploads/1", reached=False),
    "returns.columns": Door("compare", "/systems/ZXS/returns/uploads/1/columns", reached=False),
    "returns.take": Door("compare", "/systems/ZXS/returns/uploads/1/import", reached=False),
    "returns.drop": Door("compare", "/systems/ZXS/returns/uploads/1/drop", reached=False),
    "estimates.estimates": Door("compare", "/systems/ZXS/estimates"),
    "estimates.estimate": Door("compare", "/systems/ZXS/estimates/ZX8"),
    "estimates.save": Door(
        "compare",
        "/systems/ZXS/estimates/ZX8",
        "/systems/ZXS/estimates/ZX8",
        "Save",
        {"claimed-stage-value": "planning"},
    ),
    "returned.of_organisation": Door("see", "/organisations/ZX9/returned"),
    "returned.one": Door("see", "/organisations/ZX9/returned/1", reached=False),
    "returned.look": Door("see", f"{A}/returned", reached=False),
    "returned.take": Door("answer", f"{A}/returned", reached=False),
    "comparison_files.workbook": Door("compare", "/systems/ZXS/comparison.xlsx"),
    "comparison_files.table": Door("compare", "/systems/ZXS/comparison.csv"),
    "comparison_files.paper": Door("compare", "/systems/ZXS/board-paper.docx"),
    "buying.procurement": Door("compare", "/systems/ZXS/procurement"),
    "buying.ends": Door("compare", "/systems/ZXS/procurement/ends.csv"),
    "buying.register": Door("compare", "/systems/ZXS/procurement/risks.csv"),
    "joint_actions.joint_action": Door("compare", "/systems/ZXS/joint-actions/1"),
    "joint_actions.save": Door(
        "compare", "/systems/ZXS/joint-actions/1", "/systems/ZXS/joint-actions/1", "It is done"
    ),
    "joint_offers.offer": Door("see", f"{A}/offers/1"),
    "joint_offers.answer": Door("manage", f"{A}/offers/1", f"{A}/offers/1", "Accept"),
    "ringing.table": Door("compare", "/systems/ZXS/ring.csv"),
    "ringing.emails": Door("compare", "/systems/ZXS/ring.zip"),
    "drafts.share": Door("manage", f"{A}/draft", A, "Share the draft"),
    "drafts.draft": Door("compare", "/systems/ZXS/drafts/2"),
    "survey.survey": Door("compare", "/systems/ZXS/survey"),
    "survey.table": Door("compare", "/systems/ZXS/survey.csv"),
    "survey.workbook": Door("compare", "/systems/ZXS/survey.xlsx"),
    "round_joining.begin": Door("see", f"/rounds/join/{TOKEN}/begin"),
    "shared.members": Door("signed in", "/shared"),
    "shared.about": Door("see shared", "/shared/ZX9/hscn"),
    "shared.document": Door("see shared", "/shared/ZX9/hscn/shared.json"),
    "shared.table": Door("see shared", "/shared/ZX9/hscn/shared.csv"),
    "release.rules": Door("administer", "/rules"),
    "release.upload": Door("administer", "/rules/drafts", reached=False),
    "release.draft": Door("administer", "/rules/drafts/1", reached=False),
    "release.discard": Door("administer", "/rules/drafts/1/discard", reached=False),
    "release.release": Door("administer", "/rules/drafts/1/release", reached=False),
    "release.back": Door("administer", "/rules/packs/hscn/back/folder"),
    "release.go_back": Door(
        "administer", "/rules/packs/hscn/back/folder", typed={"note": "Back."}, reached=False
    ),
    "sign_in.page": Door("open", "/sign-in"),
    "sign_in.sign_in": Door("open", "/sign-in", reached=False),
    "sign_in.code": Door("open", "/sign-in/code"),
    "sign_in.give_code": Door("open", "/sign-in/code", reached=False),
    "sign_in.sign_out": Door("signed in", "/sign-out", reached=False),
    "sign_in.kept": Door("signed in", "/sign-in/kept", reached=False),
    "single_sign_on.away": Door("open", "/sign-in/single", reached=False),
    "single_sign_on.back": Door("open", "/sign-in/single/back", reached=False),
    "joining.set_up": Door("open", "/set-up/x", reached=False),
    "joining.make_administrator": Door("open", "/set-up/x", reached=False),
    "joining.invitation": Door("open", "/invitation/x", reached=False),
    "joining.accept": Door("open", "/invitation/x", reached=False),
    "joining.reset": Door("open", "/reset/x", reached=False),
    "joining.set_password": Door("open", "/reset/x", reached=False),
    "account.account": Door("signed in", "/account", reached=False),
    "account.change_name": Door("signed in", "/account", reached=False),
    "account.password": Door("signed in", "/account/password", reached=False),
    "account.change_password": Door("signed in", "/account/password", reached=False),
    "account.factor": Door("signed in", "/account/second-factor", reached=False),
    "account.turn_on": Door("signed in", "/account/second-factor", reached=False),
    "account.turn_off": Door("signed in", "/account/second-factor/off", reached=False),
    "account.end_sessions": Door("signed in", "/account/sessions", reached=False),
    "people.people": Door("invite somewhere", "/people"),
    "people.invite": Door("invite somewhere", "/people/invite", reached=False),
    "people.send": Door("invite somewhere", "/people/invite", reached=False),
    "people.renew": Door("invite", "/people/invitations/1/renew", reached=False),
    "people.withdraw": Door("invite", "/people/invitations/1/withdraw", reached=False),
    "people.one": Door("invite", f"/people/{CONTRIBUTOR}"),
    "people.change_role": Door(
        "invite", f"/people/{CONTRIBUTOR}/roles", f"/people/{CONTRIBUTOR}", "Give: Approver"
    ),
    "people.reset": Door("invite", f"/people/{CONTRIBUTOR}/reset", reached=False),
    "people.second_factor_off": Door(
        "administer", f"/people/{CONTRIBUTOR}/second-factor-off", reached=False
    ),
    "people.close": Door("administer", f"/people/{CONTRIBUTOR}/account", reached=False),
}


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """Make the copy with two systems, once; return its folder and the sessions in it."""
    instance = tmp_path_factory.mktemp("systems") / "instance"
    return instance, sign_all_in(instance, permissions.fill(instance))


@pytest.fixture(scope="module")
def shared(home):
    """Return an app on that copy, which only refusals and pages may meet."""
    return app_on(home[0])


def test_every_address_is_in_the_table(shared):
    assert {rule.endpoint for rule in shared.url_map.iter_rules()} == set(DOORS)


@pytest.mark.parametrize("endpoint", DOORS)
def test_only_those_who_may_come_in(endpoint, home, shared, tmp_path):
    instance, tokens = home
    door, method = DOORS[endpoint], _method(shared, endpoint)
    those = sorted(WHO[door.needs], key=str)
    typed = _typed(client_of(shared, tokens[those[0]]), door) if method == "POST" else None

    def knock(app, token):
        return client_of(app, token).open(door.address, method=method, data=typed, buffered=True)

    was = _counts(instance)
    for held in ANYBODY - WHO[door.needs]:
        response = knock(shared, tokens[held])
        assert response.status_code in (403, 404), f"{held} came in: {response.status_code}"
    if door.needs != "open":
        response = knock(shared, None)
        assert response.status_code == 303
        assert response.location.startswith("/sign-in"), "somebody came in without signing in"
    assert _counts(instance) == was, "a refused request wrote something"
    for n, held in enumerate(those):
        app = shared
        if method == "POST":
            app = app_on(shutil.copytree(instance, tmp_path / str(n)))
        response = knock(app, tokens[held])
        if door.reached:
            assert response.status_code in (200, 303), f"{held}: {response.status_code}"
        else:
            assert response.status_code != 403, f"{held} was kept out"
            assert response.status_code < 500


def _method(app, endpoint):
    """Return how an endpoint is reached; it has one way only."""
    methods = set().union(*(r.methods for r in app.url_map.iter_rules(endpoint)))
    ways = methods - {"HEAD", "OPTIONS"}
    assert len(ways) == 1, f"{endpoint} is reached by {ways}: give each way an endpoint of its own"
    return ways.pop()


def _typed(client, door):
    """Return what a browser would send of the form on a page, with what is typed into it."""
    if not door.page:
        return door.typed
    form = Page(client.get(door.page), client)._form_with(door.button)
    sent = [(name, value) for name, value in sent_by(form) if name not in door.typed]
    lists = {}
    for name, value in [*sent, *door.typed.items()]:
        lists.setdefault(name, []).append(value)
    return lists


def _counts(instance):
    """Count the rows of every table that people write to."""
    with closing(open_database(instance / "readiness.db")) as db:
        names = [n for (n,) in rows(db, "select name from sqlite_master where type = 'table'")]
        return {name: rows(db, f"select count(*) from [{name}]")[0][0] for name in names}
