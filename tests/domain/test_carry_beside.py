"""What two packs share: it reads the same under both, and nothing about a contract crosses."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from readiness.domain.answer_value import plain_value
from readiness.domain.carry import Fate, carry_beside, reread
from readiness.domain.pack import ABOUT_CONTRACT, DONT_KNOW, Kind
from readiness.domain.reader import read_pack
from tests.examples import lease_pack, tiny_pack

TINY, LEASE = read_pack(tiny_pack()), read_pack(lease_pack())


@st.composite
def answered(draw):
    """Draw a question of any kind with an answer to it, and two packs."""
    old, new = draw(st.permutations([TINY, LEASE]))
    question = draw(st.sampled_from(list(old.questions.values())))
    return old, new, question, draw(st.none() | st.just(DONT_KNOW) | _values(question))


def _values(question):
    keys = [option.key for option in question.options]
    match question.kind:
        case Kind.CHOICE | Kind.YES_NO:
            return st.sampled_from(keys)
        case Kind.CHOICES:
            together = [o.key for o in question.options if not o.alone]
            return st.frozensets(st.sampled_from(together), min_size=1)
        case Kind.PARTNERS:
            return st.frozensets(st.sampled_from(["ZX7", "ZX8"]), min_size=1)
        case Kind.DATE:
            return st.dates(date(2020, 1, 1), date(2040, 1, 1))
        case Kind.TEXT:
            return st.sampled_from(["A supplier", "60", "yes"])
        case _:
            return st.integers(0, 100)


@given(answered())
def test_what_is_carried_reads_equal_and_nothing_of_a_contract_a_claim_or_a_target_is(drawn):
    old, new, question, value = drawn

    carried = carry_beside(old, new, question.key, value)

    apart = question.key in (old.claimed, old.target) or question.about == ABOUT_CONTRACT
    assert (carried is None) == (apart or value in (None, DONT_KNOW))
    if carried is not None:
        assert carried.read == value == reread(new.questions[question.key], plain_value(value))


def test_a_question_about_a_contract_in_one_of_the_two_packs_alone_crosses_neither_way():
    files = lease_pack()
    path = "sections/estate.yaml"
    files[path] = files[path].replace("ref: SIT-01", "ref: SIT-01\n    about: contract")
    of_contract = read_pack(files)

    assert carry_beside(TINY, of_contract, "lines", 60) is None
    assert carry_beside(of_contract, TINY, "lines", 60) is None


def test_only_other_words_need_another_look():
    plan, lines = (carry_beside(TINY, LEASE, *one) for one in (("plan", "none"), ("lines", 9)))

    assert (plan.fate, lines.fate) == (Fate.REVIEW, Fate.KEPT)
