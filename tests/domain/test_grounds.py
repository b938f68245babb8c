"""What a conclusion rests on, in words: every operator, every truth, nothing said twice."""

from datetime import date

import pytest

from readiness.domain.assessment import Answer, Given, Reading
from readiness.domain.calendar import Period, TimeUnit
from readiness.domain.condition import (
    AllOf,
    AnyOf,
    Count,
    Implies,
    Is,
    Named,
    Not,
    OnScale,
    Outcome,
    Row,
    Scale,
    Source,
    Subject,
    Versus,
    ask,
)
from readiness.domain.grounds import ground_lines, grounds, said
from readiness.domain.operators import OPERATORS
from readiness.domain.organisation import OrganisationKind
from readiness.domain.pack import DONT_KNOW
from readiness.domain.reader import read_pack
from tests.examples import CLINIC, ON, TRUST, tiny_pack

PACK = read_pack(tiny_pack())
ASK = {key: question.ask for key, question in PACK.questions.items()}


def reading(organisation=TRUST, network=None, **answers):
    """Lay answers over the small pack; a key is written with underscores."""
    given = {key.replace("_", "-"): Answer(value) for key, value in answers.items()}
    return Reading(PACK, Given(organisation, ON, given, network or {}))


def q(key, operator="is", wanted=frozenset({"yes"})):
    return Is(Subject(Source.QUESTION, key), operator, wanted)


def told(condition, over):
    """Return every ground of a condition with its truth and depth."""
    found = grounds(ask(condition, over), over)
    return [(depth, ground.truth.value, ground.words) for depth, ground in ground_lines(found)]


MONTHS = Period(9, TimeUnit.MONTHS)
EXAMPLES = {
    "is": (
        q("agreement"),
        {"agreement": "no"},
        f"You answered “No” to “{ASK['agreement']}”, where “Yes” is asked for.",
    ),
    "at_least": (
        q("plan", "at_least", frozenset({"drafted", "agreed"})),
        {"plan": "none"},
        f"You answered “None” to “{ASK['plan']}”, where “Drafted” or better is asked for.",
    ),
    "at_most": (
        q("plan", "at_most", frozenset({"none", "drafted"})),
        {"plan": "agreed"},
        f"You answered “Agreed” to “{ASK['plan']}”, where “Drafted” or worse is asked for.",
    ),
    "includes": (
        q("drivers", "includes", frozenset({"cost"})),
        {"drivers": frozenset({"security"})},
        f"You answered “Security” to “{ASK['drivers']}”, where “Cost” is asked for.",
    ),
    "picks_at_least": (
        q("drivers", "picks_at_least", 2),
        {"drivers": frozenset({"cost"})},
        f"You answered “Cost” to “{ASK['drivers']}”, where 2 or more is asked for.",
    ),
    "equals": (
        q("lines", "equals", 3),
        {"lines": 4},
        f"You answered 4 lines to “{ASK['lines']}”, where 3 is asked for.",
    ),
    "no_less_than": (
        q("moved", "no_less_than", 95),
        {"moved": 94},
        f"You answered 94% to “{ASK['moved']}”, where 95% or more is asked for.",
    ),
    "no_more_than": (
        q("moved", "no_more_than", 5),
        {"moved": 6},
        f"You answered 6% to “{ASK['moved']}”, where 5% or less is asked for.",
    ),
    "more_than": (
        q("budget", "more_than", 1000),
        {"budget": 1000},
        f"You answered £1,000 to “{ASK['budget']}”, where more than £1,000 is asked for.",
    ),
    "less_than": (
        q("lines", "less_than", 3),
        {"lines": 3},
        f"You answered 3 lines to “{ASK['lines']}”, where less than 3 is asked for.",
    ),
    "on_or_after": (
        q("target-date", "on_or_after", date(2027, 4, 1)),
        {"target_date": date(2027, 3, 31)},
        f"You answered 31 March 2027 to “{ASK['target-date']}”,"
        " where 1 April 2027 or later is asked for.",
    ),
    "on_or_before": (
        q("target-date", "on_or_before", date(2027, 4, 1)),
        {"target_date": date(2027, 4, 2)},
        f"You answered 2 April 2027 to “{ASK['target-date']}”,"
        " where 1 April 2027 or earlier is asked for.",
    ),
    "sooner_than": (
        q("target-date", "sooner_than", MONTHS),
        {"target_date": date(2027, 8, 24)},
        f"You answered 24 August 2027 to “{ASK['target-date']}”,"
        " where a day before 24 August 2027 is asked for.",
    ),
    "later_than": (
        q("target-date", "later_than", MONTHS),
        {"target_date": date(2027, 8, 24)},
        f"You answered 24 August 2027 to “{ASK['target-date']}”,"
        " where a day after 24 August 2027 is asked for.",
    ),
}


