"""The ten-minute look: which questions, what to begin with, and what is left."""

from readiness.domain.assessment import Answer, Given
from readiness.domain.first_look import begin_with, first_questions, looked, rest
from readiness.domain.plan import draft_plan
from readiness.domain.reader import read_pack
from readiness.domain.schedule import schedule
from readiness.domain.verdict import assess
from tests.examples import LEAD, ON, TRUST, tiny_pack

PACK = read_pack(tiny_pack(lead=LEAD.replace("ref: PLN-01\n", "ref: PLN-01\n    first: yes\n")))


def judged(**answers):
    given = Given(TRUST, ON, {k.replace("_", "-"): Answer(v) for k, v in answers.items()})
    return assess(PACK, given)


def begun(target=None, given_up=(), **answers):
    rows = schedule(draft_plan(judged(**answers)), target, ON)
    return [row.action.key for row in begin_with(rows, given_up)]


def test_only_what_is_marked_is_asked_first():
    assert [q.key for q in first_questions(judged().reading)] == ["plan"]
    assert looked(judged(plan="agreed").reading).answered == 1


def test_what_waits_for_another_comes_after_what_can_begin():
    assert begun(plan="none", agreement="no", move_plan="none") == [
        "draft-plan",
        "date-lines",
        "sign-agreement",
    ]


def test_what_has_the_least_time_in_hand_comes_first():
    in_time = ON.replace(year=2027)

    assert begun(plan="none", agreement="no")[0] == "draft-plan"
    assert begun(in_time, plan="none", agreement="no")[0] == "sign-agreement"


def test_what_is_done_or_given_up_is_not_begun_with():
    assert "draft-plan" not in begun(given_up=("draft-plan",), plan="none", agreement="no")


def test_finding_out_comes_last():
    assert begun(plan="dont-know", agreement="no")[-1] == "find-out/plan"


def test_what_is_left_counts_no_first_question():
    before, after = rest(judged().reading), rest(judged(plan="agreed").reading)

    assert before == after
    assert before.to_do + 1 == judged().reading.progress().to_do
    assert before.minutes > 0
