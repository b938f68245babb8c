"""The pictures' geometry, in numbers that can be checked by hand."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.domain.assessment import Answer, Given
from readiness.domain.calendar import read_period
from readiness.domain.organisation import Organisation
from readiness.domain.plan import Action, Days
from readiness.domain.reader import read_pack
from readiness.domain.schedule import Schedule, Timed
from readiness.domain.verdict import assess
from readiness.web.ladder import ladder
from readiness.web.lanes import lane, time_scale
from readiness.web.route_scale import points_words, range_words, route_scale

TITLES = {
    "not-started": "Not started",
    "scoping": "Scoping",
    "planning": "Planning and procurement",
    "adoption": "Adoption",
    "implementation": "Implementation",
    "roll-out": "Roll-out",
    "complete": "Complete",
}
GATES = list(TITLES)[:-1]
TODAY = date(2026, 11, 24)


def _gate(stage):
    return f"""
  - {{key: open-{stage}, ref: GAT-0{GATES.index(stage)}, kind: yes-no,
     ask: Is the gate out of {stage} open?, area: Gates, source: judgement}}"""


def _rule(stage):
    return f"""
  - {{key: rule-{stage}, stage: {stage}, strength: hard,
     needs: {{question: open-{stage}, is: "yes"}}, needed: Yes., otherwise: Not open.,
     because: It holds., do: [do-{stage}], source: judgement}}"""


def _action(stage):
    return f"""
  - {{key: do-{stage}, title: Open {stage}, achieves: [{{question: open-{stage}, is: "yes"}}],
     owner: lead, effort: {{days: 1}}, lead_time: 5 working days, source: judgement}}"""


def _options(titles):
    return "".join(f"\n      {key}: {title}" for key, title in titles.items())


def small_pack(titles=TITLES):
    """Seven stages, one yes-no question and one hard rule for each gate, and two routes."""
    return read_pack(
        {
            "pack.yaml": """
key: small
version: "1"
title: Small
planning: Testing.
claimed: claimed-stage
target: target-date
roles: {lead: Project lead}
find-out: {effort: {days: 0.5}, lead_time: 10 working days}
sections: [only]
""",
            "stages.yaml": "stages:"
            + "".join(f"\n  - {{key: {k}, title: {t}, meaning: M.}}" for k, t in titles.items()),
            "sections/only.yaml": f"""
section: only
title: Only
owner: lead
minutes: 5
have_open: nothing
questions:
  - key: claimed-stage
    ref: STG-01
    ask: Which stage are you at?
    kind: choice
    options:{_options(titles)}
    area: Stage
    source: judgement
  - {{key: target-date, ref: STG-02, ask: By when?, kind: date, area: Stage, source: judgement}}
  - {{key: partners-ready, ref: RTE-01, ask: Ready?, kind: yes-no, area: Routes, source: judgement}}
  - {{key: wish, ref: RTE-03, ask: Which way?, kind: choice, ordered: no, area: Routes,
     options: {{together: Together, alone: Alone, scheme: Scheme}}, source: judgement}}
  - {{key: scheme-open, ref: RTE-02, ask: Open?, kind: yes-no, area: Routes, source: judgement}}
{"".join(map(_gate, GATES))}
rules:{"".join(map(_rule, GATES))}
""",
            "actions.yaml": f"actions:{''.join(map(_action, GATES))}",
            "routes.yaml": """
question: wish
least: 3
undecided: {title: Undecided, summary: S.}
routes:
  - {key: together, title: Buy together, summary: S.}
  - {key: alone, title: Run our own, summary: S.}
  - {key: scheme, title: Join a scheme, summary: S., closed: It is closed.,
     open_when: {question: scheme-open, is: "yes"}}
reasons:
  - {key: partners, when: {question: partners-ready, is: "yes"}, because: They are.,
     whether: they are, points: {together: 5, alone: -2}, source: judgement}
