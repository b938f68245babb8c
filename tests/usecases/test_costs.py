import pytest

from readiness.domain.cost_figures import Costs, Quote
from readiness.domain.costs import compare_costs
from readiness.storage.database import rows
from readiness.storage.events import events_of
from readiness.usecases.costs import CostsSavedSince, UnfitCosts, read_known_costs, save_costs
from readiness.usecases.plan import read_plan
from tests.examples import AT, ON, later

FIGURES = {"set_up": "12,000 to 18,000", "present_month": "£5,000", "dual_months": "3 to 6"}


@pytest.fixture
def price(db, read, person):
    def price(*, rates=None, by=person, at=AT, seen=0, **figures):
        return save_costs(
            db,
            read(),
            day_rates={"network-manager": "420"} if rates is None else rates,
            figures=figures or FIGURES,
            seen=seen,
            person=by,
            at=at,
        )

    return price


@pytest.fixture
def known(db, read, person):
    def known():
        return read_known_costs(db, read(), person=person)

    return known


def test_figures_are_kept_with_who_and_when_and_blanks_stay_out(price, known):
    kept = price(rates={"network-manager": "420", "finance-partner": ""}, at=later(4))

    assert known() == kept
    assert kept.day_rates == {"network-manager": Quote(420, 420)}
    assert kept.figures == {
        "set_up": Quote(12_000, 18_000),
        "present_month": Quote(5_000, 5_000),
        "dual_months": Quote(3, 6),
    }
    assert (kept.version, kept.by, kept.at) == (1, "Local user", later(4))


def test_nothing_saved_is_nothing_known(known):
    assert known() == Costs()


def test_a_figure_is_made_blank_again_and_the_rest_is_kept(db, price, known):
    price()
    price(set_up="9,000", seen=1)

    assert dict(known().figures) == {"set_up": Quote(9_000, 9_000)}
    assert rows(db, "select version from costs order by version") == [(1,), (2,)]
    assert [e.what for e in events_of(db, "costs", "ZX9/tiny")] == ["saved", "saved"]


def test_the_rate_of_a_role_that_the_page_did_not_show_stays(price, known):
    price(rates={"finance-partner": "500"})
    price(seen=1)

    assert set(known().day_rates) == {"finance-partner", "network-manager"}


def test_to_save_the_newest_again_changes_nothing(db, price, tom):
    first = price()

    assert price(by=tom, seen=0) == first
    assert len(events_of(db, "costs", "ZX9/tiny")) == 1


def test_two_people_cannot_overwrite_costs(price, known, tom):
    price(set_up="1", by=tom)

    with pytest.raises(CostsSavedSince, match="Tom Okafor changed the costs") as refusal:
        price(set_up="2")

    assert (refusal.value.theirs.figures["set_up"].low, known().version) == (1, 1)
    assert refusal.value.mine.figures["set_up"].low == 2


def test_everything_that_does_not_fit_is_said_at_its_place(price, known):
    with pytest.raises(UnfitCosts) as refusal:
        price(rates={"network-manager": "lots"}, set_up="5 to 4", dual_months="999")

    assert list(refusal.value.wrong) == ["network-manager", "set_up", "dual_months"]
    assert "at most 120 months" in refusal.value.wrong["dual_months"][0]
    assert known() == Costs()


def test_the_plan_says_what_acting_and_doing_nothing_cost(db, read, give, price, known, person):
    give("agreement", "no")
    price()

    view = read_plan(db, read(), person=person, on=ON)
    comparison = compare_costs(view.plan, view.schedule.target, known())

    assert comparison.acting[0].amount.words == "£420"
    assert comparison.nothing_total.words == "at least £60,000"
