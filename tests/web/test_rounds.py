"""The pages of systems and of rounds, as a commissioner uses them where nobody signs in."""

import csv
import io
import re

import pytest

from readiness.content import rules_folder
from readiness.storage.database import rows
from tests.systems import fill_system

ROUNDS = "/systems/ZXY/rounds"


@pytest.fixture
def rules():
    return rules_folder()


@pytest.fixture
def codes(db, rules):
    return fill_system(db, rules, 6, submitted=2)


@pytest.fixture
def begin(visit, codes):
    """Return how a round is begun on its page; what it is asked with may be said otherwise."""

    def begin(**said):
        typed = {"name": "Autumn 2026", "pack": "hscn", "closes": "4 12 2026"} | said
        return visit(f"{ROUNDS}/new").send("Begin the round", **typed)

    return begin


def table_of(response):
    assert response.mimetype == "text/csv"
    return list(csv.DictReader(io.StringIO(response.data.decode("utf-8-sig"))))


def test_the_systems_are_listed_with_how_many_submitted(visit, begin):
    begin()

    page = visit("/systems?pack=hscn")

    assert "Submitted: 2 of 6" in page.text
    assert page.links["Wexmoor and Hale"] == "/systems/ZXY/comparison?pack=hscn"
    assert page.links["1 open in Wexmoor and Hale"] == ROUNDS


def test_a_copy_without_members_says_what_to_do(visit):
    assert "Import the register, or make a group" in visit("/systems").text


def test_the_members_of_a_system_say_their_band_and_state(visit, client, codes):
    page = visit("/systems/ZXY/members?pack=hscn")

    assert "6 members today, of whom 2 submitted" in page.text
    assert "Nothing yet" in page.text
    lines = table_of(client.get("/systems/ZXY/members.csv?pack=hscn"))
    assert [line["Code"] for line in lines] == codes
    assert lines[0]["Band"] == "Acute"


def test_a_group_is_made_of_codes_and_claims_its_members_as_well(visit, codes):
    page = visit(f"/systems/new?code={codes[0]}")
    refused = visit(page.send("Make the group", name="", codes="ZQ9\nZQ9"), 400)
    assert refused.summary[0] == "There"
    assert "ZQ9\nZQ9" in refused.response.text

    made = visit(refused.send("Make the group", name="Fen club", codes="\n".join(codes[:2])))

    assert "2 members today" in made.text
    assert "Also in Wexmoor and Hale (ZXY)" in made.text
    assert "2 of 6 are in another system too" in visit("/systems/ZXY/members").text


def test_who_is_in_a_group_is_changed_and_both_are_shown_when_two_do(visit, codes):
    visit(visit("/systems/new").send("Make the group", name="Fen club", codes=codes[0]))
    mine, theirs = visit("/systems/L-0001/group"), visit("/systems/L-0001/group")
    visit(theirs.send("Save", codes=codes[1]))

    both = visit(mine.send("Save", codes=codes[2]), 409)

    assert f"Its members as they are now {codes[1]}" in both.text
    assert codes[2] in both.response.text
    assert "1 member today" in visit(both.send("Save")).text
    assert "ZQ9 is not in the register" in visit(both.send("Save", codes="ZQ9"), 400).text
    visit("/systems/ZXY/group", 404)


def test_a_round_begins_and_its_page_counts_how_far_it_is(visit, begin):
    page = visit(begin())

    assert page.heading == "Autumn 2026: how far is it?"
    assert "0 of the 6 asked have signed off" in page.text
    assert "Open until 4 December 2026" in page.text
    assert "last signed off" in page.text


