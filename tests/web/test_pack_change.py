import pytest

from tests import examples

TASKS, RULES, LOOKS = "/assessments/1", "/assessments/1/rules", "/assessments/1/looks"
INSERTED = ("drafted: Drafted,", "drafted: Drafted, costed: Costed,")
NARROWED = ("maximum: 500", "maximum: 50")


@pytest.fixture
def revised(rules, started, give, monkeypatch):
    """Answer three questions, then put a newer pack into the rules folder a minute later."""
    from readiness.web import current

    give("plan", "drafted")
    give("lines", "60")
    give("agreement", "yes")
    examples.write_pack(rules, examples.edited_pack(INSERTED, NARROWED, ('"2026.11"', '"2026.12"')))
    monkeypatch.setattr(current, "now", lambda: examples.later(25))


def test_the_preview_shows_old_and_new_words_and_the_verdict(visit, revised):
    page = visit(visit(TASKS).links["See what would change"])

    assert page.heading == "Move to the newer rules"
    assert "1 answer carried over unchanged" in page.text
    assert "1 answer needs another look" in page.text
    assert "1 answer no longer read" in page.text
    assert "the option “Costed” (costed) is new, between drafted and agreed" in page.text
    assert "As it was answered How many lines do you have? 60 lines" in page.text
    assert "Not answered: this answer is no longer offered" in page.text
    assert "Evidenced stage Not started The same" in page.text


def test_after_the_move_each_answer_is_looked_at_once(visit, revised):
    tasks = visit(visit(RULES).send("Move to the newer rules"))
    assert "2 answers were given under earlier rules" in tasks.text
    assert tasks.links["SIT-01"] == "/assessments/1/looks#SIT-01"

    looks = visit(visit(LOOKS).send("My answer to PLN-01 still holds"))
    assert "PLN-01: noted that your answer still holds." in looks.text
    assert "Answer PLN-01 again" not in looks.links
    question = visit(looks.links["Answer SIT-01 again"])
    visit(question.send("Save this answer", lines_value="40"))

    assert "Nothing is left to look at" in visit(LOOKS).text
    assert "Needs another look" not in visit(TASKS).text


def test_an_answer_that_cannot_be_read_is_not_said_to_hold(visit, revised):
    visit(visit(RULES).send("Move to the newer rules"))
    page = visit(LOOKS)

    assert [b.text for b in page.every("button")] == ["My answer to PLN-01 still holds"]


def test_the_move_can_be_undone(visit, revised, said):
    moved = visit(visit(RULES).send("Move to the newer rules"))
    assert said("lines") is None
    back = visit(moved.send("Undo the move"))

    assert said("lines") == 60
    assert "The rules have changed" in back.text
    assert "Undo the move" not in back.text
    assert "A small move 2026.11" in back.one("footer").text


def test_a_move_that_was_not_shown_is_shown_before_it_is_made(visit, revised, rules):
    page = visit(RULES)
    examples.write_pack(rules, examples.edited_pack(('"2026.11"', '"2027.01"')))
    again = visit(page.send("Move to the newer rules"), 409)

    assert again.summary == [
        "There",
        "The rules were changed after you opened this page. "
        "Look again at what would change, then move",
    ]
    assert "In use now is 2027.01" in again.text
    assert "A small move 2026.11" in again.one("footer").text


def test_a_second_undo_is_a_conflict_and_undoes_nothing_else(visit, revised):
    moved = visit(visit(RULES).send("Move to the newer rules"))
    visit(moved.send("Undo the move"))

    assert "changed meanwhile" in visit(moved.send("Undo the move"), 409).text


def test_an_answer_confirmed_twice_is_told(visit, revised):
    visit(visit(RULES).send("Move to the newer rules"))
    page = visit(LOOKS)
    visit(page.send("My answer to PLN-01"))

    assert "saved or confirmed meanwhile" in visit(page.send("My answer to PLN-01"), 404).text


def test_under_the_rules_in_use_there_is_nothing_to_preview(visit, started):
    assert visit(RULES).heading == "Your assessment"
    assert "Nothing is left to look at" in visit(LOOKS).text


def test_a_section_opened_before_the_move_is_shown_again_with_what_was_typed(visit, revised, said):
    section = visit(TASKS + "/sections/estate")
    visit(visit(RULES).send("Move to the newer rules"))

    again = visit(section.send("Save and stay", lines_value="41"), 409)

    assert "Nothing was saved" in again.text
    assert "The rules of this assessment were changed after you opened this page." in again.text
    assert said("lines") is None
    visit(again.send("Save and stay"))
    assert said("lines") == 41
