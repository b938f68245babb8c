"""What every page owes: no axe violation, no sideways scroll, paper without link addresses."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe

from readiness.content import rules_folder
from readiness.domain.system_round import QuestionSet, Step
from readiness.files.pack_page import pack_page
from readiness.storage.database import immediate, open_database
from readiness.storage.packs import current_pack
from readiness.storage.system_rounds import members_of_round, note_step
from readiness.usecases.demo import fill
from readiness.usecases.hashing import digest
from readiness.usecases.organisation import local_person
from readiness.usecases.system_round_members import Wanted
from readiness.usecases.system_round_running import NewRound, begin_round
from tests.journeys.serving import served
from tests.registers import official, table
from tests.web.permissions import TOKEN

PAGES = {
    "start": "/",
    "choose": "/organisations/choose?pack=hscn",
    "choose from what was found": "/organisations/choose?pack=hscn&find=northmor",
    "organisation": "/organisations/ZX9",
    "about an organisation": "/organisations/ZX9/about",
    "about a system": "/organisations/ZXQ/about",
    "search": "/organisations/search?find=northmor",
    "search that finds nothing": "/organisations/search?find=zzqqxx",
    "register": "/register",
    "contracts, while there are none": "/organisations/ZX9/contracts",
    "tasks": "/assessments/1",
    "tasks by what tells most": "/assessments/1?order=telling",
    "section": "/assessments/1/sections/agreements-and-security",
    "section of numbers and lists": "/assessments/1/sections/procurement-and-partners",
    "section of percentages": "/assessments/1/sections/people-change-benefits",
    "question": "/assessments/1/questions/connection-agreement",
    "who has which section": "/assessments/1/who",
    "comments and looks": "/assessments/1/comments",
    "sheets": "/assessments/1/sheets",
    "sheet": "/assessments/1/sheets/network-manager",
    "sheet of what is open": "/assessments/1/sheets/procurement-lead?open=1",
    "sheet typed in": "/assessments/1/roles/network-manager",
    "first look": "/assessments/1/look",
    "what the first look tells": "/assessments/1/look/result",
    "check": "/assessments/1/check",
    "check of all": "/assessments/1/check?show=all",
    "assess again": "/assessments/1/again",
    "how others answered": "/assessments/1/benchmarks",
    "verdict": "/assessments/1/verdict",
    "verdict of nothing": "/assessments/8/verdict",
    "verdict of all": "/assessments/11/submissions/1",
    "route": "/assessments/1/route",
    "route of a tie": "/assessments/6/route",
    "plan": "/assessments/1/plan",
    "plan that cannot be met": "/assessments/10/plan",
    "plan without a date": "/assessments/7/plan",
    "action": "/assessments/1/plan/survey-sites",
    "fallback": "/assessments/10/plan/fallback/extend-contract",
    "calendar": "/assessments/1/calendar",
    "calendar of what is overdue": "/assessments/10/calendar",
    "calendar without a date": "/assessments/7/calendar",
    "freezes": "/assessments/1/freezes",
    "costs": "/assessments/1/costs",
    "what if": "/assessments/1/what-if",
    "what if with changes": "/assessments/1/what-if?connection-agreement-value=all"
    "&target-date-value=1+3+2027&approved-budget-value=all&central-procurement-open-value=yes",
    "what if that refuses": "/assessments/1/what-if?neighbours-ending-value=three&nothing-value=x",
    "hosts and guests": "/organisations/ZY3/hosting",
    "proposing to a host": "/organisations/ZY3/hosting/propose?pack=renewal",
    "publishing to guests": "/assessments/16/submissions/1/publish",
    "what a host answers": "/assessments/17/hosting",
    "tasks of a guest": "/assessments/17",
    "verdict of a guest": "/assessments/17/verdict",
    "contracts": "/organisations/ZY1/contracts",
    "which contract": "/organisations/ZY1/contract?pack=renewal",
    "name of a contract": "/assessments/14/contract",
    "tasks at the stage that hands over": "/assessments/15",
    "section of a contract": "/assessments/14/sections/contract-and-register",
    "worksheet": "/assessments/15/questions/flows-needing-hscn/work-out",
    "decision": "/assessments/15/decisions/direction",
    "decision not yet known": "/assessments/20/decisions/direction",
    "verdict with lost deadlines": "/assessments/16/verdict",
    "calendar with lost deadlines": "/assessments/14/calendar",
    "plan with lost deadlines": "/assessments/14/plan",
    "first look with deadlines": "/assessments/16/look/result",
    "figures to read": "/assessments/16/benchmarks",
    "rules with deadlines": "/packs/renewal/rules",
    "sign off, decided": "/assessments/2/submissions/1/sign-off",
    "who signs off": "/organisations/ZXA/policy",
    "how ready a system is": "/systems/ZXQ/comparison",
    "how ready England is": "/england/comparison",
    "systems": "/systems",
    "making a group": "/systems/new",
    "who is in a system": "/systems/ZXQ/members",
    "rounds of a system": "/systems/ZXQ/rounds",
    "beginning a round": "/systems/ZXQ/rounds/new",
    "questionnaires and what came back": "/systems/ZXQ/returns",
    "our own estimates": "/systems/ZXQ/estimates",
    "an estimate": "/systems/ZXQ/estimates/ZX001",
    "what was returned in its name": "/organisations/ZX9/returned",
    "what a system buys": "/systems/ZXQ/procurement",
    "what a system buys anew": "/systems/ZXQ/procurement?pack=renewal",
    "what if across a system": "/systems/ZXQ/comparison?met=move-begun&met=sites-surveyed",
    "joint actions": "/systems/ZXQ/joint-actions",
    "new joint action": "/systems/ZXQ/joint-actions/new?met=move-begun",
    "joint action": "/systems/ZXQ/joint-actions/1",
    "joint action that is offered": "/assessments/7/offers/1",
    "how ready a system is, beside an earlier day": "/systems/ZXQ/comparison?against=2026-10-01",
    "how ready a system is, wrongly asked": "/systems/ZXQ/comparison?day=soon",
    "a draft that is shared": "/systems/ZXQ/drafts/8",
    "the survey of a system": "/systems/ZXQ/survey",
    "the survey of a band": "/systems/ZXQ/survey?band=acute",
    "the survey under rules that publish nothing": "/systems/ZXQ/survey?pack=renewal",
    "a round": "/systems/ZXQ/rounds/1",
    "who is asked in a round": "/systems/ZXQ/rounds/1/members",
    "changing a round": "/systems/ZXQ/rounds/1/change",
    "how ready those asked are": "/systems/ZXQ/comparison?pack=hscn&round=1",
    "the link of a round": f"/rounds/join/{TOKEN}",
    "how ready a band is, by one area": "/systems/ZXQ/comparison?band=practices&sort=Resilience",
    "how ready a system of which nobody submitted is": "/systems/ZXQ/comparison?pack=renewal",
    "what is shared": "/shared",
    "what one organisation shares": "/shared/ZXA/hscn",
    "what nobody signed off": "/shared/ZX002/hscn",
    "glossary": "/packs/hscn/glossary",
    "rules": "/packs/hscn/rules",
    "gates": "/packs/hscn/gates",
    "rules in use": "/rules",
    "who did what": "/record",
    "who did what, wrongly asked": "/record?since=soon",
    "who did what for one": "/organisations/ZX9/record",
    "people, where nobody signs in": "/people",
    "accessibility": "/accessibility",
    "problem": "/assessments/99",
}


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """Serve the fictional system to all tests here."""
    from readiness.app import create_app
    from readiness.settings import Settings

    instance = tmp_path_factory.mktemp("filled")
    app = create_app(Settings(instance=instance, rules=rules_folder()))
    db = open_database(instance / "readiness.db")
    for key in ("hscn", "renewal"):
        list(fill(db, rules_folder(), key, person=local_person(db), at=datetime.now(UTC)))
    ask_in_a_round(db)
    db.close()
    with served(app) as address:
        yield address


def ask_in_a_round(db):
    """Ask the members of the fictional system in a round; one of them has a known link."""
    said, on = {"person": local_person(db), "at": datetime.now(UTC)}, date.today()
    pack = current_pack(rules_folder(), "hscn")
    closes = on + timedelta(days=10)
    new = NewRound("Autumn", pack, QuestionSet.LOOK, closes, Wanted(whole=True))
    number = begin_round(db, "ZXQ", new, on=on, **said).number
    asked = replace(next(iter(members_of_round(db, number).values())), token=digest(TOKEN))
    with immediate(db):
        note_step(db, number, Step.LINKED, [asked], **said)


@pytest.fixture(scope="module")
def window(browser):
    """One window for all of them."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def violations(window, width):
    """Return what axe finds at a width: each rule with the start of what breaks it."""
    window.set_viewport_size({"width": width, "height": 900})
    found = Axe().run(window).response["violations"]
    return [(v["id"], [n["html"][:200] for n in v["nodes"]]) for v in found]


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(window, filled, name):
    problems = []
    window.on("console", lambda message: problems.append(message.text))
    window.goto(filled + PAGES[name])

    assert violations(window, 1280) == []
    assert violations(window, 390) == []
    window.set_viewport_size({"width": 320, "height": 800})
    assert window.evaluate("document.documentElement.scrollWidth") <= 320
    assert [p for p in problems if "404" not in p and "400" not in p] == []