def test_every_operator_has_an_example():
    assert set(EXAMPLES) == set(OPERATORS)


@pytest.mark.parametrize("operator", OPERATORS)
def test_what_fails_says_what_was_read_and_what_is_asked_for(operator):
    condition, answers, words = EXAMPLES[operator]

    assert told(condition, reading(**answers)) == [(0, "no", words)]


def test_what_holds_says_what_was_read_and_no_more():
    assert told(q("agreement"), reading(agreement="yes")) == [
        (0, "yes", f"You answered “Yes” to “{ASK['agreement']}”")
    ]


def test_unanswered_dont_know_and_may_apply_are_told_apart():
    condition = AllOf((q("agreement"), q("sharing"), q("partners", "includes", frozenset({"X"}))))

    assert told(condition, reading(sharing=DONT_KNOW)) == [
        (0, "unknown", f"You have not answered “{ASK['agreement']}”"),
        (0, "unknown", f"You answered don’t know to “{ASK['sharing']}”"),
        (0, "unknown", f"Not yet known whether this applies to you: “{ASK['partners']}”"),
    ]


def test_what_is_not_asked_is_not_spoken_of():
    partners = q("partners", "includes", frozenset({"X"}))

    assert told(
        AllOf((q("sharing", wanted=frozenset({"no"})), partners)), reading(sharing="no")
    ) == [(0, "yes", f"You answered “No” to “{ASK['sharing']}”")]


def test_alternatives_say_how_many_hold_and_how_many_are_wanted():
    parts = (q("agreement"), q("sharing"), q("plan", "at_least", frozenset({"agreed"})))
    over = reading(agreement="no", sharing="yes")

    assert [line[:2] for line in told(AnyOf(parts), over)] == [
        (0, "yes"),
        (1, "no"),
        (1, "yes"),
        (1, "unknown"),
    ]
    assert told(AnyOf(parts), over)[0][2] == "1 of 3 holds, where at least one is asked for:"
    assert told(Count(2, None, parts), over)[0] == (
        0,
        "unknown",
        "1 of 3 holds, where at least 2 is asked for:",
    )
    assert told(Count(None, 0, parts), over)[0] == (
        0,
        "no",
        "1 of 3 holds, where at most 0 is asked for:",
    )


def test_what_must_not_hold_is_told_from_that_side():
    over = reading(agreement="yes", sharing="no")

    assert told(Not(q("agreement")), over) == [
        (
            0,
            "no",
            f"You answered “Yes” to “{ASK['agreement']}”, where anything but “Yes” is asked for.",
        )
    ]
    assert told(Not(q("sharing")), over) == [(0, "yes", f"You answered “No” to “{ASK['sharing']}”")]
    assert told(Not(AnyOf((q("agreement"), q("sharing")))), over)[0] == (
        0,
        "no",
        "1 of 2 holds, where none is asked for:",
    )


def test_a_comparison_of_two_answers_says_both():
    condition = Versus(
        Subject(Source.QUESTION, "lines"), "no_more_than", Subject(Source.ORGANISATION, "sites")
    )

    assert told(condition, reading(lines=20)) == [
        (
            0,
            "no",
            f"You answered 20 lines to “{ASK['lines']}”; number of sites: 12,"
            " where the first is asked to be no more than the second.",
        )
    ]
    assert told(condition, reading(lines=3))[0][1] == "yes"
    assert told(condition, reading(CLINIC, lines=3)) == [
        (0, "unknown", "Number of sites: not known.")
    ]


