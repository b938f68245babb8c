"""Published figures: the interval of a share, and one organisation's answer beside it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.domain.assessment import Answer, Given, Reading
from readiness.domain.comparing import (
    by_survey,
    compared,
    compared_on,
    ends_words,
    figure_words,
    note_words,
    survey_words,
)
from readiness.domain.errors import PackFaults
from readiness.domain.reader import read_pack
from readiness.domain.survey import Interval, wilson
from tests import examples
from tests.examples import ON, TRUST

SHARES = st.integers(0, 100)
SAMPLES = st.integers(1, 100_000)

# Worked out by hand from the formula of the article, to one decimal.
KNOWN = [
    (38, 50, 25.9, 51.8),
    (0, 53, 0.0, 6.8),
    (100, 10, 72.2, 100.0),
    (50, 1, 5.5, 94.5),
    (73, 185, 66.2, 78.9),
]


@pytest.mark.parametrize(("share", "answered", "low", "high"), KNOWN)
def test_intervals_are_those_of_the_formula(share, answered, low, high):
    found = wilson(share, answered)

    assert (round(found.low, 1), round(found.high, 1)) == (low, high)


@given(SHARES, SAMPLES)
def test_an_interval_holds_its_share_and_stays_a_share(share, answered):
    found = wilson(share, answered)

    assert 0 <= found.low <= share + 1e-9
    assert share - 1e-9 <= found.high <= 100


@given(SHARES, SAMPLES, SAMPLES)
def test_more_respondents_never_make_it_wider(share, some, others):
    few, many = sorted((some, others))
    wide, narrow = wilson(share, few), wilson(share, many)

    assert narrow.high - narrow.low <= wide.high - wide.low + 1e-9


@given(SHARES, SAMPLES)
def test_what_some_say_and_the_rest_do_not_mirror_each_other(share, answered):
    said, rest = wilson(share, answered), wilson(100 - share, answered)

    assert said.low == pytest.approx(100 - rest.high, abs=1e-9)


@pytest.mark.parametrize(("share", "answered"), [(50, 0), (-1, 10), (101, 10)])
def test_nobody_asked_and_no_share_give_no_interval(share, answered):
    with pytest.raises(ValueError, match="at least one respondent"):
        wilson(share, answered)


def test_ends_are_rounded_to_whole_per_cent_halves_up():
    assert ends_words(Interval(25.5, 51.49)) == "26% to 51%"


SURVEYS = """
surveys:
  - {key: whole, title: The whole survey, year: "2017", fieldwork: late 2017, people: 53,
     organisations: 50, note: Self-selected., source: judgement}
  - {key: release, title: A release on it, year: "2017", organisations: 50, source: judgement}
  - {key: later, title: A later survey, year: "2023", people: 200, called: staff, about: yes,
     source: judgement}
benchmarks:
  - {key: have-plan, survey: release, question: plan, options: [agreed], wider: [drafted],
     measure: Have an agreed plan, value: 38}
  - {key: name-cost, survey: whole, question: drivers, options: [cost], also: [release],
     measure: Name cost, value: 69, note: High alone.}
  - {key: moved-share, survey: later, question: moved, options: [share],
     measure: Have moved, value: 49}
context:
  - {key: believe, survey: later, says: Believe in it, value: 74}
  - {key: history, says: It was so., source: judgement}
unpublished:
  - {key: others, survey: release, question: plan, measure: Have another, rest: 62}
