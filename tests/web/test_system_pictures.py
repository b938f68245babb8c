"""The pictures of a system’s page: geometry that can be checked by hand, and figures that agree."""

import re
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.content import rules_folder
from readiness.domain.comparison import STALE_AFTER, Begun
from readiness.web.comparison_page import (
    facts_of,
    lede_of,
    lede_parts,
    long_state_words,
    stage_notes,
    stage_rows,
    state_words,
)
from readiness.web.freshness_page import age_strip, left_out
from readiness.web.gap_cells import LEAST, bar_widths
from readiness.web.gaps_page import gap_table, most_members
from readiness.web.likeness_picture import cut, like_picture
from readiness.web.stage_picture import BAR, stage_picture
from tests.comparisons import ON, PACK, compared, member, submitted
from tests.systems import fill_system
from tests.web.trust import section

BANDS = ("trust", "practice", "council")
CROWDS = st.lists(
    st.none() | st.tuples(st.none() | st.integers(0, 6), st.integers(0, 6), st.integers(-1, 6)),
    max_size=40,
)


@pytest.fixture
def rules():
    return rules_folder()


def crowd(drawn):
    """Compare members at drawn stages: claimed, evidenced, and checked, -1 for by nobody."""
    return compared(
        member(f"ZZ{place:03}", BANDS[place % 3], sent_at(one) if one else None)
        for place, one in enumerate(drawn)
    )


def sent_at(stages):
    claimed, evidenced, checked = stages
    checked = None if checked < 0 else min(checked, evidenced)
    return submitted(claimed=claimed, evidenced=evidenced, checked=checked)


def test_a_cell_of_the_stages_has_a_square_for_each_organisation_five_to_a_line():
    seven = [(0, 2, 2)] * 7

    line = stage_picture(stage_rows(crowd(seven))).lines[1]

    assert [cell.count for cell in line.cells] == [0, 0, 7, 0, 0, 0, 0]
    left, top = 134 + 2 * 101 + 31, line.cells[2].squares[0][1]
    assert line.cells[2].squares == (
        *((left + 13 * place, top) for place in range(5)),
        (left, top + 13),
        (left + 13, top + 13),
    )


@pytest.mark.parametrize(("size", "bars"), [(15, False), (16, True)])
def test_above_fifteen_in_a_cell_all_cells_have_bars(size, bars):
    picture = stage_picture(stage_rows(crowd([(0, 0, 0)] * size + [(1, 1, 1)])))

    cells = [cell for line in picture.lines for cell in line.cells if cell.count]
    assert picture.bars is bars
    assert all(bool(cell.bar) is bars and bool(cell.squares) is not bars for cell in cells)


@given(CROWDS)
def test_the_picture_and_the_table_of_stages_hold_the_same_counts(drawn):
    comparison = crowd(drawn)
    rows = stage_rows(comparison)
    picture = stage_picture(rows)

    counts = [[cell.count for cell in line.cells] for line in picture.lines]
    assert counts == [[getattr(row, line.key) for row in rows] for line in picture.lines]
    sent = len(comparison.submitters)
    assert [sum(each) for each in counts] == [sent - comparison.stages.unclaimed, sent, sent]
    for line in picture.lines:
        for cell in line.cells:
            assert len(cell.squares) == (0 if picture.bars else cell.count)
            assert cell.bar <= BAR


@given(st.lists(st.integers(0, 500), min_size=3, max_size=3))
def test_the_parts_of_a_bar_fill_it_and_none_is_rounded_away(counts):
    widths = bar_widths(counts, 62)

    assert sum(widths) == pytest.approx(62 if any(counts) else 0)
    for count, width in zip(counts, widths, strict=True):
        assert (width >= LEAST) if count else (width == 0)


@given(CROWDS)
def test_lede_facts_and_picture_agree(drawn):
    comparison = crowd(drawn)
    reached, sent = comparison.at_least(3)[0], len(comparison.submitters)

    facts = facts_of(comparison)

    assert (facts[0].figure, facts[0].of) == (str(sent), f"of {len(drawn)}")
    assert facts[1].figure == (str(reached) if sent else "–")
    if sent > 1 and 0 < reached < sent:
        assert f"{reached} of the {sent} organisations that submitted" in lede_of(comparison)
    assert sum(row.evidenced for row in stage_rows(comparison)[3:]) == reached


