"""What holds a system up, and what if: rows to tick, an effect, and a sentence for every case."""

from dataclasses import replace

import pytest

from readiness.content import rules_folder
from readiness.domain.comparison import Comparison, Group
from readiness.domain.shared import NOT_SHARED, reads_sensitive
from readiness.web.comparison_query import ComparisonQuery
from readiness.web.holding_page import MOST_ROWS, holding_of
from tests.domain.test_holding import FEW, KEYS, WHOLE, compared
from tests.systems import fill_system
from tests.web.trust import section

ADDRESS = "/systems/ZXY/comparison"


@pytest.fixture
def rules():
    return rules_folder()


def page_of(*truths, pack=FEW, **asked):
    return holding_of(compared(*truths, pack=pack), ComparisonQuery(pack.key, **asked))


def truths(pack=FEW, **wrong):
    """Return the truths of one who meets all rules but some, given by key with underscores."""
    named = {key.replace("_", "-"): letter for key, letter in wrong.items()}
    return "".join(named.get(rule.key, "m") for rule in pack.hard_rules)


def lede(page):
    return "".join(words for words, _ in page.lede)


def test_the_lede_ends_with_what_stops_most(visit, db, rules):
    fill_system(db, rules, 24, submitted=19)

    page = visit(ADDRESS)

    assert "What stops the most are “Fewer than 95% of sites have a complete circuit" in page.text


def test_one_point_that_stops_most_is_named_alone_and_ties_together():
    first, second, third = FEW.hard_rules[-3:]
    one = truths(**{first.key: "n"})

    assert lede(page_of(one)).endswith(f"{first.otherwise[:-1]}”: 1 is stopped by it.")
    both = lede(page_of(one, truths(**{second.key: "n"})))
    assert f"“{first.otherwise[:-1]}” and “{second.otherwise[:-1]}”: 1 is stopped by each." in both
    three = lede(page_of(one, truths(**{second.key: "n"}), truths(**{third.key: "n"})))
    assert "” and 1 more point: 1 is stopped by each." in three


def test_the_lede_says_when_no_hard_rule_stops_anybody():
    unknown = truths(**{KEYS[0]: "u"})

    assert lede(page_of(truths())) == "No hard rule stops anybody."
    told = "No hard rule stops anybody; what is not yet known holds back 1 of 2."
    assert lede(page_of(truths(), unknown)) == told


def test_with_nothing_ticked_the_best_three_are_named_and_a_link_ticks_them(visit, db, rules):
    fill_system(db, rules, 24, submitted=19)

    page = visit(ADDRESS)

    held = section(page, "what-holds-us-up")
    assert "Tick a point to see who would move" in held
    assert "These three move most: 6 of 19, if put right everywhere." in held
    ticked = visit(page.links["Tick these three"])
    assert "If the 3 ticked points were put right, 6 of 19 would move" in ticked.text


def test_ticks_and_all_other_filters_are_in_the_form_and_in_the_address(visit, db, rules):
    fill_system(db, rules, 24, submitted=24)

    page = visit(f"{ADDRESS}?band=practices&judge=these&met=sponsor-meets&met=circuits-recorded")

    form = page.one("form", class_="app-holding__points")
    hidden = {
        e.get("name"): e.get("value") for e in form.every("input") if e.get("type") == "hidden"
    }
    assert hidden.pop("seen")
    assert hidden == {"pack": "hscn", "band": "practices", "judge": "these"}
    boxes = [e for e in form.every("input") if "checked" in e.attributes]
    assert {box.get("value") for box in boxes} == {"sponsor-meets", "circuits-recorded"}
    clear = page.links["Clear the ticks"]
    assert "met=" not in clear
    assert "band=practices" in clear


