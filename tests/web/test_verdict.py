"""The pages of a verdict say what was judged, and never more than is known."""

import json
import re

import pytest

from tests import examples
from tests.web.trust import headings, section

NO_WORDS = re.compile(r"\b(fail\w*|not met|closed)\b", re.IGNORECASE)


@pytest.fixture
def judged(trust):
    """Judge a trust which claims more than its answers prove."""
    return trust.say(
        claimed_stage="complete",
        target_date="2027-09-30",
        plan="agreed",
        agreement="no",
        lines="8",
        budget="dont-know",
    )


class TestTheFinding:
    def test_it_says_what_is_proved_and_what_is_said(self, judged):
        page = judged.get("/verdict")

        assert page.heading == "Verdict"
        assert "Your answers prove Planning. You say Complete." in page.text
        assert "judged today, 24 November 2026" in page.text

    def test_nothing_answered_is_told_what_to_answer_first(self, trust):
        part = section(trust.get("/verdict"), "first")

        assert "Answer these three first" in part
        assert "How far is the plan? PLN-01 Network manager. Not answered. Could open" in part

    def test_nothing_answered_proves_nothing_and_offers_no_route_and_no_next_gate(self, trust):
        page = trust.get("/verdict")

        assert "Nothing is proved yet. You may be anywhere." in page.text
        assert not {"Procurement route", "Shortest way to the next stage"} & set(headings(page))
        assert "Answer questions" in page.links

    def test_no_page_of_an_unknown_says_no(self, trust):
        shown = trust.say(plan="dont-know").get("/verdict")

        unknown = section(shown, "gates").replace("One unmet hard rule closes it.", "")
        assert not NO_WORDS.search(unknown)
        assert "You answered don’t know" in unknown

    def test_without_a_claim_no_mark_is_drawn(self, trust):
        page = trust.say(plan="agreed").get("/verdict")

        assert "You have not said where you think you are" in page.text
        assert ">Claimed</text>" not in page.response.text

    def test_a_claim_below_the_proof_is_said_to_be_below(self, trust):
        page = trust.say(claimed_stage="not-started", plan="agreed").get("/verdict")

        assert "Your answers prove more than you claim: Planning." in page.text

    def test_every_gate_open_leaves_nothing_to_open(self, trust):
        page = trust.say(plan="agreed", agreement="yes").get("/verdict")

        assert "Every gate is open." in page.text
        assert "Shortest way to the next stage" not in headings(page)


class TestTheLadder:
    def test_its_description_says_what_the_list_says(self, judged):
        page = judged.get("/verdict")

        described = re.search(r"<desc[^>]*>(.*?)</desc>", page.response.text)[1]
        listed = re.findall(r"<dt>(.*?)</dt><dd>(.*?) <span", page.response.text)
        assert len(listed) == 3
        assert described.endswith(" ".join(f"{word}: {where}." for word, where in listed))

    def test_the_table_holds_every_stage_from_the_last(self, judged):
        table = judged.get("/verdict").every("table")[0]

        stages = [th.text for th in table.every("th") if th.get("scope") == "row"]
        assert stages == ["Complete Claimed", "Planning At most, Evidenced", "Not started"]

    def test_pictures_carry_no_style_and_no_script(self, judged):
        for path in ("/verdict", "/route", "/plan"):
            html = judged.get(path).response.text

            assert " style=" not in html
            assert "<style" not in html
            assert not re.search(r"<script(?![^>]*\bsrc=)", html)


class TestTheShortestWay:
    def test_it_lists_its_steps_with_owner_effort_and_reason(self, judged):
        part = section(judged.get("/verdict"), "way")

        assert "To Complete: 1 step, 1 person-day." in part
        assert "Sign the agreement Network manager 1 person-day, 20 working days elapsed." in part
        assert "The agreement is not signed." in part
        assert "by 22 December 2026, 28 calendar days later. Start by 1 April 2027." in part

    def test_what_may_already_be_true_is_to_be_found_out_first(self, trust):
        part = section(trust.say(plan="agreed", lines="8").get("/verdict"), "way")

        assert "To Complete: 1 step, 0 to 1 person-days. It may already be true." in part
        assert "unless already true. Answer" in part
        assert "PLN-02." in part

    def test_it_says_what_comes_after_the_next_stage(self, trust):
        page = trust.say(plan="drafted", agreement="no").get("/verdict")

        assert "Then to Complete: 1 more action, 1 person-day." in section(page, "way")
        assert page.links["See the whole plan"].endswith("/plan")

    def test_only_what_the_plan_holds_too_is_a_link(self, trust):
        page = trust.say(plan="agreed").get("/verdict")
        assert "Sign the agreement" not in page.links

        page = trust.say(agreement="no").get("/verdict")
        assert page.links["Sign the agreement"].endswith("/plan/sign-agreement")


