"""The start page, and the organisation that an assessment is for."""

import pytest

from tests import examples

DATES = """
dates:
  - {date: 2026-11-01, what: A day that has passed, source: judgement, review_by: 2026-12-01}
  - {date: 2027-06-30, what: The later day, source: judgement, review_by: 2026-12-01}
  - {date: 2026-12-31, what: The next day, source: judgement, review_by: 2026-12-01}
"""


def test_the_start_page_says_what_it_asks_and_preselects_nothing(visit):
    page = visit("/")

    assert page.heading == "Find out where your network move stands"
    assert page.values("pack") == []
    assert "A small move" in page.text
    assert "12 to 13 questions" in page.text
    assert "Don’t know is an answer. It is never read as no." in page.text
    assert "Carry on" not in page.text


def test_a_passed_date_leaves_the_strip_and_the_next_comes_first(visit, rules):
    examples.write_pack(rules, examples.tiny_pack(pack=examples.PACK + DATES))
    text = visit("/").text

    assert "A day that has passed" not in text
    assert "31 Dec 2026 The next day in 37 days 30 Jun 2027 The later day in 7 months" in text


def test_a_deadline_that_is_the_same_for_everybody_stands_among_the_dates(visit, rules):
    examples.write_pack(rules, examples.deadline_pack(pack=examples.PACK + DATES + examples.LADDER))
    text = visit("/").text

    assert "31 Dec 2026 The next day in 37 days" in text
    assert "31 Dec 2026 The yearly check is due in 37 days" in text
    assert "Lines: 7 months Old lines are switched off 30 Jun 2027" in text
    assert "The framework closes" not in text


def test_nothing_chosen_is_refused_with_what_to_do(visit):
    page = visit(visit("/").send("Start"), 400)

    assert page.summary[1:] == ["Choose what you are planning"]


def test_what_is_under_way_is_there_to_carry_on(visit, started, give):
    give("plan", "drafted")
    page = visit("/")

    assert page.links["Aldermoor NHS Trust"] == "/assessments/1"
    assert "1 of 12 answered, saved today at 10:31" in page.text


def test_rules_with_faults_are_named_and_what_is_under_way_goes_on(visit, started, rules):
    (rules / "tiny" / "routes.yaml").write_text("question: nowhere\n")
    page = visit("/")

    assert "The rules cannot be used" in page.text
    assert "routes.yaml:" in page.text
    assert visit(page.links["Aldermoor NHS Trust"]).heading == "Your assessment"


def test_an_organisation_is_added_and_its_assessment_begins(visit, db):
    choose = visit(visit("/").send("Start", pack="tiny"))
    tasks = visit(
        choose.send(
            "Continue",
            ods_code=" zx9 ",
            name="Aldermoor NHS Trust",
            kind="trust",
            setting="acute",
            sites="12",
        )
    )

    assert choose.heading == "Find or add your organisation"
    assert tasks.heading == "Your assessment"
    assert tasks.one("p", class_="app-header__organisation").text == "Aldermoor NHS Trust ZX9"


def test_each_fact_that_does_not_fit_is_named_at_its_field_and_comes_back(visit):
    page = visit("/organisations/choose?pack=tiny")
    again = visit(page.send("Continue", ods_code="not a code!", name="", sites="many"), 400)

    assert [e.get("id") for e in again.every("input") if e.get("aria-invalid")] == [
        "ods_code",
        "name",
        "sites",
    ]
    assert again.values("ods_code") == ["not a code!"]
    assert again.values("sites") == ["many"]
    assert len(again.summary) == 4


def test_an_organisation_there_is_carries_on_where_it_was(visit, started):
    page = visit("/organisations/choose?pack=tiny")
    tasks = visit(page.send("Continue", organisation="ZX9"))

    assert page.values("organisation") == []
    assert tasks.response.request.path == f"/assessments/{started}"


def test_a_code_that_is_taken_is_a_conflict_at_its_field(visit, started):
    page = visit("/organisations/choose?pack=tiny")
    again = visit(
        page.send("Continue", organisation="new", ods_code="ZX9", name="Another name"), 409
    )

    assert "ZX9 is here already, as Aldermoor NHS Trust" in again.summary[1]
    assert again.values("name") == ["Another name"]


def test_neither_chosen_nor_added_is_refused(visit, started):
    page = visit("/organisations/choose?pack=tiny")

    again = visit(page.send("Continue"), 400)
    assert again.summary[1:] == ["Choose an organisation, or add one"]


def test_an_organisation_that_is_not_here_is_not_found(visit, started):
    page = visit("/organisations/choose?pack=tiny")

    visit(page.send("Continue", organisation="ZZZ"), 404)


def test_facts_are_corrected_and_lead_back(visit, started, read):
    page = visit(f"/organisations/ZX9?next=/assessments/{started}")
    back = visit(page.send("Save", sites="64", name="Aldermoor Foundation Trust"))

    assert back.heading == "Your assessment"
    assert read().assessment.organisation.sites == 64
    assert read().assessment.organisation.name == "Aldermoor Foundation Trust"


def test_facts_that_do_not_fit_come_back_as_typed(visit, started):
    page = visit("/organisations/ZX9")
    again = visit(page.send("Save", sites="-1"), 400)

    assert again.values("sites") == ["-1"]
    assert "Enter the number of sites" in again.summary[1]


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:1", ""]
)
def test_nobody_is_led_to_another_site(client, visit, started, elsewhere):
    page = visit(f"/organisations/ZX9?next={elsewhere}")

    assert page.send("Save").location == "/"


@pytest.mark.parametrize("address", ["/organisations/choose", "/organisations/choose?pack=no"])
def test_without_a_pack_the_page_says_where_to_begin(visit, address):
    assert "Begin at the start page" in visit(address, 404).text


def test_the_accessibility_page_is_there(visit):
    assert visit("/accessibility").heading == "Accessibility"


def test_the_glossary_explains_the_words_of_the_pack_and_says_who_uses_them(visit, rules):
    words = "glossary: {Line: A wire to a building., Code: A name in few letters.}\n"
    examples.write_pack(rules, examples.tiny_pack(pack=examples.PACK + words))
    page = visit("/packs/tiny/glossary")
    links = page.links

    assert "Code A name in few letters." in page.text
    assert "Line A wire to a building. Used in PLN-01" in page.text
    assert links["C"] == "#letter-1"
    assert links["SIT-01 How many lines do you have?"] == "/packs/tiny/rules#question-lines"


def test_how_the_tool_judges_is_made_from_the_rules(visit):
    page = visit("/packs/tiny/rules")

    assert page.heading == "How this tool judges"
    assert "Signed. Passes when PLN-02 is “Yes”." in page.text
    assert "The agreement is not signed. A supplier may not connect" in page.text
    assert "Source: our own judgement. plan-agreed" in page.text
    assert page.every("th")[0].text == "When"
    assert page.links["Questions"] == "#questions"
    assert "Asked when PAR-01 is “Yes”." in page.text


@pytest.mark.parametrize("name", ["glossary", "rules"])
def test_a_pack_that_is_not_there_is_not_found(visit, name):
    visit(f"/packs/none/{name}", 404)