def test_facts_are_called_by_their_name():
    kind = Is(Subject(Source.ORGANISATION, "kind"), "is", frozenset({OrganisationKind.ICB.value}))
    partners = Is(Subject(Source.NETWORK, "partners"), "more_than", 3)

    assert told(kind, reading())[0][2].startswith("Kind of organisation: ")
    assert told(partners, reading(network={"partners": 2})) == [
        (0, "no", "Number of partners: 2, where more than 3 is asked for.")
    ]
    assert told(partners, reading()) == [(0, "unknown", "Number of partners: not known.")]


def test_a_rule_or_gate_is_referred_to_and_not_explained_again():
    rule = PACK.rule_by_key["plan-agreed"]
    condition = AllOf(
        (
            Named("rule", rule.key, rule.condition),
            Named("gate", "not-started", AllOf((rule.condition,))),
        )
    )

    assert told(condition, reading(plan="drafted")) == [
        (0, "no", f"What Not started asks for is not met: {rule.otherwise}"),
        (0, "no", "The gate out of Not started is closed."),
    ]


def test_a_scale_says_where_it_stands():
    rows = (
        Row("poor", Not(q("agreement")), "No agreement."),
        Row("good", q("agreement"), "Agreed."),
    )
    scale = Scale(
        "s", "table", "Standing", (Outcome("poor", "Poor"), Outcome("good", "Good")), rows
    )
    good = OnScale(scale, frozenset({"good"}))

    assert told(good, reading(agreement="yes")) == [(0, "yes", "Standing: Good.")]
    assert told(good, reading(agreement="no")) == [
        (0, "no", "Standing: Poor, where “Good” is asked for.")
    ]
    assert told(good, reading()) == [(0, "unknown", "Standing: not yet known, Poor to Good.")]


def test_no_ground_is_given_twice():
    condition = AllOf((q("agreement"), AllOf((q("agreement"), q("sharing")))))
    over = reading(agreement="no", sharing="yes")

    found = told(condition, over)

    assert len(found) == len(set(found)) == 2


def test_what_decides_whether_a_rule_applies_is_told_only_while_it_is_not_known():
    rule = Implies(q("sharing"), q("agreement"))

    assert [truth for _, truth, _ in told(rule, reading(agreement="no"))] == ["unknown", "no"]
    assert [truth for _, truth, _ in told(rule, reading(sharing="yes", agreement="no"))] == ["no"]


def test_one_line_says_what_was_read_for_a_truth():
    condition = AnyOf((q("agreement"), q("sharing")))
    over = reading(agreement="no", sharing="yes")

    assert said(ask(condition, over), over) == f"You answered “Yes” to “{ASK['sharing']}”"


NEITHER = Not(AnyOf((q("agreement"), q("sharing"))))
AT_MOST_ONE = Count(
    None, 1, (q("agreement"), q("sharing"), q("plan", wanted=frozenset({"agreed"})))
)


@pytest.mark.parametrize(
    ("condition", "answers", "read"),
    [
        (NEITHER, {"agreement": "yes", "sharing": "no"}, ["agreement"]),
        (NEITHER, {"agreement": "no", "sharing": "no"}, ["agreement", "sharing"]),
        (
            AT_MOST_ONE,
            {"agreement": "yes", "sharing": "yes", "plan": "none"},
            ["agreement", "sharing"],
        ),
        (AT_MOST_ONE, {"agreement": "no", "sharing": "yes", "plan": "none"}, ["agreement", "plan"]),
    ],
)
def test_one_line_says_what_decided_where_something_must_not_hold(condition, answers, read):
    over = reading(**answers)
    line = said(ask(condition, over), over)

    assert [key for key in ("agreement", "sharing", "plan") if ASK[key] in line] == read
