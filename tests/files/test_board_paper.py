"""The paper for a board: real headings, tables with heads, pictures with words, plain truth."""

import io
from dataclasses import replace
from datetime import timedelta

import pytest
from docx import Document
from docx.oxml.ns import qn
from PIL import Image

from readiness.domain.board import how_fresh
from readiness.domain.joint_action import JointAction, Offer, Offered, Reply
from readiness.domain.pack import DONT_KNOW
from readiness.domain.put_right import effect
from readiness.files.board_paper import board_paper
from readiness.files.board_pictures import stage_picture, stops_picture
from readiness.files.system_views import moving_most, stops
from readiness.files.system_workbook import Chosen
from readiness.web.comparison_page import stage_rows
from tests.compared import buying_of, comparison_of, givens_of, pack_of
from tests.examples import CLINIC, TRUST

HEADINGS = [
    "Where we are",
    "What holds us up",
    "What one move would do",
    "What it costs, and what doing nothing costs",
    "What we ask the board to decide",
    "How fresh this is, and what is left out",
    "Sources",
]


def opened(content):
    return Document(io.BytesIO(content))


def words_of(content):
    document = opened(content)
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def under(content, heading):
    """Return what stands under a heading, to the next."""
    found, inside = [], False
    for paragraph in opened(content).paragraphs:
        if paragraph.style.name == "Heading 2":
            inside = paragraph.text == heading
        elif inside:
            found.append(paragraph.text)
    return " ".join(found)


@pytest.mark.parametrize("size", [0, 7, 60])
@pytest.mark.parametrize("key", ["hscn", "renewal"])
def test_it_has_the_same_headings_whatever_the_number_of_answers(key, size):
    pack = pack_of(key)

    document = opened(board_paper(buying_of(pack, givens_of(pack, size), silent=3)))

    styles = [(p.style.name, p.text) for p in document.paragraphs if "Heading" in p.style.name]
    assert styles[0][0] == "Heading 1"
    assert [text for name, text in styles if name == "Heading 2"] == HEADINGS
    assert document.core_properties.language == "en-GB"
    assert document.core_properties.title == styles[0][1]


def test_every_table_has_a_marked_head_and_every_picture_has_words():
    document = opened(board_paper(buying_of(pack_of(), givens_of(pack_of(), 20), silent=2)))

    assert len(document.tables) == 4
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
    told = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert len(told) == 2
    assert "evidenced" in told[0]
    assert "stopped" in told[1]


def test_without_answers_it_says_that_nothing_is_known_and_shows_no_picture():
    content = board_paper(buying_of(pack_of(), [], silent=24), lede="We do not know yet.")

    assert "0 of 24 members submitted." in under(content, "Where we are")
    assert "We do not know yet" in under(content, "What holds us up")
    assert "A sum is not known" in under(content, HEADINGS[3])
    assert "24 of 24 members" in under(content, "What we ask the board to decide")
    assert not opened(content).inline_shapes


def test_of_a_single_submission_it_speaks_in_the_singular_and_says_that_nobody_is_left_out():
    content = board_paper(buying_of(pack_of(), givens_of(pack_of(), 1)))

    fresh = under(content, "How fresh this is, and what is left out")
    assert "The one submission is " in fresh
    assert "between" not in fresh
    assert "Every member submitted." in fresh
    assert "0 of 1" not in fresh


def test_those_that_nobody_checked_stand_where_the_page_has_them():
    buying = buying_of(pack_of(), givens_of(pack_of(), 7))

    table = next(
        one for one in opened(board_paper(buying)).tables if one.cell(0, 0).text == "Stage"
    )

    assert [row.cells[3].text for row in table.rows[1:]] == [
        str(row.checked or "–") for row in stage_rows(buying.comparison)
    ]
    assert table.cell(1, 3).text == "7"