class TestAWayOfManySteps:
    @pytest.fixture
    def rules(self, tmp_path):
        """Return a rules folder whose agreement waits for nine steps, and has two ways."""
        signing = examples.ACTIONS[examples.ACTIONS.index("  - key: sign-agreement") :]
        signing = signing[: signing.index("  - key: date-lines")]
        steps = [
            signing.replace("key: sign-agreement", f"key: step-{number}").replace(
                "title: Sign the agreement", f"title: Take step {number}"
            )
            for number in range(9)
        ]
        keys = [f"step-{number}" for number in range(9)]
        chained = "".join(
            step + f"    after: [{keys[number - 1]}]\n" if number else step
            for number, step in enumerate(steps)
        ).replace("question: agreement", "question: sharing")
        last = signing.replace("sign-agreement", "sign-last") + "    after: [step-8]\n"
        other = last.replace("sign-last", "sign-other").replace("Sign the", "Have a host sign the")
        lead = examples.tiny_pack()["sections/lead.yaml"].replace(
            "do: [sign-agreement]", f"do: [{', '.join([*keys, 'sign-last', 'sign-other'])}]"
        )
        actions = examples.ACTIONS.replace(signing, chained + last + other)
        files = examples.tiny_pack(actions=actions, lead=lead)
        examples.write_pack(tmp_path / "rules", files)
        return tmp_path / "rules"

    def test_of_more_than_eight_the_first_six_are_shown_and_the_rest_counted_on(self, trust):
        page = trust.say(plan="agreed", agreement="no", sharing="no").get("/verdict")

        assert "To Complete: 10 steps, 10 person-days." in section(page, "way")
        assert "The other 4 steps" in section(page, "way")
        assert '<ol class="app-steps" start="7">' in page.response.text

    def test_another_way_of_the_same_cost_is_told(self, trust):
        part = section(
            trust.say(plan="agreed", agreement="no", sharing="no").get("/verdict"), "way"
        )

        assert "1 other way costs the same" in part
        assert "“Have a host sign the agreement”" in part


class TestAWayThatIsForbidden:
    @pytest.fixture
    def rules(self, tmp_path):
        """Return a rules folder where two rules want different answers to one question."""
        pack = examples.tiny_pack()
        estate = pack["sections/estate.yaml"] + CLASHING.format(way="own", words="Alone")
        estate += CLASHING.format(way="joint", words="Together")
        actions = examples.ACTIONS + CHOOSING.format(way="own") + CHOOSING.format(way="joint")
        files = examples.tiny_pack(estate=estate, actions=actions)
        examples.write_pack(tmp_path / "rules", files)
        return tmp_path / "rules"

    def test_it_names_the_rules_that_forbid_it_with_a_link_to_each_answer(self, trust):
        page = trust.say(plan="agreed", agreement="no", route="own").get("/verdict")
        part = section(page, "way")

        assert "No actions lead to Complete as things stand. These cannot be met together." in part
        assert "Needed: Alone." in part
        assert "Needed: Together." in part
        assert page.links["Change: Together., PAR-03"].endswith("/questions/route?back=verdict")
        assert "See the whole plan" in part


CLASHING = """\
  - key: bought-{way}
    stage: planning
    strength: hard
    needs: {{question: route, is: {way}}}
    needed: {words}.
    otherwise: You prefer another way of buying.
    because: A test wants rules that clash.
    do: [choose-{way}]
    source: judgement
"""
CHOOSING = """\
  - key: choose-{way}
    title: Choose the way {way}
    achieves: [{{question: route, is: {way}}}]
    owner: network-manager
    effort: {{days: 1}}
    lead_time: 20 working days
    source: judgement
"""


class TestTheGates:
    def test_the_first_not_open_and_the_first_closed_are_unfolded(self, trust):
        html = trust.say(plan="drafted", agreement="no").get("/verdict").response.text

        assert re.findall(r'class="app-gate app-gate--(\w+)"', html) == ["no"]
        assert "Out of Planning: closed. 0 of 1 hard rule met. 1 not met." in html

    def test_a_link_says_the_verb_and_the_reference_with_what_is_needed_between(self, judged):
        page = judged.get("/verdict")

        assert page.links["Change: Signed., PLN-02"].endswith("/questions/agreement?back=verdict")

    def test_soft_rules_advise_only(self, judged):
        judged.say(move_plan="none")

        assert "Advises only. Too few lines have a date to move." in judged.get("/verdict").text