""",
            "benchmarks.yaml": "benchmarks: []",
        }
    )


PACK = small_pack()


def verdict(claimed=None, pack=PACK, **gates):
    """Judge: gates named by their stage with underscores are answered, the others left open."""
    answers = {key.replace("_", "-"): Answer(value) for key, value in gates.items()}
    if claimed:
        answers["claimed-stage"] = Answer(claimed)
    return assess(pack, Given(Organisation("ZX9", "A trust"), TODAY, answers))


def up_to(stage, **others):
    """Open every gate below a stage."""
    below = GATES[: GATES.index(stage)] if stage in GATES else GATES
    return {f"open_{key.replace('-', '_')}": "yes" for key in below} | others


class TestLadder:
    def test_seven_stages_without_two_marks_on_one_are_436_high(self):
        picture = ladder(verdict("complete", **up_to("planning", open_adoption="no")))

        assert picture.height == 436
        assert [rung.y for rung in picture.rungs] == [26, 90, 154, 218, 282, 346, 410]

    def test_two_marks_on_one_stage_take_30_more_and_three_60(self):
        two = ladder(verdict(**up_to("planning", open_planning="no")))
        three = ladder(verdict("planning", **up_to("planning", open_planning="no")))

        assert (two.height, three.height) == (466, 496)

    def test_marks_on_one_stage_stand_30_apart_in_one_order_around_its_middle(self):
        picture = ladder(verdict("planning", **up_to("planning", open_planning="no")))

        planning = next(rung for rung in picture.rungs if rung.stage.key == "planning")
        assert [(flag.word, flag.y - planning.y) for flag in picture.flags] == [
            ("Claimed", -30),
            ("At most", 0),
            ("Evidenced", 30),
        ]

    def test_the_zone_reaches_22_beyond_at_most_and_evidenced(self):
        picture = ladder(verdict("complete", **up_to("planning", open_adoption="no")))

        assert picture.zone == (218 - 22, 64 + 44)

    def test_the_zone_is_left_out_when_nothing_unknown_can_change_the_stage(self):
        assert ladder(verdict(**up_to("scoping", open_scoping="no"))).zone is None

    def test_nothing_answered_may_be_anywhere_so_the_zone_is_the_whole_ladder(self):
        picture = ladder(verdict())

        assert picture.zone == (4, 384 + 44)
        assert {rung.reach for rung in picture.rungs} == {"reached", "possible"}
        assert {rail.words for rail in picture.rails} == {"Not yet known: 0 of 1 met, 1 awaited"}

    def test_the_rail_of_a_gate_stands_9_clear_of_both_stages(self):
        rail = ladder(verdict(**up_to("complete"))).rails[-1]

        assert (rail.result.stage.key, rail.top, rail.bottom) == ("not-started", 385, 431)
        assert rail.middle == 408

    def test_stages_up_to_evidenced_are_reached_those_up_to_at_most_possible(self):
        picture = ladder(verdict(**up_to("scoping", open_planning="no")))

        assert [rung.reach for rung in reversed(picture.rungs)] == [
            "reached",
            "reached",
            "possible",
            "beyond",
            "beyond",
            "beyond",
            "beyond",
        ]

    def test_the_description_names_the_stages_from_the_bottom_and_the_marks_as_listed(self):
        picture = ladder(verdict("implementation", **up_to("planning", open_adoption="no")))

        assert picture.description == (
            "Stages from bottom to top: Not started, Scoping, Planning and procurement, Adoption,"
            " Implementation, Roll-out, Complete. Claimed: Implementation. At most: Adoption."
            " Evidenced: Planning and procurement."
        )
        assert [mark.word for mark in picture.marks] == ["Claimed", "At most", "Evidenced"]

    def test_without_a_claim_no_mark_is_drawn_and_the_list_says_so_last(self):
        picture = ladder(verdict(open_scoping="no"))

        assert [flag.word for flag in picture.flags] == ["At most", "Evidenced"]
        assert picture.marks[-1].where == "Not said"

    def test_a_claim_below_what_is_proved_is_listed_below_it(self):
        picture = ladder(verdict("scoping", **up_to("adoption")))

        assert [mark.word for mark in picture.marks] == ["At most", "Evidenced", "Claimed"]

    def test_a_name_of_24_characters_takes_one_line_and_a_longer_one_two_16_apart(self):
        titles = TITLES | {"complete": "Complete and ceased and running", "scoping": "S" * 24}
        rungs = ladder(verdict(pack=small_pack(titles))).rungs

        first = rungs[0]
        assert first.lines == ((first.y - 8, "Complete and ceased and"), (first.y + 8, "running"))
        assert rungs[-2].lines == ((rungs[-2].y, "S" * 24),)

    @given(st.lists(st.sampled_from(["yes", "no", None]), min_size=6, max_size=6), st.data())
    @settings(max_examples=60, deadline=None)
    def test_no_two_things_of_any_ladder_overlap(self, truths, data):
        claimed = data.draw(st.sampled_from([None, *TITLES]))
        gates = {f"open-{g}": t for g, t in zip(GATES, truths, strict=True) if t}
        picture = ladder(verdict(claimed, **gates))

        ys = sorted(flag.y for flag in picture.flags)
        assert all(b - a >= 30 for a, b in pairwise(ys))
        assert all(rail.bottom - rail.top >= 46 for rail in picture.rails)
        assert 13 <= min(ys) <= max(ys) <= picture.height - 13


class TestRoutes:
    def test_the_scale_reaches_two_points_beyond_every_range(self):
        scale = route_scale(verdict())

        assert (scale.low, scale.high) == (-4, 7)
        assert (scale.x(-4), scale.x(0), scale.x(7)) == (0, 36.36, 100)

    def test_the_scale_always_holds_nought_and_the_least_that_recommends(self):
        scale = route_scale(verdict(partners_ready="no"))

        assert (scale.low, scale.high) == (-2, 5)

    def test_points_are_written_with_a_true_minus_and_one_is_singular(self):
        assert [points_words(n) for n in (7, 1, 0, -1)] == [
            "7 points",
            "1 point",
            "0 points",
            "−1 point",
        ]

    def test_what_the_unknown_could_make_of_points_is_a_range_or_nothing(self):
        unknown = {r.route.key: range_words(r) for r in verdict().routes}
        known = {r.route.key: range_words(r) for r in verdict(partners_ready="yes").routes}

        assert unknown["alone"] == "could be −2 to 0"
        assert known["alone"] == "cannot change"


@dataclass(frozen=True)
class Bar:
    """An action's days, for a schedule made by hand."""

    start: date
    finish: date
    latest: date | None = None


