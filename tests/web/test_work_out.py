"""The worksheet of a percentage: nothing typed is lost, and the share is saved with its counts."""

import pytest

from tests import examples

ESTATE = "/assessments/1/sections/estate"
MOVED = "/assessments/1/questions/moved"
SHEET = f"{MOVED}/work-out"
NOTE = "Worked out: Busy sites: 3 of 10; Quiet sites: 4 of 5."


@pytest.fixture
def with_sheet(rules):
    examples.write_pack(rules, examples.worksheet_pack())


@pytest.fixture
def started(with_sheet, started):
    return started


def counted(page, button="Work it out", **counts):
    """Send counts: by default 3 of 10 busy sites and 4 of 5 quiet ones, a share of 37%."""
    whole = {"busy_of": "10", "busy_part": "3", "quiet_of": "5", "quiet_part": "4"}
    return page.send(button, **{**whole, **counts})


def test_the_section_and_the_question_lead_to_the_worksheet(visit, started):
    for address in (ESTATE, MOVED):
        links = visit(address).links
        assert links["Work it out, SIT-02"] == SHEET
        assert len([words for words in links if words.startswith("Work it out")]) == 1

    page = visit(SHEET)
    assert page.heading == "Work it out: SIT-02"
    assert "Busy sites (each counts 3 times)" in page.text
    assert "Quiet sites (each counts 1 time)" in page.text


def test_the_result_is_shown_with_its_working_before_anything_is_saved(visit, started, said):
    page = visit(counted(visit(SHEET)))

    assert "Result: 37%" in page.text
    assert "(3 × 3 + 1 × 4) ÷ (3 × 10 + 1 × 5) = 13 ÷ 35, which is 37%" in page.text
    assert page.values("busy-of") == ["10"]
    assert said("moved") is None


def test_the_share_is_saved_with_the_counts_in_the_note_and_leads_back_to_the_section(
    visit, started, give, read
):
    give("moved", "12", note="From the March list.", evidence="Drive, folder 7", private=False)
    shown = visit(counted(visit(SHEET)))
    section = visit(shown.send("Save 37%"))
    answer = read().given.answers["moved"]

    assert section.heading == "Lines and money"
    assert "SIT-02: 37% is saved. (3 × 3" in section.text
    assert (answer.value, answer.version) == (37, 2)
    assert answer.note == f"From the March list.\n\n{NOTE}"
    assert (answer.evidence, answer.private) == ("Drive, folder 7", False)


def test_the_same_counts_again_save_nothing(visit, started, read):
    for _ in range(2):
        visit(visit(counted(visit(SHEET))).send("Save 37%"))

    assert read().given.answers["moved"].version == 1
    assert read().given.answers["moved"].note == NOTE


def test_rows_left_blank_count_nothing_and_are_named_in_the_note(visit, started, read):
    shown = visit(counted(visit(SHEET), busy_of="", busy_part=""))
    visit(shown.send("Save 80%"))

    assert "Left blank, so not counted: Busy sites." in shown.text
    assert read().given.answers["moved"].note == (
        "Worked out: Quiet sites: 4 of 5. Left blank, so not counted: Busy sites."
    )


def test_only_the_figure_that_was_shown_is_saved(visit, started, said):
    shown = visit(counted(visit(SHEET)))
    again = visit(shown.send("Save 37%", busy_part="10"))

    assert "The counts were changed since the result was shown" in again.text
    assert "Result: 97%" in again.text
    assert said("moved") is None
    visit(again.send("Save 97%"))
    assert said("moved") == 97


@pytest.mark.parametrize(
    ("counts", "words", "control"),
    [
        ({"busy_part": "11"}, "Busy sites: enter no more than the 10 that there are, not 11",
         "#busy-part"),
        ({"busy_of": "ten"}, "Busy sites: enter a whole number of lines, 0 if there are none",
         "#busy-of"),
        ({"quiet_part": ""}, "Quiet sites: enter a whole number of lines that have moved, 0 if "
         "there are none", "#quiet-part"),
        ({"busy_of": "", "busy_part": "", "quiet_of": "0", "quiet_part": "0"},
         "Enter how many lines there are, in one row at least", "#busy-of"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said_and_everything_typed_stays(
    visit, started, said, counts, words, control
):
    page = visit(counted(visit(SHEET), **counts), 400)
    typed = {"busy_of": "10", "busy_part": "3", "quiet_of": "5", "quiet_part": "4", **counts}

    assert page.links[words] == control
    for name, text in typed.items():
        assert page.values(name.replace("_", "-")) == [text]
    assert said("moved") is None


def test_nothing_given_is_no_share(visit, started):
    page = visit(visit(SHEET).send("Work it out"), 400)

    assert page.summary[1:] == ["Enter how many lines there are, in one row at least"]


def test_an_answer_that_was_saved_meanwhile_is_laid_beside(visit, started, give, tom, read):
    shown = visit(counted(visit(SHEET)))
    give("moved", "50", by=tom, note="Counted on Monday.")
    both = visit(shown.send("Save 37%"), 409)

    assert both.heading == "Two people answered the same question"
    assert "Keep Tom’s: 50%" in both.text
    assert "Use mine: 37%" in both.text
    visit(both.send("Save this answer", moved_stand="mine"))
    answer = read().given.answers["moved"]
    assert (answer.value, answer.version) == (37, 2)
    assert answer.note == f"Counted on Monday.\n\n{NOTE}"


def test_a_note_that_would_grow_too_long_is_said_and_the_counts_stay(visit, started, give, said):
    give("moved", "50", note="x" * 9_990)
    page = visit(visit(counted(visit(SHEET))).send("Save 37%"), 400)

    assert "note" in page.summary[1]
    assert page.values("busy-of") == ["10"]
    assert said("moved") == 50


def test_a_question_without_a_worksheet_has_no_such_page(visit, started):
    page = visit("/assessments/1/questions/lines/work-out", 404)

    assert "SIT-01 has no worksheet" in page.text