def test_a_pack_written_as_one_page_has_no_violations_on_screen_or_on_paper(window, tmp_path):
    file = tmp_path / "pack.html"
    file.write_text(pack_page(current_pack(rules_folder(), "hscn")), encoding="utf-8")
    window.goto(file.as_uri())

    assert violations(window, 1280) == []
    assert violations(window, 390) == []
    window.set_viewport_size({"width": 320, "height": 800})
    assert window.evaluate("document.documentElement.scrollWidth") <= 320
    window.emulate_media(media="print")
    assert violations(window, 1280) == []
    window.emulate_media(media="null")


def test_a_tick_shows_its_effect_at_once_and_keeps_its_place(window, filled):
    window.set_viewport_size({"width": 1280, "height": 900})
    window.goto(f"{filled}/systems/ZXQ/comparison")

    with window.expect_navigation():
        window.locator("#met-move-begun").check()

    assert "met=move-begun" in window.url
    assert "If the ticked point were put right" in window.locator("main").inner_text()
    window.wait_for_function("document.activeElement.id === 'met-move-begun'")


def test_a_page_that_refuses_and_one_of_two_answers_have_no_violations_either(window, filled):
    section = filled + PAGES["section of numbers and lists"]
    window.goto(section)
    window.locator('input[name="neighbours-ending-value"]').fill("three")
    window.get_by_role("button", name="Save and stay").click()

    assert window.title().startswith("Error: ")
    assert violations(window, 1280) == []
    assert violations(window, 390) == []

    question = filled + PAGES["question"]
    window.goto(question)
    theirs = window.context.browser.new_page()  # a window of its own: a tab behind another rests
    theirs.goto(question)
    theirs.get_by_label("No entity", exact=True).check()
    theirs.get_by_role("button", name="Save this answer").click()
    theirs.close()
    window.get_by_label("All entities", exact=True).check()
    window.get_by_role("button", name="Save this answer").click()

    assert "Yours, not saved" in window.locator("main").inner_text()
    assert violations(window, 1280) == []
    assert violations(window, 390) == []


