"""How questions fare: counted of those asked, worst first, and withheld where few answered."""

import pytest

from readiness.domain.assessment import Answer, Given, Reading
from readiness.domain.pack import DONT_KNOW
from readiness.domain.question_report import Part, question_report
from readiness.domain.reader import read_pack
from tests.examples import ESTATE, ON, TRUST, tiny_pack

PACK = read_pack(tiny_pack())


def reading(pack=PACK, **answers):
    """Read one submission; an answer may be a value or a value with its version."""
    given = {
        key.replace("_", "-"): Answer(value[0], version=value[1])
        if isinstance(value, tuple)
        else Answer(value)
        for key, value in answers.items()
    }
    return Reading(pack, Given(TRUST, ON, given))


def fares(*readings, pack=PACK):
    return {fare.question.key: fare for fare in question_report(pack, readings)}


def test_shares_are_of_those_asked_and_revisions_of_those_who_answered():
    said = [reading(plan=value) for value in ("none", DONT_KNOW, DONT_KNOW, ("agreed", 3))]

    plan = fares(*said, reading(), reading(plan=("drafted", 2)))["plan"]

    assert plan.asked == Part(6, 6)
    assert plan.dont_know == Part(2, 6)
    assert plan.skipped == Part(1, 6)
    assert plan.revised == Part(2, 5)


def test_a_question_is_counted_only_where_it_is_asked():
    sharing = [reading(sharing="yes", partners=frozenset({"ZX8"})) for _ in range(5)]

    partners = fares(*sharing, reading(sharing="no"), reading())["partners"]

    assert partners.asked == Part(5, 7)
    assert partners.skipped == Part(0, 5)


@pytest.mark.parametrize(("count", "shown"), [(4, False), (5, True)])
def test_a_share_of_fewer_than_five_is_withheld(count, shown):
    fare = fares(*[reading(plan="none") for _ in range(count)])["plan"]

    assert fare.asked == Part(count, count)
    assert (fare.dont_know is not None, fare.revised is not None) == (shown, shown)


def test_the_base_of_revisions_is_withheld_by_itself():
    fare = fares(*[reading(plan="none") for _ in range(4)], reading())["plan"]

    assert fare.skipped == Part(1, 5)
    assert fare.revised is None


def test_a_sensitive_question_is_withheld_whatever_its_base():
    assert fares(*[reading(remarks="x") for _ in range(9)])["remarks"].dont_know is None


def test_a_withdrawn_answer_counts_as_skipped():
    assert fares(*[reading(plan=None) for _ in range(5)])["plan"].skipped == Part(5, 5)


def test_the_worst_question_comes_first_and_what_is_withheld_last():
    best = {"plan": "agreed", "lines": 3, "moved": 2, "budget": 1, "agreement": DONT_KNOW}
    rows = question_report(PACK, [reading(**best) for _ in range(5)])

    keys = [fare.question.key for fare in rows]
    assert keys.index("agreement") < keys.index("plan")
    assert keys.index("drivers") < keys.index("plan")
    assert {fare.question.key for fare in rows[-2:]} == {"remarks", "partners"}


def test_a_question_that_an_older_version_lacks_was_not_asked():
    older = read_pack(tiny_pack(estate=ESTATE.replace("key: moved", "key: shifted")))

    fare = fares(*[reading(older) for _ in range(5)], reading())["moved"]

    assert fare.asked == Part(1, 6)