@pytest.mark.parametrize(
    ("drawn", "words"),
    [
        ([], "No member of this system is known here."),
        ([None], "We do not know yet: its one member has not submitted."),
        ([None] * 24, "We do not know yet: none of the 24 has submitted."),
        (
            [(0, 3, -1)],
            "The one organisation that submitted shows it has reached Adoption or later.",
        ),
        (
            [(0, 2, -1)],
            "The one organisation that submitted does not show yet that it has reached Adoption or "
            "later.",
        ),
        (
            [(0, 2, -1)] * 2,
            "None of the 2 organisations that submitted shows it has reached Adoption or later.",
        ),
        (
            [(0, 4, -1)] * 2,
            "All 2 organisations that submitted show they have reached Adoption or later.",
        ),
        (
            [(0, 4, -1), (0, 1, -1), None],
            "1 of the 2 organisations that submitted shows it has reached Adoption or later.",
        ),
        (
            [(0, 4, -1)] + [None] * 23,
            "Only 1 of 24 has submitted: read what follows as one organisation, not as the system. "
            "The one organisation that submitted shows it has reached Adoption or later.",
        ),
    ],
)
def test_the_lede_says_how_far_the_system_is(drawn, words):
    assert lede_of(crowd(drawn)) == words


def test_the_lede_tells_who_has_begun():
    begun = Begun(1, ON)
    comparison = compared([member("A", begun=begun), member("B", begun=begun), member("C")])

    assert lede_parts(comparison)[1] == " Two have begun."


def test_the_note_says_who_is_in_no_figure():
    words = stage_notes(crowd([(0, 1, 1), (None, 1, -1), None]), bars=False)[0]

    assert "One of 3 has not submitted and is in no figure here." in words
    assert "Nothing has been checked yet for one (dashed)." in words
    assert "One claims no stage." in words


def test_without_submissions_no_figure_is_nought_per_cent():
    assert [fact.figure for fact in facts_of(crowd([None] * 3))] == ["0", "–", "–", "–"]


@pytest.mark.parametrize(
    ("begun", "short", "long"),
    [
        (None, "Nothing yet", "Nothing yet"),
        (Begun(1, ON), "Draft", "Draft not shared: begun on 24 November 2026"),
        (Begun(1, ON, saved=ON), "Draft", "Draft not shared: last saved on 24 November 2026"),
        (
            Begun(1, ON, answered=41, asked=66, shared=ON),
            "Draft, 41 of 66 answered, shared",
            "Draft shared on 24 November 2026: 41 of 66 answered",
        ),
        (
            Begun(1, ON, waiting=ON - timedelta(days=11)),
            "Sign-off waiting",
            "Complete, waiting 11 days for sign-off",
        ),
        (
            Begun(1, ON, waiting=ON),
            "Sign-off waiting",
            "Complete, waiting since today for sign-off",
        ),
        (Begun(1, ON, sent_back=ON), "Sent back", "Sent back on 24 November 2026"),
    ],
)
def test_a_row_without_submission_says_where_its_work_stands(begun, short, long):
    one = member("A", begun=begun)

    assert (state_words(one), long_state_words(one, ON)) == (short, long)


def test_a_dot_stands_on_its_stage_and_a_claim_on_its_own():
    picture = like_picture(crowd([(3, 1, 1), None, None]))
    row = picture.blocks[0].rows[0]

    assert (row.evidenced, row.claimed, row.checked) == (250 + 112, 250 + 3 * 112, 250 + 112)
    assert (row.ticked, row.agree, row.open) == (True, False, False)


@given(CROWDS)
def test_rows_of_bands_never_touch(drawn):
    picture = like_picture(crowd(drawn))
    ys = [row.y for block in picture.blocks for row in block.rows]

    assert all(after - before >= 22 for before, after in pairwise(ys))
    assert all(block.y < row.y - 8 < block.bottom for block in picture.blocks for row in block.rows)


@pytest.mark.parametrize(("size", "folded"), [(60, False), (61, True)])
def test_above_sixty_members_a_band_is_three_rows_of_counts(size, folded):
    picture = like_picture(crowd([(1, 1, 1)] * size))

    assert picture.folded is folded
    assert [len(block.counts) for block in picture.blocks] == [3 if folded else 0] * 3
    if folded:
        evidenced = [block.counts[1].cells[1].count for block in picture.blocks]
        assert sum(evidenced) == size


def test_a_long_name_is_cut_at_a_word():
    assert cut("Northmoor University Hospitals NHS Foundation Trust") == (
        "Northmoor University Hospitals …"
    )


def test_where_few_submitted_the_others_are_one_row():
    comparison = crowd([(1, 1, 1)] + [None] * 23)

    names = [row.name for block in like_picture(comparison).blocks for row in block.rows]
    lines = [
        line.name
        for block in gap_table(comparison, "", one_band=False).blocks
        for line in block.lines
    ]

    assert names == lines == ["Fernhollow ZZ000", "7 more", "8 more", "8 more"]


