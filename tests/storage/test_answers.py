from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.domain.answer_value import read_value
from readiness.domain.assessment import Answer
from readiness.domain.errors import InvalidAnswer
from readiness.domain.reader import read_pack
from readiness.storage.answers import add_answer, history, latest, versions
from readiness.storage.assessments import add_assessment
from readiness.storage.database import IN_MEMORY, immediate, migrate, open_database
from readiness.storage.organisations import store_organisation
from readiness.storage.packs import keep_pack
from readiness.storage.people import person_by_id
from tests.examples import AT, TRUST, tiny_pack

PACK = read_pack(tiny_pack())

TYPED = st.one_of(
    st.sampled_from(["", "dont-know", "yes", "no", "agreed", "own", "2027-09-30", "1 2 2027"]),
    st.integers(-5, 1_000_000).map(str),
    st.lists(st.sampled_from(["cost", "security", "nothing", "RX9", "qzz"]), max_size=3),
    st.text(),
)


@pytest.fixture(scope="module")
def kept():
    """Return a database with one assessment, number 1, and the local user."""
    with closing(open_database(IN_MEMORY)) as db:
        migrate(db)
        person = person_by_id(db, 1)
        with immediate(db):
            store_organisation(db, TRUST, at=AT)
            keep_pack(db, PACK, tiny_pack(), at=AT)
            assert add_assessment(db, "ZX9", PACK, person=person, at=AT) == 1
        yield db, person


def add(db, person, question, **fields):
    version = len(history(db, 1, PACK, question)) + 1
    answer = Answer(**fields, version=version)
    with immediate(db):
        add_answer(db, 1, question, answer, person=person, at=AT, source="person")
    return version


@settings(deadline=None)
@given(st.sampled_from(list(PACK.questions)), TYPED)
def test_whatever_a_question_takes_is_read_back_as_it_was(kept, question, typed):
    try:
        value = read_value(PACK.questions[question], typed)
    except InvalidAnswer:
        return

    add(*kept, question, value=value, note="“…”")

    answer = latest(kept[0], 1, PACK).answers[question]
    assert (answer.value, answer.note) == (value, "“…”")


def test_the_version_seen_comes_with_the_newest(kept):
    number = add(*kept, "lines", value=1)
    for value in (2, 3):
        add(*kept, "lines", value=value)

    found = versions(kept[0], 1, PACK, {"lines": number, "budget": 9_999})

    assert {key: sorted(there) for key, there in found.items()} == {
        "lines": [number, number + 2],
        "budget": [max(found["budget"], default=0)] if found["budget"] else [],
    }


def test_asking_for_no_question_finds_nothing(kept):
    assert versions(kept[0], 1, PACK, {}) == {}
