"""Reading answers, and where questions stand."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.domain.answer_value import plain_value, read_link, read_text, read_value
from readiness.domain.assessment import Answer, Given, Reading, State
from readiness.domain.errors import InvalidAnswer
from readiness.domain.pack import DONT_KNOW, Kind
from readiness.domain.reader import read_pack
from tests.examples import LEAD, ON, TRUST, tiny_pack

PACK = read_pack(tiny_pack())
Q = PACK.questions
THREE = read_pack(tiny_pack(lead=LEAD.replace("kind: choices", "kind: choices\n    pick: 2")))


def reading(**answers):
    said = {key.replace("_", "-"): Answer(value) for key, value in answers.items()}
    return Reading(PACK, Given(TRUST, ON, said))


@pytest.mark.parametrize(
    ("question", "given", "value"),
    [
        ("plan", "agreed", "agreed"),
        ("plan", ["agreed"], "agreed"),
        ("agreement", "yes", "yes"),
        ("drivers", ["security", "cost"], frozenset({"security", "cost"})),
        ("drivers", "security", frozenset({"security"})),
        ("lines", "12", 12),
        ("lines", 12, 12),
        ("budget", "1,200,000", 1_200_000),
        ("moved", "45%", 45),
        ("budget", "£120,000", 120_000),
        ("target-date", "2027-09-30", date(2027, 9, 30)),
        ("target-date", "30 9 2027", date(2027, 9, 30)),
        ("target-date", "30/9/2027", date(2027, 9, 30)),
        ("remarks", "  two\r\nlines ", "two\nlines"),
        ("partners", ["zx8", "ZX7"], frozenset({"ZX8", "ZX7"})),
        ("lines", "dont-know", DONT_KNOW),
        ("drivers", ["dont-know"], DONT_KNOW),
        ("plan", "", None),
        ("lines", "  ", None),
        ("target-date", date(2027, 9, 30), date(2027, 9, 30)),
        ("drivers", [], None),
        ("plan", None, None),
    ],
)
def test_an_answer_is_read_as_forms_files_and_people_give_it(question, given, value):
    assert read_value(Q[question], given) == value


@pytest.mark.parametrize(
    ("question", "given", "words"),
    [
        ("plan", "perhaps", "Choose one of: none, drafted, agreed, or don’t know"),
        ("plan", ["none", "agreed"], "Choose one of"),
        ("plan", True, "Choose one of"),
        ("agreement", "maybe", "Choose one of: no, yes"),
        ("drivers", ["fun"], "Choose from: security, cost, capacity, nothing"),
        ("drivers", ["nothing", "cost"], "Choose “No reason” or other choices, not both"),
        ("drivers", ["cost", "dont-know"], "not both"),
        ("drivers", 3, "Give a list of choices"),
        ("lines", "three", "Enter a whole number of lines, like 3, or choose don’t know"),
        ("lines", "2.5", "Enter a whole number of lines"),
        ("lines", "1,2", "Enter a whole number of lines"),
        ("lines", "£3", "Enter a whole number of lines"),
        ("lines", "٣", "Enter a whole number of lines"),
        ("moved", "4,5", "Enter a whole percentage"),
        ("target-date", "20270228", "Enter a real date"),
        ("target-date", "2027-W08-1", "Enter a real date"),
        ("lines", "501", "Enter a whole number from 0 to 500"),
        ("lines", "-1", "Enter a whole number of lines"),
        ("moved", "101", "from 0 to 100"),
        ("budget", "lots", "Enter whole pounds"),
        ("target-date", "31 2 2027", "Enter a real date, like 30 9 2027"),
        ("target-date", "soon", "Enter a real date"),
        ("target-date", "0001-01-01", "Enter a date from 1990 to 2100"),
        ("target-date", date(1989, 1, 1), "Enter a date from 1990 to 2100"),
        ("remarks", "x" * 10_001, "Shorten the answer to 10,000 characters: it has 10,001"),
        ("remarks", "bell \x07", "Remove the control characters"),
        ("partners", ["not a code!"], "Enter organisation codes"),
        ("partners", [f"Z{n}" for n in range(201)], "Name at most 200 partners"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_would(question, given, words):
    with pytest.raises(InvalidAnswer, match=words):
        read_value(Q[question], given)


def test_a_question_that_wants_two_takes_two():
    assert read_value(THREE.questions["drivers"], ["cost", "security"]) == {"cost", "security"}
    with pytest.raises(InvalidAnswer, match="Choose 2, or don’t know"):
        read_value(THREE.questions["drivers"], ["cost"])


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=30) | st.dates(),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=4,
)
SEEN: set = set()


def outcome(question, given):
    """Read an answer, or give back the words of the refusal."""
    try:
        return read_value(question, given), ""
    except InvalidAnswer as refused:
        return None, str(refused)


@settings(max_examples=600)
@given(st.sampled_from(list(Q.values())), ANYTHING)
def test_anything_at_all_is_read_or_refused_in_words(question, given):
    value, refusal = outcome(question, given)
    SEEN.add((question.kind, bool(refusal)))

    assert refusal == "" or refusal.endswith(".")
    assert outcome(question, plain_value(value)) == (value, "")


def test_every_kind_was_read_and_refused():
    assert {kind for kind, refused in SEEN if refused} == set(Kind)
    assert {kind for kind, refused in SEEN if not refused} == set(Kind)


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "JavaScript:x", "data:text/html,x", "vbscript:x"]
)
def test_a_link_that_would_run_a_script_is_refused(link):
    with pytest.raises(InvalidAnswer, match="https://"):
        read_link(link)


@pytest.mark.parametrize(
    "link", ["https://example.org/a?b", "S:\\Network\\list.xlsx", "minutes of 3 May"]
)
def test_a_link_may_be_an_address_or_the_place_of_a_file(link):
    assert read_link(link) == link


def test_a_text_of_ten_megabytes_is_refused_by_its_length():
    with pytest.raises(InvalidAnswer, match="it has 10,000,000"):
        read_text("x" * 10_000_000, 10_000, "note")


def test_unanswered_dont_know_and_not_asked_are_told_apart():
    r = reading(plan="agreed", lines=DONT_KNOW, sharing="no", partners=frozenset({"ZX8"}))

    assert r.states["plan"] is State.ANSWERED
    assert r.states["lines"] is State.DONT_KNOW
    assert r.states["moved"] is State.TO_DO
    assert r.states["partners"] is State.NOT_ASKED
    assert reading().states["partners"] is State.MAY_APPLY


def test_a_withdrawn_answer_is_to_do_again():
    assert reading(plan=None).states["plan"] is State.TO_DO


def test_progress_is_never_whole_with_a_gap():
    progress = reading(plan="agreed", lines=DONT_KNOW, sharing="no").progress()

    assert (progress.answered, progress.dont_know, progress.not_asked) == (2, 1, 1)
    assert progress.asked == 12
    assert progress.answered + progress.dont_know + progress.to_do == progress.asked
    assert progress.status == "in-progress"


def test_a_section_of_dont_knows_is_in_progress_and_never_answered():
    plan = Q["plan"]

    assert reading(plan=DONT_KNOW).progress([plan]).status == "in-progress"
    assert reading(plan="none").progress([plan]).status == "answered"
    assert reading().progress([plan]).status == "not-started"
    assert reading(sharing="no").progress([Q["partners"]]).status == "does-not-apply"