def test_what_does_not_fit_is_said_and_nothing_typed_is_lost(visit, begin, db):
    page = visit(begin(name="", closes="1 11 2026", codes="ZQ9 nobody"), 400)

    assert len(page.summary) == 4
    assert page.values("closes") == ["1 11 2026"]
    assert "ZQ9 nobody" in page.response.text
    unknown = visit(
        page.send("Begin", name="A", closes="4 12 2026", codes="ZQ9", members="codes"), 400
    )
    assert "ZQ9 is not in the register here" in unknown.text
    assert rows(db, "select count(*) from system_rounds") == [(0,)]


def test_begun_twice_is_told(visit, begin):
    begin()

    assert "open already" in visit(begin(), 400).text


def test_links_are_shown_once_and_taken_away_for_a_mail_merge(visit, begin, codes, client):
    address = codes[0]
    page = visit(begin(codes=f"{address} =cmd@example.org"))
    shown = visit(page.send("Make 6 links"))

    links = re.findall(r"/rounds/join/[\w-]{40,}", shown.text)
    assert len(set(links)) == 6
    lines = table_of(shown.send("Download"))
    assert [line["Code"] for line in lines] == codes
    assert lines[0]["Address"] == "'=cmd@example.org"
    assert lines[0]["Link"].endswith(links[0])
    assert (lines[0]["Closing date"], lines[0]["Round"]) == ("2026-12-04", "Autumn 2026")
    assert "Each of the 6 has a link" in visit(f"{ROUNDS}/1").text
    visit(f"{ROUNDS}/1").send("Replace all links")
    assert "replaced meanwhile" in visit(shown.send("Download"), 400).text


def link_of_one_who_begins(visit, shown):
    """Return the first link of somebody who has no assessment open."""
    links = re.findall(r"/rounds/join/[\w-]{40,}", shown.text)
    return next(link for link in links if "Carry on" not in visit(link).text)


def test_a_link_leads_to_the_organisations_own_start(visit, begin, client):
    shown = visit(visit(begin()).send("Make 6 links"))
    link = link_of_one_who_begins(visit, shown)
    page = visit(link)
    assert page.heading.startswith("Wexmoor and Hale asks Fernhollow")

    tasks = visit(page.send("Begin"))

    assert "Asked by Wexmoor and Hale for Autumn 2026: by 4 December 2026." in tasks.text
    assert visit(visit(link).send("Carry on")).heading == tasks.heading
    assert "Begun 1 of 6 Submitted 0 of 6 Signed off 0 of 6" in visit(f"{ROUNDS}/1").text


def test_a_link_of_a_round_about_the_look_leads_to_the_look(visit, begin):
    shown = visit(visit(begin(question_set="look")).send("Make 6 links"))
    page = visit(link_of_one_who_begins(visit, shown))
    assert "about ten minutes" in page.text

    response = page.send("Begin")

    assert response.location.endswith("/look")


def test_what_is_over_says_so_to_whoever_opens_the_link(visit, begin, clock):
    shown = visit(visit(begin()).send("Make 6 links"))
    link, other = re.findall(r"/rounds/join/[\w-]{40,}", shown.text)[:2]
    visit(visit(f"{ROUNDS}/1/members").send("Take out"))
    assert "not asked in “Autumn 2026” any more" in visit(link, 410).text
    visit(visit(f"{ROUNDS}/1").send("Close"))
    assert "It was closed by whoever asked" in visit(other, 410).text
    visit(visit(f"{ROUNDS}/1").send("Open the round again"))
    clock(60 * 24 * 11)
    assert "took answers until 4 December 2026" in visit(other, 410).text
    visit(visit(f"{ROUNDS}/1").send("Withdraw"))
    assert "was withdrawn" in visit(other, 410).text
    assert "used, withdrawn or replaced" in visit("/rounds/join/x", 410).text


def test_who_is_late_is_named_overdue(visit, begin, clock):
    begin()
    clock(60 * 24 * 11)

    page = visit(f"{ROUNDS}/1")

    assert "6 are overdue since 4 December 2026" in page.text
    assert "Make 6 links" not in page.text


