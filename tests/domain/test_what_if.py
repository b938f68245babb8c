"""Two outlooks side by side: only what differs is said to change."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.domain.assessment import Answer, Given
from readiness.domain.pack import DONT_KNOW
from readiness.domain.reader import read_pack
from readiness.domain.verdict import assess
from readiness.domain.what_if import asked_for, compare, look_ahead, suppose
from tests.examples import ACTIONS, ON, SCALES, TRUST, tiny_pack

PACK = read_pack(tiny_pack())
TARGET = date(2027, 9, 30)
STUCK = {"plan": "none", "agreement": "no", "lines": 20, "target-date": TARGET}


def difference(now, pack=PACK, **then):
    """Compare some answers with the same answers, some of them changed."""
    before = Given(TRUST, ON, {key: Answer(value) for key, value in now.items()})
    after = suppose(before, {key.replace("_", "-"): value for key, value in then.items()})
    return compare(look_ahead(assess(pack, before)), look_ahead(assess(pack, after)))


def lines(found):
    """Return every line that changes: what, now, then."""
    return {
        line.what: (line.now, line.then)
        for _, group in found.groups
        for line in group
        if line.changes
    }


def keys(rows):
    return [row.action.key for row in rows]


class TestSupposing:
    def test_a_copy_holds_the_other_answer_and_the_original_keeps_its_own(self):
        there = Given(TRUST, ON, {"plan": Answer("none", note="Said in May.", version=3)})

        copy = suppose(there, {"plan": "agreed", "lines": 4})

        assert copy.answers["plan"] == Answer("agreed", note="Said in May.", version=3)
        assert copy.answers["lines"].value == 4
        assert there.answers == {"plan": Answer("none", note="Said in May.", version=3)}

    def test_only_answers_that_the_copy_asks_for_are_read(self):
        there = Given(TRUST, ON, {"sharing": Answer("no")})
        partners = frozenset({"ZXA"})

        assert asked_for(PACK, there, {"partners": partners}) == {}
        both = {"partners": partners, "sharing": "yes"}
        assert asked_for(PACK, there, both) == both

    def test_outlooks_of_two_packs_are_not_compared(self):
        other = read_pack(tiny_pack(actions=ACTIONS.replace("days: 1}", "days: 2}")))
        given_ = Given(TRUST, ON, {})

        with pytest.raises(ValueError, match="different packs"):
            compare(look_ahead(assess(PACK, given_)), look_ahead(assess(other, given_)))


class TestStageAndGates:
    def test_an_answer_that_opens_a_gate_moves_the_stage(self):
        found = difference(STUCK, plan="agreed")

        assert found.sentences == (
            "Your answers would prove Planning, not Not started.",
            "At most it could be Planning, not Not started.",
        )
        assert lines(found)["Evidenced"] == ("Not started", "Planning")
        assert lines(found)["Out of Not started"] == ("Closed: 1 not met", "Open: 1 of 1 met")
        assert "Out of Planning" not in lines(found)

    def test_what_stays_is_said_to_stay(self):
        found = difference(STUCK, agreement="yes")

        assert found.sentences[0] == "Your answers would still prove no more than Not started."

    def test_a_claim_is_a_line_of_its_own(self):
        found = difference(STUCK, claimed_stage="complete")

        assert lines(found) == {"Claimed": ("Not said", "Complete")}
        assert not found.nothing

    def test_findings_that_turn_are_named_with_both_truths(self):
        found = difference(STUCK, plan="agreed", agreement=DONT_KNOW)

        turned = [(t.now.rule.key, t.was, t.would_be, t.strength) for t in found.turned]
        assert turned == [
            ("plan-agreed", "Not met", "Met", "hard rule"),
            ("agreement-signed", "Not met", "Not yet known", "hard rule"),
        ]


class TestLevels:
    def test_levels_and_profiles_are_lines_and_say_which_are_still_possible(self):
        pack = read_pack({**tiny_pack(), "scales.yaml": SCALES})

        found = difference({"plan": DONT_KNOW}, pack=pack, plan="drafted")

        assert lines(found)["How far planning is"] == ("Not yet known: None, Some or Done", "Some")
        assert lines(found)["What a trust must reach"] == ("Not yet known", "Met")

    def test_a_pack_without_levels_has_no_lines_for_them(self):
        assert "Levels and profiles" not in dict(difference(STUCK).groups)


class TestRoutes:
    def test_another_route_is_named_with_its_points(self):
        found = difference({**STUCK, "sharing": "no"}, lines=8)

        assert lines(found)["Recommended"] == ("Undecided", "On your own, 2 points")
        assert "The route would be “On your own”, not “Undecided”." in found.sentences

    def test_a_route_that_opens_says_what_it_could_come_to(self):
        found = difference({**STUCK, "sharing": "no"}, sharing="yes")

        assert lines(found)["Together"] == ("Closed", "0 points, could be 0 to 3")

    def test_a_pack_without_routes_has_no_lines_for_them(self):
        files = {path: text for path, text in tiny_pack().items() if path != "routes.yaml"}
        found = difference(STUCK, pack=read_pack(files), plan="agreed")

        assert "Procurement route" not in dict(found.groups)
        assert not any("route" in sentence for sentence in found.sentences)

    def test_a_route_not_known_to_be_open_says_so(self):
        found = difference({**STUCK, "sharing": "no"}, sharing=DONT_KNOW)

        assert lines(found)["Together"][1].endswith("; not yet known whether it is open")


class TestPlanAndDates:
    def test_actions_fall_away_and_come_in(self):
        found = difference(STUCK, plan="agreed", budget=DONT_KNOW)

        assert keys(found.falling_away) == ["draft-plan", "agree-plan"]
        assert keys(found.coming_in) == ["find-out/budget"]
        assert lines(found)["Actions"] == ("3 actions", "2 actions")

    def test_another_target_moves_every_latest_start_and_may_no_longer_hold(self):
        found = difference(STUCK, target_date=date(2027, 1, 4))

        assert [pair.now.action.key for pair in found.moved] == [
            "draft-plan", "agree-plan", "sign-agreement",
        ]  # fmt: skip
        assert lines(found)["Target date"] == ("30 September 2027", "4 January 2027")
        assert found.sentences[-1] == "Then: 4 January 2027 cannot be met as things stand."

    def test_another_count_moves_the_effort_that_hangs_on_it(self):
        found = difference({**STUCK, "move-plan": "none"}, lines=40)

        assert [pair.now.action.key for pair in found.moved] == ["date-lines"]
        assert lines(found)["Effort"] == ("15 to 17 person-days", "25 to 27 person-days")

    def test_without_a_target_no_date_follows(self):
        found = difference(STUCK, target_date=DONT_KNOW)

        assert lines(found)["Target date"][1] == "Not given"
        assert lines(found)["Its latest start"][1] == "No date follows"


class TestQuestions:
    def test_questions_that_appear_and_vanish_are_named(self):
        assert [q.ref for q in difference(STUCK, sharing="yes").appearing] == ["PAR-02"]
        assert [q.ref for q in difference({"sharing": "yes"}, sharing="no").vanishing] == ["PAR-02"]

    def test_a_change_that_only_asks_something_more_is_a_change(self):
        found = difference({"sharing": DONT_KNOW}, sharing="yes")

        assert not found.nothing


CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "plan": st.sampled_from(["none", "drafted", "agreed", DONT_KNOW]),
        "agreement": st.sampled_from(["yes", "no", DONT_KNOW]),
        "sharing": st.sampled_from(["yes", "no"]),
        "lines": st.integers(0, 30),
        "move-plan": st.sampled_from(["none", "half", "all"]),
        "target-date": st.dates(date(2026, 12, 1), date(2028, 12, 31)),
    },
)


class TestWhateverTheAnswers:
    def test_nothing_changes_where_nothing_is_changed(self):
        found = difference(STUCK)

        assert found.nothing
        assert found.sentences == (
            "Nothing changes: stage, gates, route, plan and dates stay as they are.",
        )

    def test_an_answer_that_nothing_reads_changes_nothing(self):
        assert difference(STUCK, remarks="Nothing to add.").nothing

    @given(now=CHANGES, then=CHANGES)
    def test_there_and_back_again_is_told_the_other_way_round(self, now, then):
        there = difference(now, **{key.replace("-", "_"): value for key, value in then.items()})
        back = compare(there.then, there.now)

        assert {what: pair[::-1] for what, pair in lines(there).items()} == lines(back)
        assert keys(there.falling_away) == keys(back.coming_in)
        assert there.appearing == back.vanishing
        assert there.nothing == back.nothing

    @given(now=CHANGES, then=CHANGES)
    def test_the_two_plans_differ_by_what_comes_in_and_falls_away(self, now, then):
        found = difference(now, **{key.replace("-", "_"): value for key, value in then.items()})

        was, would_be = keys(found.now.schedule.rows), keys(found.then.schedule.rows)
        left = [key for key in was if key not in keys(found.falling_away)]
        assert sorted([*left, *keys(found.coming_in)]) == sorted(would_be)