"""


def pack_with(benchmarks, *, kept=True):
    return read_pack({**examples.tiny_pack(), "benchmarks.yaml": benchmarks}, kept=kept)


PACK = pack_with(SURVEYS)
FIGURES = {benchmark.key: benchmark for benchmark in PACK.benchmarks}


def beside(key, pack=PACK, **answers):
    given = {name: Answer(value) for name, value in answers.items()}
    figure = next(b for b in pack.benchmarks if b.key == key)
    return compared(Reading(pack, Given(TRUST, ON, given)), figure)


def test_a_figure_is_said_with_sample_year_and_interval():
    assert figure_words(FIGURES["have-plan"]) == (
        "38% of 50 organisations in 2017 (95% interval 26% to 52%)"
    )
    assert figure_words(FIGURES["moved-share"]) == (
        "49% of about 200 staff in 2023 (95% interval about 42% to 56%)"
    )


def test_one_organisation_is_among_those_counted_or_not():
    figure = "38% of 50 organisations in 2017 (95% interval 26% to 52%)"

    yes, no = beside("have-plan", plan="agreed"), beside("have-plan", plan="none")
    assert (yes.among, no.among) == (True, False)
    assert yes.sentence == f"You have an agreed plan: so had {figure}."
    assert no.sentence == f"{figure} have an agreed plan; you are not among them."


@pytest.mark.parametrize("value", [None, "dont-know"])
def test_without_an_answer_the_figure_stands_alone(value):
    found = beside("have-plan", **({"plan": value} if value else {}))

    assert (found.among, found.answer) == (None, "")
    assert found.sentence.startswith("Have an agreed plan: 38% of 50 organisations")


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        ("drafted", "with “Drafted” as well: you are among them."),
        ("none", "with “Drafted” as well: you are not among them."),
        (None, "The survey’s words leave out “Drafted”; a reader might count that too."),
    ],
)
def test_options_that_a_reader_might_count_are_counted_the_other_way(plan, said):
    found = beside("have-plan", **({"plan": plan} if plan else {}))

    assert found.wider.endswith(said)
    assert found.among is not True


def test_of_several_choices_one_is_enough():
    assert beside("name-cost", drivers=frozenset({"cost", "security"})).among
    assert beside("name-cost", drivers=frozenset({"security"})).among is False


def test_a_share_is_compared_number_to_number():
    found = beside("moved-share", moved=30)

    assert (found.own_share, found.among) == (30, None)
    assert found.sentence == (
        "Have moved: 49% of about 200 staff in 2023 (95% interval about 42% to 56%); "
        "you answered 30%."
    )


def test_where_a_figure_comes_from_is_said_whole():
    figure = FIGURES["name-cost"]

    assert survey_words(figure.survey) == (
        "The whole survey, late 2017. Sample: 53 people from 50 organisations. Self-selected."
    )
    assert note_words(figure) == "High alone. Also in: A release on it."
    assert note_words(FIGURES["have-plan"]) == ""


def test_surveys_are_never_mixed_and_say_where_only_organisations_are_counted():
    whole, release, later = by_survey(Reading(PACK, Given(TRUST, ON, {})))

    assert [one.benchmark.key for one in whole.compared] == ["name-cost"]
    assert [one.benchmark.key for one in release.compared] == ["have-plan"]
    assert [gap.rest for gap, _ in release.unpublished] == [62]
    assert [figure.says for figure in later.context] == ["Believe in it"]
    assert (whole.by_organisation, later.by_organisation) == ("", "")
    assert "how many people answered is not published" in release.by_organisation


def test_all_figures_on_a_question_stand_together():
    reading = Reading(PACK, Given(TRUST, ON, {}))

    assert [one.benchmark.key for one in compared_on(reading, "plan")] == ["have-plan"]
    assert compared_on(reading, "agreement") == ()


OLDER = """
benchmarks:
  - key: agreed-elsewhere
    question: plan
    options: [agreed]
    measure: Have an agreed plan
    value: 41
    sample: 53 people in 50 organisations
    year: "2017"
    half_width: 13
    source: judgement
"""


class TestPacksOfAnOlderShape:
    def test_a_pack_that_was_kept_reads_as_it_did(self):
        (figure,) = pack_with(OLDER).benchmarks

        assert figure.interval == Interval(28, 54)
        assert beside("agreed-elsewhere", pack_with(OLDER), plan="agreed").sentence == (
            "Have an agreed plan: 41% of 53 people in 50 organisations in 2017 "
            "(95% interval 28% to 54%); you are among them."
        )
        (survey,) = by_survey(Reading(pack_with(OLDER), Given(TRUST, ON, {})))
        assert survey.survey.title == "Our own judgement"

    def test_a_new_pack_names_the_survey(self):
        with pytest.raises(PackFaults, match="name its survey, and leave sample"):
            pack_with(OLDER, kept=False)


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("survey: release, question: plan, opt", "survey: none, question: plan, opt",
         "name a survey of this file: there is no “none”"),
        ("also: [release]", "also: [relase]", "there is no “relase”"),
        ("wider: [drafted]", "wider: [draft]", "write one of none, drafted, agreed"),
        ("year: \"2017\", organisations: 50, source", "year: \"2017\", source",
         "say how many answered: people, organisations or both"),
        ("value: 38}", "value: 38, sample: 50 people}", "remove sample, year, half_width, source"),
        ("{key: history, says", "{key: history, survey: whole, says",
         "write either survey or source"),
        ("survey: release, question: plan, meas", "survey: release, question: plans, meas",
         "there is no “plans”"),
        ("survey: release, question: plan, opt", "question: plan, opt", "name its survey"),
    ],
)  # fmt: skip
def test_what_an_author_gets_wrong_is_said_where_it_stands(old, new, what):
    assert old in SURVEYS

    with pytest.raises(PackFaults, match=what):
        pack_with(SURVEYS.replace(old, new), kept=False)
