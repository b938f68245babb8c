"""A comparison of any crowd agrees with each verdict by itself, in whatever order it was kept."""

from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.content import rules_folder
from readiness.domain.hosted import share
from readiness.domain.organisation import Organisation
from readiness.domain.reader import read_pack
from readiness.domain.record import write_given
from readiness.domain.replay import given_of
from readiness.domain.stored import stored_in
from readiness.domain.tally import tally_of
from readiness.domain.verdict import assess
from readiness.storage.database import IN_MEMORY, immediate, migrate, open_database
from readiness.storage.packs import current_pack, keep_pack
from readiness.usecases import judged
from readiness.usecases.comparison import read_comparison
from readiness.usecases.organisation import local_person
from tests.examples import AT, edited_pack, tiny_pack
from tests.respondents import respondent
from tests.systems import SYSTEM, join, submit_signed

ON = AT.date()
HSCN = current_pack(rules_folder(), "hscn")
TINY = read_pack(tiny_pack())
STRICTER_FILES = edited_pack(
    ("needs: {question: plan, at_least: agreed}", "needs: {question: plan, at_least: drafted}")
)
OTHER = read_pack(STRICTER_FILES)
seeds = st.integers(0, 2**32)


@pytest.fixture(autouse=True)
def forgetful(monkeypatch):
    """Let nothing be remembered from one test to the next."""
    monkeypatch.setattr(judged, "_REMEMBERED", {})


def crowd(pack, random, size):
    """Make members, some of whom are somebody’s guest."""
    for number in range(size):
        made = respondent(pack, random)
        made = replace(made, organisation=replace(made.organisation, ods_code=f"ZX{number}"))
        if pack.hosting and random.random() < 0.3:
            sections = [key for key in pack.hosting.sections if random.random() < 0.7]
            host = respondent(pack, random)
            shared = share(pack, host, sections, assessment=4, submission=2, adopted=ON)
            made = replace(made, host=shared)
        yield made


def kept(those, order=None):
    """Keep submissions of members in a database in memory, each with the pack of it."""
    db = open_database(IN_MEMORY)
    migrate(db)
    with immediate(db):
        for pack, made in order(those) if order else those:
            files = STRICTER_FILES if pack is OTHER else tiny_pack() if pack is TINY else {}
            keep_pack(db, pack, files, at=AT)
            join(db, made.organisation)
            at = AT - timedelta(days=made.on.toordinal() % 90)
            submit_signed(db, pack, made, person=local_person(db), at=at)
    return db


def look(db, pack, **how):
    return read_comparison(db, SYSTEM.ods_code, pack, person=local_person(db), on=ON, **how)


@given(seeds)
@settings(max_examples=12)
def test_each_member_stands_where_its_own_verdict_says(seed):
    those = [(HSCN, made) for made in crowd(HSCN, Random(seed), 8)]

    with closing(kept(those)) as db:
        found = look(db, HSCN)

    told = {one.code: one.submitted.tally for one in found.submitters}
    assert told == {
        made.organisation.ods_code: tally_of(assess(HSCN, made), HSCN) for _, made in those
    }


@given(seeds)
@settings(max_examples=25)
def test_under_other_rules_each_is_judged_by_its_own_or_by_these_when_asked(seed):
    random = Random(seed)
    packs = [random.choice((TINY, OTHER)) for _ in range(8)]
    those = [
        (pack, replace(made, organisation=Organisation(f"ZX{n}", f"Clinic {n}")))
        for n, pack in enumerate(packs)
        for made in crowd(pack, random, 1)
    ]

    with closing(kept(those)) as db:
        own, these = look(db, TINY), look(db, TINY, by_these_rules=True)

    for pack, made in those:
        code = made.organisation.ods_code
        (by_own,) = [one.submitted for one in own.submitters if one.code == code]
        (by_these,) = [one.submitted for one in these.submitters if one.code == code]
        again = given_of(stored_in(write_given(made, pack)), TINY)
        assert by_own.tally == tally_of(assess(pack, made), pack)
        assert by_own.comparable is (pack is TINY)
        assert by_these.tally == tally_of(assess(TINY, again), TINY)
        assert by_these.comparable


@given(seeds)
@settings(max_examples=25)
def test_figures_do_not_hang_on_the_order_in_which_anything_was_kept(seed):
    those = [(TINY, made) for made in crowd(TINY, Random(seed), 9)]

    def shuffled(some):
        return Random(seed + 1).sample(some, len(some))

    with closing(kept(those)) as one, closing(kept(those, shuffled)) as other:
        first, second = look(one, TINY), look(other, TINY)

    assert [member.code for member in first.members] == [member.code for member in second.members]
    assert first.tallies == second.tallies
    assert first.columns == second.columns
    assert (first.stages, first.shares, first.mark) == (second.stages, second.shares, second.mark)
