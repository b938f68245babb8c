"""The survey of a system says what its members replied, and never what few of them did."""

import csv
import io
import re
import zipfile

import pytest

from readiness.content import rules_folder
from readiness.domain.organisation import Organisation
from readiness.storage.database import open_database
from readiness.storage.packs import current_pack
from readiness.usecases.survey import read_survey
from readiness.web import current
from readiness.web.survey_page import SurveyPage
from tests.systems import fill_system


@pytest.fixture
def rules():
    return rules_folder()


def of(page, table=0):
    """Return the rows of a table of the page, as lists of texts."""
    rows = page.every("table")[table].every("tr")
    return [[cell.text for cell in row.every("th", "td")] for row in rows]


@pytest.mark.parametrize(("size", "submitted"), [(0, 0), (1, 1), (24, 0), (60, 7), (24, 19)])
def test_the_page_stands_with_any_number_of_answers(visit, db, rules, size, submitted):
    fill_system(db, rules, size, submitted=submitted)

    page = visit("/systems/ZXY/survey")

    said = f"{submitted} of {size} organisation" if submitted else f"None of the {size}"
    assert (said if size else "No member of this system is known here") in page.text
    assert [h.text for h in page.every("h2")] == [
        "Published figures and ours",
        "Board engagement, by band",
        "To read, not to compare",
        "How intervals are worked out",
    ]


def test_each_figure_stands_with_its_count_its_interval_and_the_published_one(visit, db, rules):
    fill_system(db, rules, 24, submitted=24)

    rows = of(visit("/systems/ZXY/survey"))

    (scoping,) = [row for row in rows if row[0] == "Scoping"]
    count, base = map(int, re.fullmatch(r"(\d+) of (\d+)", scoping[1]).groups())
    per_cent, low, high = map(int, re.fullmatch(r"(\d+)% (\d+) to (\d+)", scoping[2]).groups())
    assert per_cent == int(100 * count / base + 0.5)
    assert low <= per_cent <= high
    assert scoping[4] == "46% 33 to 60, n = 50"
    (planning,) = [row for row in rows if row[0] == "Planning or procurement"]
    assert planning[4] == "not published"


def test_what_fewer_than_five_answered_is_withheld_and_its_frame_stays(visit, db, rules):
    fill_system(db, rules, 8, submitted=4)

    page = visit("/systems/ZXY/survey")

    assert "too few answered" in page.text
    rows = of(page)
    (scoping,) = [row for row in rows if row[0] == "Scoping"]
    assert scoping[1:3] == ["withheld", "–"]
    assert "Fewer than five answered" in page.response.text
    assert not re.search(r"\d+ of \d+ (did not|answered)", page.text)
    assert page.response.text.count('class="app-whisker"') > 50


def test_a_band_is_shown_alone_and_boards_of_all_bands_beneath(visit, db, rules):
    fill_system(db, rules, 72)

    page = visit("/systems/ZXY/survey?band=practices")

    assert "24 of 24 organisations in the band Practices submitted" in page.text
    bands = of(page, 1)
    assert bands[1][0] == "All bands"
    assert [row[0] for row in bands[2:]] == [
        "Acute",
        "Community and mental health",
        "Ambulance",
        "Councils",
        "Practices",
        "Hospices",
        "Independents",
    ]


def test_shares_by_band_that_are_shown_leave_none_or_five_to_those_that_are_not(visit, db, rules):
    fill_system(db, rules, 40, submitted=31)

    rows = of(visit("/systems/ZXY/survey"), 1)[1:]

    bases = [int(row[1].split()[-1]) for row in rows if row[1] != "withheld"]
    whole, shown = bases[0], bases[1:]
    assert min(shown) >= 5
    assert whole - sum(shown) == 0 or whole - sum(shown) >= 5


def test_dots_and_whiskers_are_drawn_where_the_figures_lie(db, rules, person):
    fill_system(db, rules, 24)
    found = read_survey(
        db, "ZXY", current_pack(rules, "hscn"), person=person, on=current.now().date()
    )

    for one in SurveyPage(found, None).measures:
        for row in one.rows:
            if row.figure.interval:
                share = row.figure.ours
                assert row.ours.dot == pytest.approx(4 + 300 * share.count / share.base, abs=0.01)
                assert 4 <= row.ours.low <= row.ours.dot <= row.ours.high <= 304
            if row.published:
                assert row.published.dot == 4 + 3 * row.figure.published.value


def test_rules_that_publish_nothing_to_compare_say_so(visit, db, rules):
    fill_system(db, rules, 12, pack_key="renewal")

    page = visit("/systems/ZXY/survey?pack=renewal")

    assert "what was published then is context only" in page.text
    assert next(h.text for h in page.every("h2")) == "Board engagement, by band"
    assert "2018 context" in page.text


def test_the_files_hold_what_the_page_shows(client, db, rules):
    fill_system(db, rules, 24)

    written = client.get("/systems/ZXY/survey.csv").data.decode("utf-8-sig")
    book = client.get("/systems/ZXY/survey.xlsx")

    rows = list(csv.DictReader(io.StringIO(written)))
    (scoping,) = [row for row in rows if row["Measure"] == "Are at scoping"]
    assert scoping["Published per cent"] == "46"
    assert (scoping["Published low"], scoping["Published high"]) == ("33", "60")
    assert int(scoping["Ours"]) <= int(scoping["Of"])
    assert any(row["Measure"].endswith(": All bands") for row in rows)
    names = zipfile.ZipFile(io.BytesIO(book.data)).read("xl/workbook.xml").decode()
    assert all(name in names for name in ("Survey", "Board by band", "How to read it"))


@pytest.mark.parametrize("wrong", ["?band=best", "?pack=none"])
def test_what_is_no_filter_is_refused(visit, db, rules, wrong):
    fill_system(db, rules, 1)

    visit(f"/systems/ZXY/survey{wrong}", status=404)


def test_the_number_of_queries_does_not_grow_with_the_system(app, client, db, rules, monkeypatch):
    counted, copy = [], app.extensions["readiness"]
    for size in (12, 48):
        fill_system(db, rules, size, seed=size, system=Organisation(f"ZX{size}", "Wexmoor"))
        client.get(f"/systems/ZX{size}/survey")
        asked = []

        def watched(asked=asked):
            watching = open_database(copy.settings.database)
            watching.conn.set_trace_callback(asked.append)
            return watching

        with monkeypatch.context() as patch:
            patch.setitem(app.extensions, "readiness", current.Copy(copy.settings, watched))
            assert client.get(f"/systems/ZX{size}/survey").status_code == 200
        counted.append(len([one for one in asked if not one.startswith("PRAGMA")]))

    assert counted[0] == counted[1] <= 10