def test_a_look_at_a_register_and_its_import_have_no_violations(window, filled):
    files = {
        "etr.csv": table(official("ZY81", "FEN TRUST", opened="x"), official("ZY82", "MOOR TRUST")),
        "download.csv": table(official("ZY83", "VALE HOSPICE")),
        "s.csv": table(["predecessor", "successor", "date"], ["ZY82", "ZXQ", "2026-04-01"]),
    }
    window.goto(f"{filled}/register")
    window.locator("#files").set_input_files(
        [{"name": n, "mimeType": "text/csv", "buffer": data} for n, data in files.items()]
    )
    window.get_by_role("button", name="See what would change").click()

    for width in (1280, 390, 320):
        assert violations(window, width) == []
    assert window.evaluate("document.documentElement.scrollWidth") <= 320
    window.get_by_role("button", name="Import", exact=True).click()
    window.get_by_role("heading", name="Imported").wait_for()
    for path in ("", "/register", "/organisations/ZY82/about", "/organisations/ZXQ/about"):
        if path:
            window.goto(filled + path)
        for width in (1280, 390, 320):
            assert violations(window, width) == [], path
        assert window.evaluate("document.documentElement.scrollWidth") <= 320, path


def test_a_sheet_takes_one_side_for_each_eight_questions_at_most(window, filled):
    window.goto(filled + PAGES["sheet"])
    questions = window.locator(".app-sheet__line").count()
    sides = len(re.findall(rb"/Type\s*/Page\b", window.pdf(prefer_css_page_size=True)))

    assert questions > 8
    assert sides <= -(-questions // 8)


def test_paper_carries_no_link_addresses_and_no_navigation(window, filled):
    window.emulate_media(media="print")
    window.set_viewport_size({"width": 760, "height": 1000})
    for name in ("verdict", "plan", "calendar", "costs", "section", "sheet", "glossary"):
        window.goto(filled + PAGES[name])
        after = window.evaluate(
            "[...document.querySelectorAll('main a')].map("
            "a => getComputedStyle(a, '::after').content).filter("
            "c => c.includes('Link'))"
        )
        shown = window.evaluate(
            "[...document.querySelectorAll('header nav ul, main button')].filter("
            "e => e.offsetParent !== null).map(e => e.outerHTML.slice(0, 80))"
        )

        assert after == [], name
        assert shown == [], name
    window.emulate_media(media="null")


def test_what_was_carried_over_is_confirmed_without_violations(window, filled):
    window.set_viewport_size({"width": 1280, "height": 900})
    window.goto(f"{filled}/assessments/11/again")
    window.get_by_role("button", name="Assess again").click()
    address = window.url

    assert "Still true?" in window.locator("main").inner_text()
    for path in ("", "/sections/money", "/questions/approved-budget", "/check", "/verdict"):
        window.goto(address + path)
        assert violations(window, 1280) == [], path
        assert violations(window, 390) == [], path
        window.set_viewport_size({"width": 320, "height": 800})
        assert window.evaluate("document.documentElement.scrollWidth") <= 320, path
    window.goto(f"{address}/sections/money")
    window.get_by_role("button", name="still true", exact=False).first.click()
    assert "confirmed as still true" in window.locator("main").inner_text()
    window.goto(f"{filled}/assessments/11")
    assert violations(window, 1280) == []