def test_twelve_rows_are_shown_then_all_and_ticked_ones_always():
    pack = WHOLE
    everybody = [
        "".join("n" if n == place else "m" for n in range(len(pack.hard_rules)))
        for place in range(len(pack.hard_rules))
    ]
    last = holding_of(compared(*everybody, pack=pack), ComparisonQuery(pack.key)).every[-1].rule

    few = page_of(*everybody, pack=pack)
    ticked = page_of(*everybody, pack=pack, met=(last.key,))
    whole = page_of(*everybody, pack=pack, every_rule=True)

    assert (len(few.rows), few.more) == (MOST_ROWS, len(pack.hard_rules) - MOST_ROWS)
    assert ticked.rows[-1].key == last.key
    assert ticked.rows[-1].ticked
    assert (len(whole.rows), whole.more) == (len(pack.hard_rules), 0)


def test_a_rule_about_security_detail_is_shown_as_a_neutral_sentence():
    hidden = next(rule for rule in WHOLE.hard_rules if reads_sensitive(rule, WHOLE))
    page = page_of(truths(WHOLE, **{hidden.key: "n"}), pack=WHOLE)

    assert [(row.words, row.refs) for row in page.rows] == [(NOT_SHARED, "")]
    assert hidden.otherwise.removesuffix(".") not in lede(page)


def test_bars_have_a_square_for_each_of_up_to_eight_and_are_scaled_beyond():
    wrong = truths(**{KEYS[-1]: "n"})

    few, many = page_of(*[wrong] * 8).rows[0], page_of(*[wrong] * 9).rows[0]

    assert few.bar == (192, 0)
    assert few.divisions == (24, 48, 72, 96, 120, 144, 168)
    assert many.bar == (190, 0)
    assert many.divisions == ()


def test_those_who_would_stay_are_told_with_what_keeps_them():
    here = [rule.key for rule in FEW.hard_rules if rule.stage == "implementation"]
    stopped = truths(**{here[0]: "n", here[1]: "n"})
    waiting = truths(**{here[0]: "n", here[1]: "u"})

    page = page_of(stopped, waiting, waiting, met=(here[0],))

    assert page.heading == "If the ticked point were put right, none of 3 would move"
    assert page.kept == (
        "1 more is stopped by a ticked point and would still be stopped by another.",
        "2 more are stopped by a ticked point and would be held back only by what is not yet "
        "known.",
    )


def test_up_to_eight_who_would_move_are_named():
    wrong = truths(**{KEYS[-1]: "n"})

    page = page_of(*[wrong] * 11, met=(KEYS[-1],))

    assert len(page.movers) == 8
    assert page.more_movers == 3


@pytest.mark.parametrize(
    ("size", "submitted", "told"),
    [
        (24, 0, "Nobody has submitted, so we do not know yet what holds the system up."),
        (0, 0, "Nobody has submitted, so we do not know yet what holds the system up."),
        (60, 7, "Organisations stopped, of 7"),
        (1, 1, "of 1"),
    ],
)
def test_the_section_stands_with_any_number_of_answers(visit, db, rules, size, submitted, told):
    fill_system(db, rules, size, submitted=submitted)

    assert told in section(visit(ADDRESS), "what-holds-us-up")


def test_where_all_is_met_or_nothing_can_be_compared_it_says_so():
    met = compared(truths(), truths())
    others = tuple(replace(one, submitted=replace(one.submitted, differs=2)) for one in met.members)
    other_rules = Comparison(FEW, Group("ZXY", "Wexmoor", ()), met.on, others)
    mixed = replace(met, members=(*met.members, others[0]))
    query = ComparisonQuery(FEW.key)

    assert (
        holding_of(met, query).empty
        == "Nothing holds us up: all 2 compared have opened every gate."
    )
    assert page_of(truths()).empty.startswith("Nothing holds it up: the one organisation")
    assert "was judged by other rules" in holding_of(other_rules, query).empty
    assert holding_of(mixed, query).base == (
        "2 are compared. Fernhollow 0 was judged by other rules and was left out."
    )