def test_a_band_shows_only_as_many_rows_as_a_page_bears():
    most = most_members(crowd([]))
    comparison = compared(member(f"Z{place:04}", sent=submitted()) for place in range(most + 7))

    whole = gap_table(comparison, "", one_band=False)
    band = gap_table(comparison, "", one_band=True)

    assert (whole.too_many, whole.blocks[0].lines) == (most, ())
    assert (len(band.blocks[0].lines), band.blocks[0].hidden) == (most, 7)


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=40))
def test_ages_are_counted_once_in_dots_and_in_the_table(ages):
    strip = age_strip(
        compared(member(f"Z{at:02}", sent=submitted(age=age)) for at, age in enumerate(ages))
    )

    assert sum(stack.count for stack in strip.stacks) == len(ages)
    assert sum(count for _, count in strip.ranges) == len(ages)
    stale = sum(age > STALE_AFTER for age in ages)
    assert sum(stack.count for stack in strip.stacks if stack.stale) == stale == strip.stale
    assert sum(count for _, count in strip.ranges[2:]) == stale
    assert all(stack.x < strip.width for stack in strip.stacks)


def test_who_is_left_out_stands_with_the_reason():
    old = replace(submitted(), differs=3)
    found = left_out(
        compared([member("A", sent=old), member("B", estimate=submitted()), member("C")])
    )

    assert [(one.members[0].code, one.why, one.again) for one in found] == [
        ("A", f"Judged by rules {PACK.version}; three hard rules differ.", True),
        ("B", "An estimate only: it is in no count", False),
        ("C", "No submission yet", False),
    ]


@pytest.mark.parametrize(("size", "submitted"), [(24, 19), (60, 7), (61, 50), (24, 0), (1, 1)])
def test_every_picture_has_a_title_and_no_section_vanishes(visit, db, rules, size, submitted):
    fill_system(db, rules, size, submitted=submitted)

    page = visit("/systems/ZXY/comparison")

    for picture in page.every("svg"):
        if picture.get("role") == "img":
            titled = [one.get("id") for one in picture.every("title", "desc")]
            assert titled == picture.get("aria-labelledby").split()
        else:
            assert picture.get("aria-hidden") == "true"
    for id in ("how-far", "like-with-like", "gaps", "how-fresh"):
        assert section(page, id)


def test_the_figures_of_a_cell_stand_in_words_and_add_up_to_the_first_row(visit, db, rules):
    fill_system(db, rules, 24, submitted=19)
    page = visit("/systems/ZXY/comparison")

    table = next(
        one for one in page.every("table") if "and area" in next(one.every("caption")).text
    )
    rows = [figures(row) for row in table.every("tr")]
    first, *others = [row for row in rows if row]

    assert len(others) == 19
    assert first == [added(column) for column in zip(*others, strict=True)]
    assert first[-1] == added(first[:-1])


def test_where_all_are_judged_by_these_rules_the_page_says_so(visit, db, rules):
    fill_system(db, rules, 3)

    page = visit("/systems/ZXY/comparison?judge=these")

    assert "Judge each by its own rules" in page.links


def test_an_area_puts_most_not_met_first_and_says_so(visit, db, rules):
    fill_system(db, rules, 24, submitted=24)

    page = visit("/systems/ZXY/comparison?sort=Resilience")

    assert [one.text for one in page.every("th") if one.get("aria-sort")] == ["Resilience"]
    assert "back to the order of names" in page.links


def test_the_states_of_a_rule_differ_without_colour(visit, db, rules):
    fill_system(db, rules, 24, submitted=19)
    page = visit("/systems/ZXY/comparison")

    hatches = [one.get("id") for one in page.every("pattern") if one.get("id") == "hatch-plum"]
    row = next(one for one in page.every("tr") if one.get("class") == "app-heat__sums")
    drawn = {(p.get("fill"), p.get("stroke-dasharray")) for p in row.every("path")}

    assert hatches == ["hatch-plum"]
    assert drawn == {("#005eb8", ""), ("url(#hatch-plum)", ""), ("#fff", "2 2")}


def test_the_table_beside_the_bands_names_every_organisation(visit, db, rules):
    fill_system(db, rules, 61, submitted=50)

    table = visit("/systems/ZXY/comparison").one("section", **{"aria-labelledby": "like-with-like"})

    assert len([link for link in table.every("a") if "/shared/" in link.get("href")]) == 61


def test_a_system_of_one_has_nobody_to_compare_with(visit, db, rules):
    fill_system(db, rules, 1)

    page = visit("/systems/ZXY/comparison")

    assert "There is nobody to compare with." in section(page, "like-with-like")
    assert page.links["See what Fernhollow 0 shares"] == "/shared/ZXY0000/hscn"


def added(triples):
    return tuple(map(sum, zip(*triples, strict=True)))


def figures(row):
    """Return the three figures of each cell of a row; a cell without rules has none."""
    found = []
    for cell in row.every("td"):
        told = re.match(r"([\d,]+) met, ([\d,]+) not met, ([\d,]+) not yet known", cell.text)
        if told:
            found.append(tuple(int(one.replace(",", "")) for one in told.groups()))
        elif cell.text.startswith("does not apply"):
            found.append((0, 0, 0))
    return found
