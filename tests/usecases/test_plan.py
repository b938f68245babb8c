from datetime import date

import pytest

from readiness.domain.errors import InvalidAnswer, NotFound
from readiness.domain.plan import Doing, Progress
from readiness.storage.events import events_of
from readiness.storage.plans import progress_history
from readiness.usecases.assessment import read_submission, submit
from readiness.usecases.pack_change import change_pack
from readiness.usecases.plan import SaidSince, Unfit, read_plan, say_of_action
from tests import examples
from tests.examples import AT, ON, later


@pytest.fixture
def view(db, read, person):
    def view(on=ON):
        return read_plan(db, read(), person=person, on=on)

    return view


@pytest.fixture
def say(db, read, person):
    def say(action="sign-agreement", *, by=person, at=AT, **said):
        usual = {"owner": "Priya Nair", "state": "doing", "due": None, "note": "", "seen": 0}
        return say_of_action(db, read(), action, **{**usual, **said}, person=by, at=at)

    return say


def test_the_plan_follows_from_the_answers(give, view):
    give("plan", "drafted")
    give("agreement", "no")
    give("lines", "dont-know")

    assert [action.key for action in view().plan.actions] == [
        "agree-plan",
        "sign-agreement",
        "find-out/lines",
    ]


def test_the_schedule_works_back_from_the_target_date(give, view):
    give("agreement", "no")
    assert view().schedule.target is None

    give("target-date", "30 9 2027")

    timed = view().schedule.by_key["sign-agreement"]
    assert (view().schedule.target, timed.latest_start) == (date(2027, 9, 30), date(2027, 4, 1))


@pytest.mark.parametrize("nothing", ["", "dont-know"])
def test_no_known_target_date_is_none(give, view, nothing):
    give("target-date", "30 9 2027")
    give("target-date", nothing, seen=1)

    assert view().schedule.target is None


def test_a_target_date_which_is_no_longer_asked_for_is_not_worked_towards(
    db, rules, read, give, view, person
):
    give("target-date", "30 9 2027")
    give("agreement", "no")
    asked = "kind: date\n    asked_when: {question: agreement, is: yes}"
    lead = examples.LEAD.replace("kind: date", asked)
    examples.write_pack(rules, examples.tiny_pack(lead=lead))

    change_pack(db, rules, read(), person=person, at=AT)

    assert view().schedule.target is None


def test_the_plan_is_seen_from_the_day_asked_for(give, view):
    give("agreement", "no")
    later_on = date(2027, 1, 4)

    assert view(later_on).schedule.on == later_on
    assert view(later_on).plan.verdict.given.on == later_on


def test_what_is_said_of_an_action_lies_beside_the_plan(give, view, say):
    give("agreement", "no")

    said = say(due="14 12 2026", note="With legal", at=later(4))

    expected = Progress(
        "sign-agreement",
        "Priya Nair",
        Doing.DOING,
        date(2026, 12, 14),
        "With legal",
        version=1,
        by="Local user",
        at=later(4),
    )
    assert said == expected
    assert view().progress == {"sign-agreement": expected}


def test_the_newest_of_what_was_said_counts_and_the_rest_is_kept(db, view, say):
    say()
    say(state="done", seen=1)

    assert view().progress["sign-agreement"].state is Doing.DONE
    told = progress_history(db, "ZX9", "tiny", "sign-agreement")
    assert [(said.version, said.state) for said in told] == [(1, "doing"), (2, "done")]


def test_what_was_said_outlives_a_change_of_rules(db, rules, read, view, say, person):
    say()
    examples.write_pack(rules, examples.tiny_pack(pack=examples.PACK.replace("2026.11", "2026.12")))
    change_pack(db, rules, read(), person=person, at=AT)

    assert view().progress["sign-agreement"].owner == "Priya Nair"


def test_to_say_the_newest_again_changes_nothing(db, say, tom):
    first = say()

    assert say(by=tom, seen=0) == first
    assert len(events_of(db, "action", "ZX9/tiny/sign-agreement")) == 1


def test_two_people_cannot_overwrite_what_was_said(view, say, tom):
    say(owner="Tom Okafor", by=tom)

    with pytest.raises(SaidSince, match="Tom Okafor changed this action") as refusal:
        say(owner="Priya Nair")

    assert refusal.value.theirs.owner == "Tom Okafor"
    assert view().progress["sign-agreement"].owner == "Tom Okafor"


@pytest.mark.parametrize("action", ["sign-agreement", "find-out/lines"])
def test_something_can_be_said_of_every_action_of_the_pack(view, say, action):
    say(action)

    assert view().progress[action].version == 1


@pytest.mark.parametrize("action", ["", "other", "find-out/", "find-out/other", "lines"])
def test_an_action_that_is_not_there_is_not_found(say, action):
    with pytest.raises(NotFound):
        say(action)


@pytest.mark.parametrize("state", [state.value for state in Doing])
def test_waiting_and_not_doing_it_need_a_reason(say, state):
    if state in ("waiting", "will-not-do"):
        with pytest.raises(InvalidAnswer, match="Say in the note"):
            say(state=state, note="  ")

    assert say(state=state, note="The supplier is late").state == state


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"state": "finished"}, "to-do, doing, waiting, done, will-not-do"),
        ({"due": "30 2 2027"}, "real date"),
        ({"due": "dont-know"}, "leave it empty"),
        ({"owner": "x" * 201}, "Shorten the owner"),
        ({"note": "\x00"}, "control characters from the note"),
    ],
)
def test_what_does_not_fit_is_refused(view, say, wrong, words):
    with pytest.raises(InvalidAnswer, match=words):
        say(**wrong)

    assert view().progress == {}


def test_everything_wrong_is_said_at_once(say):
    with pytest.raises(Unfit) as refusal:
        say(state="finished", due="soon", owner="x" * 201)

    assert list(refusal.value.wrong) == ["owner", "state", "due"]
    assert len(str(refusal.value).splitlines()) == 3


def test_a_submission_has_a_plan_too(db, started, read, give, person):
    give("agreement", "no")
    submit(db, read(), seen=read().newest, person=person, at=AT, on=ON)
    give("agreement", "yes", seen=1)

    submitted = read_submission(db, started, 1, person=person)

    plan = read_plan(db, submitted, person=person, on=ON).plan
    assert [action.key for action in plan.actions] == ["sign-agreement"]


@pytest.mark.parametrize("due", ["14 12 2026", "2026-12-14", date(2026, 12, 14)])
def test_a_due_day_is_read_as_dates_are(say, due):
    assert say(due=due).due == date(2026, 12, 14)


def test_no_due_day_is_none(say):
    assert say(due="").due is None
