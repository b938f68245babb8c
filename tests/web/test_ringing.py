"""Whom to ring, what moved and drafts that are shared, on the pages of a system."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.content import rules_folder
from readiness.domain.movement import Month
from readiness.domain.organisation import Membership, Organisation
from readiness.storage.database import rows
from readiness.storage.packs import current_pack
from readiness.usecases.assessment import (
    Change,
    answer_questions,
    read_assessment,
    start_assessment,
)
from readiness.usecases.draft_consent import share_draft
from readiness.usecases.organisation import add_organisation, join_system
from readiness.web.months_picture import months_picture
from tests.examples import AT, ON, later, tiny_pack, write_pack
from tests.systems import fill_system
from tests.web.trust import section

PAGE = "/systems/ZXY/comparison"


@pytest.fixture
def rules(request):
    """Use the shipped rules, unless a test is about the trust of the examples."""
    if "trust" in request.fixturenames:
        return request.getfixturevalue("tiny_rules")
    return rules_folder()


@pytest.fixture
def tiny_rules(tmp_path):
    write_pack(tmp_path / "rules", tiny_pack())
    return tmp_path / "rules"


@pytest.fixture
def shared(db, rules, me):
    """Let one member of a system of three begin, answer a question and share its draft."""
    codes = fill_system(db, rules, 3, submitted=1)
    begun = {code for (code,) in rows(db, "select organisation from assessments")}
    code = next(code for code in codes if code not in begun)
    number = start_assessment(db, rules, "hscn", code, person=me, at=AT)
    opened = read_assessment(db, number, person=me, on=ON)
    change = Change("claimed-stage", "scoping", "A remark of ours")
    assert answer_questions(db, opened, [change], person=me, at=AT).saved
    share_draft(db, opened, True, seen=0, person=me, at=AT)
    return number


class TestWhomToRing:
    def test_it_stands_before_what_moved_and_lists_everyone_while_nobody_submitted(
        self, visit, db, rules
    ):
        codes = fill_system(db, rules, 24, submitted=0)

        page = visit(f"{PAGE}?pack=hscn")

        ring = section(page, "whom-to-ring")
        assert "All 24 today" in ring
        assert ring.count("Not started") == len(codes)
        assert page.text.index("Whom to ring") < page.text.index("What has moved?")

    def test_with_nobody_to_ring_the_section_says_so(self, visit, db, rules):
        fill_system(db, rules, 0)

        assert "Nobody today." in section(visit(f"{PAGE}?pack=hscn"), "whom-to-ring")

    def test_of_many_the_first_are_shown_and_all_on_demand(self, visit, db, rules):
        fill_system(db, rules, 70, submitted=0)

        some = section(visit(f"{PAGE}?pack=hscn"), "whom-to-ring")
        every = section(visit(f"{PAGE}?pack=hscn&ring=all"), "whom-to-ring")

        assert "The first 60 of 70" in some
        assert (some.count("Nothing yet"), every.count("Nothing yet")) == (60, 70)

    def test_it_is_taken_away_as_a_table_and_as_e_mails(self, client, db, rules):
        fill_system(db, rules, 3, submitted=1)

        table = client.get("/systems/ZXY/ring.csv?pack=hscn")
        emails = client.get("/systems/ZXY/ring.zip?pack=hscn")

        assert table.text.count("Not started") == 2
        assert emails.mimetype == "application/zip"
        assert "ZXY-hscn-ring-2026-11-24.zip" in emails.headers["Content-Disposition"]
        told = rows(
            db, "select subject from events where noun = 'organisation' and what = 'exported'"
        )
        assert told == [("ZXY",), ("ZXY",)]

    def test_where_there_is_nobody_to_ring_there_are_no_e_mails(self, visit, db, rules):
        fill_system(db, rules, 0)

        assert "nobody to ring" in visit("/systems/ZXY/ring.zip?pack=hscn", 404).text

    def test_a_draft_that_no_reason_speaks_of_is_listed_beneath(self, visit, db, rules, me):
        codes = fill_system(db, rules, 1)
        (number,) = rows(db, "select id from assessments")[0]
        share_draft(
            db, read_assessment(db, number, person=me, on=ON), True, seen=0, person=me, at=AT
        )

        ring = section(visit(f"{PAGE}?pack=hscn"), "whom-to-ring")

        assert "Other drafts shared with you" in ring
        assert codes == ["ZXY0000"]


class TestMovement:
    def test_each_fact_says_what_it_was_on_the_earlier_day(self, visit, db, rules):
        fill_system(db, rules, 24, submitted=19)
        day = ON - timedelta(days=60)

        page = visit(f"{PAGE}?pack=hscn&against={day}")

        facts = [fact.text for fact in page.every("dd")]
        assert len(facts) == 4
        assert all("25 September 2026" in fact for fact in facts)
        moved = section(page, "moved")
        assert "Submitted for the first time since" in moved

    def test_the_day_is_typed_as_people_type_days(self, visit, client, db, rules):
        fill_system(db, rules, 3, submitted=2)

        gone = client.get(f"{PAGE}?pack=hscn&band=acute&day=1+10+2026")

        assert gone.status_code == 303
        assert "against=2026-10-01" in gone.location
        assert "band=acute" in gone.location

    @pytest.mark.parametrize(
        ("typed", "words"),
        [("soon", "Enter a real date"), ("24 11 2026", "Enter a day before today")],
    )
    def test_a_day_that_is_none_comes_back_as_typed(self, visit, db, rules, typed, words):
        fill_system(db, rules, 3, submitted=2)

        page = visit(f"{PAGE}?pack=hscn&day={typed.replace(' ', '+')}", 400)

        assert words in page.text
        assert page.one("input", id="day").get("value") == typed

    def test_a_day_that_is_not_earlier_is_no_page(self, visit, db, rules):
        fill_system(db, rules, 1)

        assert "before today" in visit(f"{PAGE}?pack=hscn&against=2027-01-01", 404).text

    def test_the_start_of_last_month_is_one_link_away(self, visit, db, rules):
        fill_system(db, rules, 1)

        links = [a.get("href") for a in visit(f"{PAGE}?pack=hscn").every("a")]

        assert any("against=2026-10-01" in link for link in links)


class TestDrafts:
    def test_the_page_says_how_far_it_is_and_leads_to_what_is_shared(self, visit, shared):
        page = visit(f"{PAGE}?pack=hscn")

        ring = section(page, "whom-to-ring")
        assert "Draft shared on 24 November 2026: 1 of" in ring
        assert "1 of 3" in page.text, "the draft is not counted as submitted"
        draft = visit(f"/systems/ZXY/drafts/{shared}")
        assert "DRAFT" in draft.text
        assert "A remark of ours" not in draft.text

    def test_an_it_lead_shares_and_stops_on_the_task_list(self, visit, trust, db, me):
        system = Organisation("ZXS", "Fenwick System")
        add_organisation(db, system, person=me, at=AT)
        join_system(db, Membership("ZX9", "ZXS", "member"), person=me, at=AT)
        visit("/systems/ZXS/drafts/1", 404)

        page = visit(trust.get().send("Share the draft"))

        assert "Local user shared this draft on 24 November 2026" in page.text
        visit("/systems/ZXS/drafts/1")
        page = visit(page.send("Stop sharing the draft"))
        assert "Local user stopped sharing it" in page.text
        visit("/systems/ZXS/drafts/1", 404)

    def test_a_stale_page_decides_nothing_and_says_who_did(self, visit, trust, db, tom, read):
        old = trust.get()
        share_draft(db, read(), True, seen=0, person=tom, at=later(1))
        share_draft(db, read(), False, seen=1, person=tom, at=later(2))

        page = visit(old.send("Share the draft"), 409)

        assert "Tom Okafor stopped sharing this draft" in page.text
        assert rows(db, "select max(version) from draft_consents") == [(2,)]


class TestThePictureOfMonths:
    @given(
        st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)), max_size=12)
    )
    def test_each_bar_is_as_high_as_all_members_and_its_parts_meet(self, drawn):
        stages = current_pack(rules_folder(), "hscn").stages
        months = [
            Month(ON - timedelta(days=30 * n), far + near, far + near + rest, (0, near, far))
            for n, (far, near, rest) in enumerate(drawn)
            if far + near + rest
        ]

        picture = months_picture(months, stages, 2, ON)

        assert (picture is None) is (not months)
        for bar in picture.bars if picture else ():
            parts = (bar.rest, bar.near, bar.far)
            assert abs(sum(height for _, height in parts) - 120) < 0.2
            for (upper, height), (lower, _) in pairwise(parts):
                assert abs(upper + height - lower) < 0.2

    def test_it_says_in_words_what_it_shows(self, client, db, rules):
        fill_system(db, rules, 24, submitted=19)

        text = client.get(f"{PAGE}?pack=hscn").text

        assert "Of 24 members, 19 have submitted by today, and 5 of these" in text