def test_a_sum_that_is_never_asked_for_is_not_said_to_be_untold():
    content = board_paper(buying_of(pack_of(), givens_of(pack_of(), 7)))

    costs = under(content, HEADINGS[3])
    assert "A sum is not known, for these rules do not ask for it." in costs
    assert "0 of 7 told us, for" not in costs
    assert "of 7 target dates: " in costs


def test_the_move_that_it_names_is_the_one_that_moves_most():
    buying = buying_of(pack_of(), givens_of(pack_of(), 30))
    best = moving_most(buying.comparison)

    told = under(board_paper(buying), "What one move would do")

    assert best.rule.otherwise in told
    assert f"{best.alone.bit_count()} of 30 organisations would move" in told


def test_ticked_points_stand_in_place_of_the_best_one():
    buying = buying_of(pack_of(), givens_of(pack_of(), 30))
    met = [stop.rule.key for stop in stops(buying.comparison)[:2]]
    moves = effect(buying.comparison, met).moves

    told = under(board_paper(buying, met), "What one move would do")

    assert "What is ticked on the page" in told
    assert f"Then {moves} of 30 organisations" in told


def test_money_is_told_with_of_how_many_and_its_gaps_are_asked_for():
    silent = givens_of(pack_of(), 12, contract_value=DONT_KNOW)
    content = board_paper(buying_of(pack_of(), silent))

    assert "Not known: 0 of" in under(content, HEADINGS[3])
    assert "for the sum that is missing" in under(content, "What we ask the board to decide")


def test_filters_and_the_sentence_of_the_page_stand_at_its_top():
    buying = buying_of(pack_of(), givens_of(pack_of(), 3))

    words = words_of(board_paper(buying, chosen=[Chosen("Band", "Acute")], lede="2 of 3."))

    assert "Band: Acute." in words
    assert "2 of 3." in words


def test_the_same_values_give_the_same_bytes():
    first, second = (board_paper(buying_of(pack_of(), givens_of(pack_of(), 9))) for _ in "ab")

    assert first == second


@pytest.mark.parametrize("size", [0, 1, 20, 200])
def test_pictures_are_drawn_for_any_number_of_organisations(size):
    comparison = comparison_of(pack_of(), givens_of(pack_of(), size))

    for content in (stage_picture(comparison), stops_picture(stops(comparison))):
        with Image.open(io.BytesIO(content)) as picture:
            assert picture.width == 2 * 841


def test_a_point_that_a_joint_action_leads_is_supported_and_not_asked_for_again():
    pack = pack_of()
    buying = buying_of(pack, givens_of(pack, 30))
    worst = next(stop for stop in stops(buying.comparison) if stop.stopped)
    action = JointAction("ZXY", pack.key, (worst.rule.key,), "Go and see", named="Head of digital")
    said = (Offer(1, TRUST, Reply.ACCEPTED), Offer(1, CLINIC))

    alone = under(board_paper(buying), "What we ask the board to decide")
    joined = under(
        board_paper(buying, joint=[Offered(action, said)]), "What we ask the board to decide"
    )

    asked = f"Name a lead and a date to put this right, which stops {worst.stopped.bit_count()}"
    assert asked in alone
    assert worst.rule.otherwise in alone
    assert worst.rule.otherwise not in joined
    assert "“Go and see”, led by Head of digital: 1 of 2 members accepted it." in joined


@pytest.mark.parametrize(
    ("size", "days", "told"),
    [
        (1, 7, "The one submission is 7 days old."),
        (1, 0, "The one submission is of today."),
        (3, 0, "All 3 submissions are of today."),
        (3, 1, "All 3 submissions are 1 day old."),
    ],
)
def test_submissions_of_one_age_are_not_said_to_be_between_two(size, days, told):
    comparison = comparison_of(pack_of(), givens_of(pack_of(), size))
    at = comparison.on - timedelta(days=days)
    members = [
        replace(one, submitted=replace(one.submitted, at=at)) for one in comparison.submitters
    ]

    assert list(how_fresh(replace(comparison, members=tuple(members)))) == [told]