def schedule(*bars, target=date(2027, 9, 30), on=TODAY):
    return Schedule(target, on, tuple(_timed(bar) for bar in bars))


def _timed(bar):
    action = Action("a", "A", "lead", Days(1, 1), read_period("5 days"), None, (), (), ())
    return Timed(action, bar.start, bar.finish, bar.latest, None)


class TestPlanLanes:
    def test_the_scale_runs_from_this_month_to_the_one_after_the_target(self):
        scale = time_scale(schedule())

        assert (scale.first, scale.end) == (date(2026, 11, 1), date(2027, 10, 1))
        assert "".join(tick.label for tick in scale.ticks) == "NDJFMAMJJAS"
        assert [(t.label, t.year) for t in scale.ticks if t.year] == [("N", "2026"), ("J", "2027")]

    def test_the_scale_reaches_past_a_bar_which_ends_after_the_target(self):
        bar = Bar(date(2027, 9, 1), date(2027, 12, 24))

        assert time_scale(schedule(bar)).end == date(2028, 1, 1)

    def test_days_lie_in_per_cent_of_the_scale(self):
        scale = time_scale(schedule(target=date(2026, 12, 31)))

        assert scale.end - scale.first == timedelta(days=61)
        assert scale.x(date(2026, 11, 1)) == 0
        assert scale.today_x == round(23 / 61 * 100, 2)
        assert scale.target_x == round(60 / 61 * 100, 2)

    @pytest.mark.parametrize(
        ("target", "step", "first"),
        [
            (date(2028, 4, 30), 1, "N"),
            (date(2028, 5, 1), 3, "Jan"),
            (date(2030, 10, 31), 3, "Jan"),
            (date(2031, 1, 1), 12, "2027"),
            (date(2100, 12, 31), 120, "2030"),
        ],
    )
    def test_over_18_months_the_ticks_are_quarters_then_years(self, target, step, first):
        scale = time_scale(schedule(target=target))

        assert (scale.step, scale.ticks[0].label) == (step, first)
        assert len(scale.ticks) <= 18

    def test_years_are_never_written_over_each_other(self):
        scale = time_scale(schedule(on=date(2026, 12, 1), target=date(2028, 7, 1)))

        assert [(t.label, t.year) for t in scale.ticks if t.year] == [
            ("Jan", "2027"),
            ("Jan", "2028"),
        ]

    def test_a_target_that_is_past_is_not_drawn(self):
        assert time_scale(schedule(target=date(2026, 10, 31))).target_x is None

    def test_no_target_draws_no_target(self):
        assert time_scale(schedule(target=None)).target_x is None

    def test_a_bar_is_at_least_a_little_wide_and_never_leaves_the_lane(self):
        bar = Bar(date(2027, 9, 30), date(2027, 9, 30))
        drawn = lane(_timed(bar), time_scale(schedule(bar)))

        assert drawn.width == 1.2
        assert drawn.x + drawn.width <= 100

    def test_a_bar_covers_the_planned_days(self):
        bar = Bar(date(2026, 12, 1), date(2026, 12, 31))
        drawn = lane(_timed(bar), time_scale(schedule(bar, target=date(2026, 12, 31))))

        assert (drawn.x, drawn.width) == (round(30 / 61 * 100, 2), round(30 / 61 * 100, 2))

    def test_a_latest_start_before_the_scale_is_an_arrow_at_its_edge(self):
        bar = Bar(TODAY, date(2026, 12, 31), latest=date(2026, 9, 1))
        drawn = lane(_timed(bar), time_scale(schedule(bar)))

        assert (drawn.latest, drawn.edge) == (0, "before")

    def test_a_lane_says_its_days_in_words(self):
        bar = Bar(date(2026, 12, 1), date(2027, 1, 15), latest=date(2026, 12, 7))
        drawn = lane(_timed(bar), time_scale(schedule(bar)))

        assert drawn.words == "Planned 1 Dec 2026 to 15 Jan 2027. Start by 7 Dec 2026."

    def test_without_a_target_a_lane_has_no_latest_start(self):
        bar = Bar(date(2026, 12, 1), date(2027, 1, 15))
        drawn = lane(_timed(bar), time_scale(schedule(bar, target=None)))

        assert (drawn.latest, drawn.words) == (None, "Planned 1 Dec 2026 to 15 Jan 2027.")

    def test_labels_under_a_lane_are_every_third_month_clear_of_today_and_the_target(self):
        assert [t.label for t in time_scale(schedule()).labels] == ["Feb 2027", "May", "Aug"]

    @given(
        st.dates(date(2026, 1, 1), date(2028, 12, 31)),
        st.dates(date(2020, 1, 1), date(2099, 12, 31)),
    )
    @settings(max_examples=150, deadline=None)
    def test_every_scale_holds_today_and_writes_nothing_over_its_lines(self, on, target):
        scale = time_scale(schedule(on=on, target=target))

        assert 0 <= scale.today_x < 100
        assert scale.target_x is None or scale.target_x <= 100
        assert all(0 <= tick.x < 100 for tick in scale.ticks)
        assert all(label.x > scale.today_x for label in scale.labels)
