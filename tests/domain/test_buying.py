"""What members say of buying is told with of how many, and never by guessing."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from readiness.domain.assessment import State
from readiness.domain.buying import UNDECIDED, Base, Buying, Told
from readiness.domain.organisation import OrganisationKind, Setting
from readiness.domain.pack import DONT_KNOW
from readiness.domain.verdict import assess
from tests.compared import ON, buying_of, comparison_of, givens_of, pack_of


def trusts(pack, size, **answers):
    """Make so many acute trusts, which are asked everything about buying."""
    return [
        replace(
            one,
            organisation=replace(
                one.organisation, kind=OrganisationKind.TRUST, setting=Setting.ACUTE, sites=3
            ),
        )
        for one in givens_of(pack, size, **answers)
    ]


@pytest.mark.parametrize("key", ["hscn", "renewal"])
def test_many_at_once_are_told_as_one_by_one(key):
    pack = pack_of(key)
    givens = givens_of(pack, 40)

    found = buying_of(pack, givens).purchases

    for one, given in zip(found, givens, strict=True):
        verdict = assess(pack, given)
        route = verdict.recommended.route.key if verdict.recommended else UNDECIDED
        assert one.recommended == route
        for question, told in one.told.items():
            assert told.state is verdict.reading.state(question)


def test_a_sum_is_a_whole_only_when_everyone_asked_has_told():
    pack = pack_of()
    told = trusts(pack, 3, contract_value=100_000)
    silent = trusts(pack, 1, contract_value=DONT_KNOW)

    (whole,) = buying_of(pack, told).spend
    (part,) = buying_of(pack, [*told, *silent]).spend

    assert whole.words == "£300,000: 3 of 3 told us."
    assert part.words == "At least £300,000: 3 of 4 told us; 1 does not know."
    assert part.range_words == "£100,000 each"


def test_nobody_having_told_is_not_known_rather_than_nothing():
    pack = pack_of()

    (spend,) = buying_of(pack, trusts(pack, 2, contract_value=None)).spend

    assert spend.sum is None
    assert spend.words == "Not known: 0 of 2 told us; 2 did not answer."


@drawn(st.lists(st.sampled_from(State), max_size=30))
def test_a_base_counts_everybody_once(states):
    pack = pack_of()
    question = pack.routes.key
    made = buying_of(pack, givens_of(pack, 1)).purchases[0]
    told = tuple(
        replace(made, told={question: Told(state, "own" if state is State.ANSWERED else None)})
        for state in states
    )

    base = Buying(comparison_of(pack, []), told).base(question)

    assert base.asked + base.open + base.not_asked == len(states)


def test_a_base_of_nobody_says_so():
    assert Base().words == "nobody was asked"
    assert Base(not_asked=2).words == "nobody was asked; 2 were not asked"


def test_contract_ends_stand_in_their_months_by_day():
    pack = pack_of("renewal")
    early = trusts(pack, 1, contract_end=date(2027, 3, 31))
    late = [
        replace(one, organisation=replace(one.organisation, ods_code="Q9"))
        for one in trusts(pack, 1, contract_end=date(2027, 3, 1))
    ]

    ends = buying_of(pack, [*early, *late]).ends

    assert [(month.first, month.count) for month in ends.months] == [(date(2027, 3, 1), 2)]
    assert [member.code for member in ends.months[0].members] == ["Q9", "Q0000"]
    assert ends.within(ON, date(2027, 3, 1)) == 1


def test_where_rules_ask_for_no_contract_target_dates_stand_for_it():
    buying = buying_of(pack_of(), trusts(pack_of(), 2, target_date=date(2027, 9, 30)))

    assert buying.ends.question.key == pack_of().target
    assert buying.notices is None


def test_of_a_sensitive_question_nobody_is_named_and_few_are_withheld():
    pack = pack_of("renewal")
    guarded = replace(
        pack,
        sections=tuple(
            replace(
                section,
                questions=tuple(
                    replace(q, sensitive=q.key in ("contract-end", "contract-value"))
                    for q in section.questions
                ),
            )
            for section in pack.sections
        ),
    )
    givens = trusts(guarded, 6, contract_end=date(2027, 3, 31), contract_value=1_000)

    few, many = buying_of(guarded, givens[:4]), buying_of(guarded, givens)

    assert few.ends.months == ()
    assert few.spend[0].withheld or few.spend[0].sum is None
    assert many.ends.months[0].members == ()
    assert many.ends.months[0].count == 6


def test_a_vehicle_is_open_or_closed_on_the_day_and_counted_by_route():
    pack = pack_of()
    buying = buying_of(pack, trusts(pack, 2, vehicle="rm3808", preferred_route="own"))

    line = next(one for one in buying.vehicles if one.named)

    assert (line.open, line.standing) == (False, "closed on 16 August 2023")
    assert line.routes == (("Run our own", 2),)
