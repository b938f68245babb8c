"""The report counts what an independent count gives, beside the figures as published."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.content import rules_folder
from readiness.domain.assessment import Reading, State
from readiness.domain.band import Band
from readiness.domain.by_band import by_band
from readiness.domain.replies import Reply, replies_of
from readiness.domain.share import Mean, Share
from readiness.domain.survey_report import report, surveyed
from readiness.domain.survey_rows import rows_of
from readiness.storage.packs import current_pack
from tests.respondents import respondent

HSCN = current_pack(rules_folder(), "hscn")
RENEWAL = current_pack(rules_folder(), "renewal")
BANDS = (Band.ACUTE, Band.COUNCILS, Band.PRACTICES)


def heard(size, *, pack=HSCN, seed=1, bands=BANDS):
    random = Random(seed)
    found = []
    for number in range(size):
        reading = Reading(pack, respondent(pack, random))
        found.append((bands[number % len(bands)], replies_of(reading, surveyed(pack))))
    return found


def said(key, *values, state=State.ANSWERED, band=Band.ACUTE):
    """Make one that replied so to each value; to every other question it was not asked."""
    blank = {each: Reply(State.NOT_ASKED) for each in surveyed(HSCN)}
    return [(band, blank | {key: Reply(state, value)}) for value in values]


def measure(found, key, survey=None):
    return next(
        one
        for one in found.measures
        if one.question.key == key and survey in (None, one.survey.key)
    )


def figure(found, key, *options):
    return next(one for one in measure(found, key).figures if one.options == options)


def test_every_published_figure_is_there_once_in_the_order_of_its_survey():
    found = report(HSCN, heard(30))

    published = [f.published for m in found.measures for f in m.figures if f.published]
    assert sorted(published, key=HSCN.benchmarks.index) == list(HSCN.benchmarks)
    surveys = [one.survey.key for one in found.measures]
    assert list(dict.fromkeys(surveys)) == [one.key for one in HSCN.surveys]
    assert surveys == sorted(surveys, key=list(dict.fromkeys(surveys)).index)


def test_several_figures_of_one_question_stand_among_all_its_options():
    stage = measure(report(HSCN, heard(30)), "claimed-stage")

    assert [one.label for one in stage.figures] == [
        "Not started",
        "Scoping",
        "Planning or procurement",
        "Adoption, implementation or roll-out",
        "Complete",
    ]
    assert [bool(one.published) for one in stage.figures] == [False, True, False, True, False]
    horizon = measure(report(HSCN, []), "integration-horizon")
    assert horizon.figures[-1].label == "Within 12 months or in 1 to 2 years"


def test_two_figures_of_a_percentage_stand_under_their_own_words():
    figures = [one for one in HSCN.benchmarks if one.question == "staff-stress"] * 2

    rows = rows_of(HSCN.questions["staff-stress"], figures)

    assert [label for label, _, _ in rows] == ["See current technology as a source of stress"] * 2


def test_high_alone_and_high_or_mid_never_stand_together():
    found = report(HSCN, heard(30))

    for key in ("mobile-concern-security", "mobile-concern-cost"):
        both = [one for one in found.measures if one.question.key == key]
        assert [len(one.figures) for one in both] == [1, 1]
        assert [one.survey.key for one in both] == ["igov-bt-2017", "bt-2018"]


def test_counts_are_those_of_a_count_by_hand():
    those = heard(80)

    for one in report(HSCN, those).measures:
        replied = [each[one.question.key] for _, each in those]
        base = [r for r in replied if r.state in (State.ANSWERED, State.DONT_KNOW)]
        given_numbers = [r.value for r in base if isinstance(r.value, int)]
        assert one.told.answered == len(base)
        assert one.told.dont_know == sum(r.state is State.DONT_KNOW for r in base)
        assert one.told.not_answered == sum(r.state is State.TO_DO for r in replied)
        for row in one.figures:
            if not one.question.options:
                assert row.ours == Mean(sum(given_numbers), len(given_numbers))
                continue
            chosen = [{r.value} if isinstance(r.value, str) else r.value or () for r in base]
            count = sum(bool(set(values) & set(row.options)) for values in chosen)
            assert row.ours == Share(count, len(base))


def test_dont_know_counts_in_the_base_and_no_answer_does_not():
    those = said("preferred-route", "own", "own", "central", "host")
    those += said("preferred-route", None, None, state=State.DONT_KNOW)
    those += said("preferred-route", None, None, None, state=State.TO_DO)
    those += said("preferred-route", None, state=State.MAY_APPLY)
    those.append((Band.ACUTE, {}))

    route = measure(report(HSCN, those), "preferred-route")

    assert figure(report(HSCN, those), "preferred-route", "own").ours == Share(2, 6)
    assert route.told.words == (
        "6 answered, 2 of them don’t know; 3 of 9 did not answer; for 1 more we do not know yet "
        "whether it applies; 1 left out, whose rules ask otherwise"
    )


def test_a_mean_counts_those_that_gave_a_number_and_has_no_interval():
    those = said("staff-stress", 10, 20, 30, 40, 55) + said(
        "staff-stress", None, state=State.DONT_KNOW
    )

    found = report(HSCN, those)
    stress = figure(found, "staff-stress", "share")

    assert (stress.ours, stress.ours.per_cent) == (Mean(155, 5), 31)
    assert stress.interval is None
    assert stress.clear is None
    assert (
        "Ours is the mean of what 5 organisations gave" in measure(found, "staff-stress").notes[-1]
    )


@pytest.mark.parametrize(
    ("count", "base", "per_cent", "low", "high"),
    [(0, 18, 0, 0, 18), (10, 18, 56, 34, 75), (3, 18, 17, 6, 39), (1, 8, 13, 2, 47)],
)
def test_shares_are_rounded_once_and_their_intervals_are_wilsons(count, base, per_cent, low, high):
    share = Share(count, base)

    assert share.per_cent == per_cent
    assert (round(share.interval.low), round(share.interval.high)) == (low, high)


def test_a_figure_stands_clear_where_the_intervals_do_not_overlap():
    clear = report(HSCN, said("claimed-stage", *["adoption"] * 18))
    near = report(HSCN, said("claimed-stage", *["adoption"] * 3, *["complete"] * 15))

    advanced = ("adoption", "implementation", "roll-out")
    assert figure(clear, "claimed-stage", *advanced).clear
    assert figure(near, "claimed-stage", *advanced).clear is False
    assert figure(near, "claimed-stage", "complete").clear is None
    assert [one.options for one in near.clear] == [("scoping",)]


def test_the_figure_with_the_options_left_out_is_told_beside():
    those = said("claimed-stage", *["adoption"] * 3, *["complete"] * 15)

    notes = measure(report(HSCN, those), "claimed-stage").notes

    assert (
        "The survey’s words leave out “Complete”; counted with it, ours is 18 of 18, 100%." in notes
    )
    assert "It left 35% unaccounted for." in notes


@pytest.mark.parametrize("base", range(1, 5))
def test_what_fewer_than_five_answered_is_withheld_whatever_they_said(base):
    found = report(HSCN, said("claimed-stage", *["scoping"] * base))

    stage = measure(found, "claimed-stage")
    assert stage.withheld
    assert {one.ours for one in stage.figures} == {None}
    assert found.withheld == 1
    assert not any("of 18" in note or "ours is" in note for note in stage.notes)


def test_six_per_cent_of_fifty_is_shown_though_it_is_three():
    found = report(HSCN, said("preferred-route", *["own"] * 3, *["central"] * 47))

    assert figure(found, "preferred-route", "own").ours == Share(3, 50)


def test_what_nobody_answered_is_told_and_not_withheld():
    found = report(HSCN, [])

    assert found.withheld == 0
    assert all(one.told.base == 0 for one in found.measures)
    assert found.width is None


def test_a_band_is_withheld_where_the_others_would_tell_of_a_small_one():
    those = said("claimed-stage", *["scoping"] * 8)
    those += said("claimed-stage", *["complete"] * 3, band=Band.COUNCILS)

    assert measure(report(HSCN, those), "claimed-stage").told.base == 11
    for band in (Band.ACUTE, Band.COUNCILS):
        assert measure(report(HSCN, those, band), "claimed-stage").withheld


BASES = st.lists(st.integers(0, 9), min_size=3, max_size=3)


@settings(max_examples=60)
@given(BASES, st.randoms(use_true_random=False))
def test_all_bands_less_those_that_are_shown_leave_nobody_or_five(bases, random):
    those = []
    for band, base in zip(BANDS, bases, strict=True):
        values = [random.choice(["scoping", "adoption"]) for _ in range(base)]
        those += said("claimed-stage", *values, band=band)
    whole = measure(report(HSCN, those), "claimed-stage")
    parts = [measure(report(HSCN, those, band), "claimed-stage") for band in BANDS]
    shown = [one.told.base for one in parts if not one.withheld]

    assert all(base == 0 or base >= 5 for base in shown)
    if not whole.withheld:
        assert whole.told.base - sum(shown) not in range(1, 5)
    else:
        assert not any(shown)


def test_board_engagement_is_counted_by_band_with_all_bands_first():
    those = heard(60)

    found = report(HSCN, those).board

    assert [one.band for one in found] == [None, *BANDS]
    assert found[0].share.base == sum(one.share.base for one in found[1:])
    assert found[0].share.count == sum(one.share.count for one in found[1:])
    question, option = HSCN.board_engaged
    by_hand = sum(each[question].value == option for _, each in those)
    assert found[0].share.count == by_hand


def test_anything_can_be_counted_by_band_and_small_bands_are_withheld():
    those = [(Band.ACUTE, True)] * 6 + [(Band.ACUTE, None)] + [(Band.COUNCILS, False)] * 3
    those += [(Band.PRACTICES, True)] * 7

    found = {one.band: one for one in by_band(those)}

    assert found[None].share == Share(13, 16)
    assert found[Band.PRACTICES].share == Share(7, 7)
    assert found[Band.COUNCILS].withheld
    assert found[Band.ACUTE].withheld
    assert found[Band.ACUTE].share is None
    assert [one.withheld for one in by_band([(Band.ACUTE, True)] * 3)] == [True, True]
    assert [(one.share, one.withheld) for one in by_band([])] == [(None, False)]


def test_a_pack_that_publishes_nothing_to_compare_has_its_boards_alone():
    found = report(RENEWAL, heard(20, pack=RENEWAL))

    assert found.measures == ()
    assert found.board[0].share.base
    assert found.board_option.label == "Named, meets and decides"