class TestTheRoutes:
    def test_the_recommendation_says_how_sure_it_is(self, trust):
        page = trust.say(lines="8", sharing="no").get("/verdict")

        assert "On your own. Its lowest possible score, 2," in section(page, "route")
        assert "Nobody buys together with you. Will you buy" in section(page, "route")

    def test_the_route_page_unfolds_the_first_and_says_what_would_change_it(self, trust):
        page = trust.say(lines="8", sharing="no").get("/route")

        assert page.response.text.count("<details") == page.response.text.count(
            "Reasons for and against"
        )
        assert len(re.findall(r"<details[^>]* open>", page.response.text)) == 1
        assert "+2 You have few lines." in page.text
        assert (
            "The result would be undecided if this did not hold: “You have few lines.”" in page.text
        )

    def test_what_is_not_known_of_a_route_is_asked_and_never_counted_against_it(self, trust):
        page = trust.say(sharing="yes").get("/route")

        assert "Not yet known whether two or more partners would buy with you." in page.text
        assert "PAR-02" in page.text


class TestTheDates:
    def test_the_binding_one_comes_first_and_is_marked(self, judged):
        part = section(judged.get("/verdict"), "dates")

        assert "Working back from 30 September 2027." in part
        assert re.search(r"1 Apr 2027 Sign the agreement Binds", part)
        assert "Starts 26 weeks before the target." in part

    def test_without_a_target_it_asks_for_one(self, trust):
        part = section(trust.say(plan="none").get("/verdict"), "dates")

        assert "You have not said by when." in part
        assert "STG-02" in part

    def test_a_target_that_cannot_be_met_is_said_to_be(self, judged):
        judged.say(target_date="2026-12-24")

        assert "which cannot be met as things stand" in section(judged.get("/verdict"), "dates")


class TestToTakeAway:
    def test_the_paragraph_is_read_only_and_named_by_its_heading(self, judged):
        html = judged.get("/verdict").response.text

        area = re.search(r"<textarea[^>]*readonly[^>]*>", html)[0]
        assert 'aria-labelledby="paragraph"' in area
        assert "A small move 2026.11" in html


class TestASubmission:
    def test_it_is_judged_as_it_was_declared(self, judged):
        judged.submit()
        judged.say(agreement="yes")

        then, now = judged.get("/submissions/1"), judged.get("/verdict")
        assert "Submission 1, judged on 24 November 2026. Declared by Local user." in then.text
        assert "Your answers prove Planning." in then.text
        assert "Your answers prove Complete, as you say." in now.text
        assert any(link.startswith("Submission 1") for link in now.links)

    def test_its_links_stay_with_the_submission(self, judged):
        judged.submit()
        links = judged.get("/submissions/1").links

        assert links["Go to the action plan"].endswith("/submissions/1/plan")
        assert links["Reasons for and against each route"].endswith("/submissions/1/route")
        assert "Each route" in judged.get("/submissions/1/route").text

    def test_its_record_is_a_file_with_a_digest(self, judged):
        declared = judged.submit()
        sent = judged.file("/submissions/1/record.json")

        assert json.loads(sent.data)["digest"] == declared.digest
        assert "ZX9-tiny-submission-1.json" in sent.headers["Content-Disposition"]

    @pytest.mark.parametrize("path", ["", "/route", "/plan", "/record.json", "/plan.csv"])
    def test_one_that_does_not_exist_is_not_found(self, judged, path):
        assert judged.file(f"/submissions/9{path}").status_code == 404


BENCHMARKS = """
surveys:
  - key: elsewhere
    title: A survey elsewhere
    year: "2017"
    people: 53
    organisations: 50
    note: Self-selected.
    source: judgement
benchmarks:
  - key: agreed-elsewhere
    survey: elsewhere
    question: plan
    options: [agreed]
    measure: Have an agreed plan
    value: 41
"""


class TestHowOthersAnswered:
    @pytest.fixture
    def rules(self, tmp_path):
        """Return a rules folder whose pack has a published figure."""
        pack = {**examples.tiny_pack(), "benchmarks.yaml": BENCHMARKS}
        examples.write_pack(tmp_path / "rules", pack)
        return tmp_path / "rules"

    def test_a_figure_stands_beside_the_answer_with_its_sample_and_width(self, trust):
        part = section(trust.say(plan="drafted").get("/verdict"), "others")

        assert "Have an agreed plan" in part
        assert "41% 95% interval 29% to 54%" in part
        assert "53 people from 50 organisations 2017, A survey elsewhere. Self-selected." in part
        assert "You answered: Drafted Not among them" in part

    @pytest.mark.parametrize("value", [None, "dont-know"])
    def test_a_question_without_an_answer_is_not_compared(self, trust, value):
        page = trust.say(agreement="no", **({"plan": value} if value else {})).get("/verdict")

        assert "Have an agreed plan" not in page.text
        assert page.links["All published figures beside your answers, by survey"] == (
            "/assessments/1/benchmarks"
        )
