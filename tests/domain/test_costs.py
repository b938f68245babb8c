"""What acting costs beside doing nothing: ranges that add up, and blanks that stay blanks."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.domain.assessment import Answer, Given
from readiness.domain.cost_figures import (
    FIGURES,
    NOTHING_GIVEN,
    Costs,
    Quote,
    costs_document,
    costs_from,
    quote_text,
    read_quote,
)
from readiness.domain.costs import Amount, compare_costs, roles_of, total
from readiness.domain.errors import InvalidAnswer
from readiness.domain.plan import draft_plan
from readiness.domain.reader import read_pack
from readiness.domain.verdict import assess
from tests.examples import ON, TRUST, tiny_pack

PACK = read_pack(tiny_pack())
TARGET = date(2027, 9, 30)
QUOTES = st.builds(
    lambda low, more: Quote(low, low + more), st.integers(0, 9999), st.integers(0, 9)
)
COSTS = st.builds(
    Costs,
    st.dictionaries(st.sampled_from(["network-manager", "finance-partner"]), QUOTES),
    st.dictionaries(st.sampled_from(list(FIGURES)), QUOTES),
)
WHOLE = Costs(
    {"network-manager": Quote(400, 500), "finance-partner": Quote(450, 450)},
    {
        "set_up": Quote(10_000, 12_000),
        "new_month": Quote(2_000, 2_000),
        "present_month": Quote(3_000, 3_000),
        "extension_month": Quote(4_000, 5_000),
        "termination": Quote(0, 0),
        "dual_months": Quote(2, 3),
    },
)


def plan_of(**answers):
    said = {"plan": "none", "budget": "dont-know", **answers}
    given_ = Given(TRUST, ON, {key.replace("_", "-"): Answer(v) for key, v in said.items()})
    return draft_plan(assess(PACK, given_))


def compared(costs, **answers):
    return compare_costs(plan_of(**answers), TARGET, costs)


def without(name):
    """Return the whole costs with one figure blank."""
    rest = {key: quote for key, quote in WHOLE.figures.items() if key != name}
    return Costs(WHOLE.day_rates, rest)


def test_every_line_says_how_it_comes_about():
    found = compared(WHOLE)

    assert [(line.what, line.amount.words, line.reason) for line in found.acting] == [
        ("Work: Network manager", "£1,600 to £3,000", "4 to 6 person-days at £400 to £500 a day."),
        ("Work: Finance partner", "£225", "0.5 person-days at £450 a day."),
        ("Set-up of the new service", "£10,000 to £12,000", "Paid once."),
        (
            "Dual running",
            "£6,000 to £9,000",
            "2 to 3 months of the present service beside the new one, at £3,000 each.",
        ),
        ("Termination charges", "£0", "Paid once, to end what is in term."),
        ("The new service", "£24,000", "12 months at £2,000."),
    ]
    assert found.sentence == "Acting: £41,825 to £48,225. Doing nothing: £48,000 to £60,000."
    assert found.period == "the 12 months after 30 September 2027"


@given(COSTS, st.sampled_from([{}, {"move_plan": "none"}]))
def test_totals_are_the_sums_of_their_lines(costs, answers):
    found = compared(costs, **answers)

    for lines, whole in (
        (found.acting, found.acting_total),
        (found.nothing, found.nothing_total),
    ):
        assert whole.low == sum(line.amount.low for line in lines)
        highs = [line.amount.high for line in lines]
        assert whole.high == (None if None in highs else sum(highs))
        assert (whole.high is None) == bool(whole.missing)
        assert whole.high is None or whole.low <= whole.high


@given(COSTS, st.sampled_from([*FIGURES, "network-manager", "finance-partner"]))
def test_a_blank_never_lowers_the_high_end_nor_raises_the_low_one(costs, blank):
    rates = {key: quote for key, quote in costs.day_rates.items() if key != blank}
    figures = {key: quote for key, quote in costs.figures.items() if key != blank}
    whole, lacking = compared(costs), compared(Costs(rates, figures))

    assert lacking.acting_total.low <= whole.acting_total.low
    high = lacking.acting_total.high
    assert high is None or whole.acting_total.high is not None
    assert high is None or high >= whole.acting_total.high
    assert lacking.nothing_total.high in (None, whole.nothing_total.high)


@given(COSTS)
def test_costs_read_back_as_they_were_written(costs):
    assert costs_from(costs_document(costs)) == costs


@pytest.mark.parametrize("name", ["set_up", "new_month", "termination", "dual_months"])
def test_a_figure_left_blank_is_named_and_never_nothing(name):
    found = compared(without(name)).acting_total

    assert found.high is None
    assert found.missing == (FIGURES[name],)
    assert found.whole_words.startswith("at least £")
    assert found.whole_words.endswith(f"; not known: {FIGURES[name]}")


def test_a_day_rate_left_blank_is_named():
    found = compared(Costs({}, WHOLE.figures)).acting_total

    assert found.missing == ("the day rate of Network manager", "the day rate of Finance partner")


def test_an_effort_that_is_not_known_leaves_the_sum_open_at_its_rate():
    line = compared(WHOLE, move_plan="none").acting[0]

    assert (line.amount.low, line.amount.high) == (1600, None)
    assert line.amount.missing == ("the effort of 1 action of Network manager",)
    assert line.reason == "At least 4 to 6 person-days at £400 to £500 a day."


def test_without_the_price_of_an_extension_the_present_one_stands_for_the_least():
    found = compared(without("extension_month"))

    assert found.sentence.endswith(
        "Doing nothing: at least £36,000; the price of an extension is not known."
    )


def test_nothing_given_is_not_known_on_both_sides():
    found = compared(NOTHING_GIVEN)

    assert found.nothing_known
    assert found.sentence == (
        "Acting: not known yet; 7 figures are missing."
        " Doing nothing: not known yet; the price of an extension is missing."
    )


def test_no_dual_running_needs_no_price():
    costs = Costs({}, {"dual_months": Quote(0, 0)})

    line = next(line for line in compared(costs).acting if line.what == "Dual running")
    assert line.amount == Amount(0, 0)


def test_a_sum_of_nothing_is_nothing():
    assert total([]) == Amount(0, 0)


def test_without_a_target_the_months_follow_the_date_that_is_missing():
    found = compare_costs(plan_of(), None, WHOLE)

    assert found.period == "the 12 months after the target date, which is not given"
    assert found.acting_total.high is not None


def test_roles_of_the_plan_come_first_and_others_with_a_rate_after():
    costs = Costs({"network-manager": Quote(1, 1)})

    assert roles_of(plan_of(plan="agreed"), costs) == ("finance-partner", "network-manager")


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("", None),
        ("  ", None),
        ("0", Quote(0, 0)),
        ("84000", Quote(84_000, 84_000)),
        ("£84,000", Quote(84_000, 84_000)),
        ("84,000 to £121,000", Quote(84_000, 121_000)),
        ("400-500", Quote(400, 500)),
        ("400 – 500", Quote(400, 500)),
    ],
)
def test_figures_and_ranges_are_read_as_people_write_them(text, quote):
    assert read_quote(text) == quote
    assert read_quote(quote_text(quote)) == quote


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("lots", "whole pounds, like 84,000"),
        ("84,00", "whole pounds, like 84,000"),
        ("1,5 to 2", "whole pounds, like 84,000"),
        ("-4", "whole pounds"),
        (",", "whole pounds"),
        ("4.50", "whole pounds"),
        ("1 to 2 to 3", "whole pounds"),
        ("500 to 400", "lower figure first"),
        ("9,000,000,000", "at most 1,000,000,000 pounds"),
    ],
)
def test_anything_else_is_refused(text, words):
    with pytest.raises(InvalidAnswer, match=words):
        read_quote(text)