def test_reminders_are_noted_and_who_waits_is_a_file(visit, begin, codes, client):
    page = visit(begin())
    again = visit(page.send("Note the ticked ones", code=codes[:2]))

    assert "2 organisations were reminded today" in again.text
    lines = table_of(client.get(f"{ROUNDS}/1/waiting.csv"))
    assert [line["Reminded"] for line in lines] == ["2026-11-24"] * 2 + [""] * 4
    assert lines[3]["State"].startswith(("Asked 24 November 2026, no link", "Asked"))
    assert "Tick at least one" in visit(page.send("Note the ticked ones", code=None), 400).text


def test_a_stale_change_shows_both(visit, begin):
    begin()
    mine, theirs = visit(f"{ROUNDS}/1/change"), visit(f"{ROUNDS}/1/change")
    visit(theirs.send("Save", closes="11 12 2026"))

    both = visit(mine.send("Save", name="Late autumn"), 409)

    assert "last day 11 December 2026" in both.text
    assert both.values("name") == ["Late autumn"]
    saved = visit(both.send("Save"))
    assert (saved.heading, "Open until 4 December 2026" in saved.text) == (
        "Late autumn: how far is it?",
        True,
    )


def test_a_stale_end_changes_nothing(visit, begin):
    page = visit(begin())
    visit(visit(f"{ROUNDS}/1/change").send("Save", name="Late autumn"))

    refused = visit(page.send("Close"), 409)

    assert "changed this round after you opened" in refused.text
    assert "Open until" in refused.text


def test_members_are_asked_later_and_taken_out(visit, begin, codes):
    begin(members="codes", codes=codes[0])
    page = visit(f"{ROUNDS}/1/members")
    assert "Line 1" in visit(page.send("Ask these", codes="x@y"), 400).text

    more = visit(page.send("Ask these", codes=f"{codes[0]} a@example.org\n{codes[1]}"))

    assert "1 organisation asked that was not, 1 address changed, 0 in the round" in more.text
    left = visit(more.send("Take out"))
    assert f"{codes[0]}, asked 24 November 2026, taken out 24 November 2026" in left.text


def test_the_comparison_of_a_round_is_of_those_asked(visit, begin, codes):
    begin(members="codes", codes="\n".join(codes[:3]))

    page = visit("/systems/ZXY/comparison?pack=hscn&round=1")

    assert "Submitted 2 of 3" in page.text
    assert "everybody Autumn 2026" in page.text
    visit("/systems/ZXY/comparison?pack=hscn&round=2", 404)
    visit("/systems/ZXY/comparison?pack=renewal&round=1", 404)


def test_an_earlier_day_of_a_round_is_of_those_asked_as_well(visit, begin, codes):
    begin(members="codes", codes="\n".join(codes[:3]))

    page = visit("/systems/ZXY/comparison?pack=hscn&round=1&against=2026-11-23")

    assert "was 2 of 3 on 23 November 2026" in page.text


def test_the_page_of_a_system_says_when_its_round_closes_while_nobody_submitted(
    visit, db, rules, begin
):
    begin()
    assert "closes on" not in visit("/systems/ZXY/comparison?pack=hscn").text
    visit(
        visit("/systems/ZXY/rounds/new?pack=renewal").send(
            "Begin the round", name="Leaving", closes="11 12 2026"
        )
    )

    assert (
        "The round closes on 11 December 2026."
        in visit("/systems/ZXY/comparison?pack=renewal").text
    )


@pytest.mark.parametrize("path", ["", "/members", "/change"])
def test_a_round_of_another_system_is_not_here(visit, begin, codes, path):
    begin()
    group = visit(visit("/systems/new").send("Make the group", name="Club", codes=codes[0]))
    assert group.status == 200

    visit(f"/systems/L-0001/rounds/1{path}", 404)


def test_there_are_no_rounds_before_one_is_begun(visit, codes):
    assert "No round was begun yet" in visit(ROUNDS).text
