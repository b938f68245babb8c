from datetime import date

import pytest

from readiness.domain.errors import InvalidAnswer, NotAllowed, NotFound
from readiness.domain.organisation import Person
from readiness.storage.events import events_of
from readiness.storage.freezes import freeze_history
from readiness.usecases.assessment import read_submission, submit
from readiness.usecases.freezes import (
    MOST_FREEZES,
    FreezeSavedSince,
    UnfitFreeze,
    read_freezes,
    remove_freeze,
    save_freeze,
)
from readiness.usecases.plan import read_plan
from tests.examples import AT, ON, later


@pytest.fixture
def freeze(db, read, person):
    def freeze(number=0, *, by=person, at=AT, **said):
        usual = {"first": "14 12 2026", "last": "8 1 2027", "what": "Winter freeze", "seen": 0}
        return save_freeze(db, read(), number, **{**usual, **said}, person=by, at=at)

    return freeze


@pytest.fixture
def standing(db, read, person):
    def standing():
        return read_freezes(db, read(), person=person)

    return standing


def test_a_freeze_is_kept_with_who_and_when(freeze, standing):
    kept = freeze(what="  Winter   freeze ", at=later(4))

    assert standing() == (kept,)
    assert (kept.first, kept.last, kept.what) == (
        date(2026, 12, 14),
        date(2027, 1, 8),
        "Winter freeze",
    )
    assert (kept.number, kept.version, kept.by, kept.at) == (1, 1, "Local user", later(4))


def test_freezes_are_told_apart_and_stand_by_their_first_day(freeze, standing):
    freeze()
    freeze(what="Go-live", first="1 12 2026", last="5 12 2026")

    assert [(f.number, f.what) for f in standing()] == [(2, "Go-live"), (1, "Winter freeze")]


def test_a_change_is_a_version_and_the_rest_is_kept(db, freeze, standing):
    freeze()
    freeze(1, last="15 1 2027", seen=1)

    assert [f.last for f in standing()] == [date(2027, 1, 15)]
    told = freeze_history(db, "ZX9", "tiny", 1)
    assert [(f.version, f.last.day) for f in told] == [(1, 8), (2, 15)]
    assert [e.what for e in events_of(db, "freeze", "ZX9/tiny/1")] == ["saved", "saved"]


def test_to_save_the_newest_again_changes_nothing(db, freeze, tom):
    first = freeze()

    assert freeze(1, by=tom, seen=0) == first
    assert len(events_of(db, "freeze", "ZX9/tiny/1")) == 1


def test_a_freeze_that_is_added_twice_is_kept_once(freeze, standing):
    first = freeze()

    assert freeze() == first
    assert standing() == (first,)


def test_two_people_cannot_overwrite_a_freeze(freeze, standing, tom):
    freeze()
    freeze(1, what="Longer winter", by=tom, seen=1)

    with pytest.raises(FreezeSavedSince, match="Tom Okafor changed this freeze") as refusal:
        freeze(1, what="Shorter winter", seen=1)

    assert refusal.value.theirs.what == "Longer winter"
    assert standing()[0].what == "Longer winter"


def test_a_freeze_is_removed_and_what_was_said_is_kept(db, read, freeze, standing, person):
    freeze()

    remove_freeze(db, read(), 1, seen=1, person=person, at=AT)
    remove_freeze(db, read(), 1, seen=1, person=person, at=AT)

    assert standing() == ()
    assert [f.removed for f in freeze_history(db, "ZX9", "tiny", 1)] == [False, True]
    assert events_of(db, "freeze", "ZX9/tiny/1")[-1].what == "removed"


def test_a_freeze_that_somebody_changed_is_not_removed_unseen(db, read, freeze, person, tom):
    freeze()
    freeze(1, what="Longer winter", by=tom, seen=1)

    with pytest.raises(FreezeSavedSince):
        remove_freeze(db, read(), 1, seen=1, person=person, at=AT)


def test_a_freeze_that_somebody_removed_stands_again_only_when_seen(
    db, read, freeze, standing, tom
):
    freeze()
    remove_freeze(db, read(), 1, seen=1, person=tom, at=AT)

    with pytest.raises(FreezeSavedSince, match="Tom Okafor removed this freeze"):
        freeze(1, seen=1)
    freeze(1, seen=2)

    assert [f.version for f in standing()] == [3]
    assert freeze(what="Another").number == 2


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"first": "soon"}, "Enter the first day"),
        ({"last": ""}, "Enter the last day"),
        ({"last": "dont-know"}, "Enter the last day"),
        ({"last": "1 12 2026"}, "not before the first day"),
        ({"last": "1 1 2029"}, "at most a year"),
        ({"what": " "}, "Say what it is"),
        ({"what": "x" * 201}, "Shorten the name"),
    ],
)
def test_what_does_not_fit_is_refused(freeze, standing, wrong, words):
    with pytest.raises(InvalidAnswer, match=words):
        freeze(**wrong)

    assert standing() == ()


def test_everything_wrong_is_said_at_once(freeze):
    with pytest.raises(UnfitFreeze) as refusal:
        freeze(first="", last="", what="")

    assert list(refusal.value.wrong) == ["first", "last", "what"]


def test_a_freeze_that_is_not_there_is_not_found(freeze):
    with pytest.raises(NotFound):
        freeze(7)


def test_nobody_unknown_saves_a_freeze(freeze):
    with pytest.raises(NotAllowed):
        freeze(by=Person(99, "Nobody"))


def test_there_is_an_end_to_freezes(freeze):
    for number in range(MOST_FREEZES):
        freeze(what=f"Freeze {number}")

    with pytest.raises(UnfitFreeze, match="Remove a freeze first"):
        freeze()


def test_a_submission_is_planned_around_the_freezes_of_today(
    db, started, read, give, freeze, person
):
    give("agreement", "no")
    submit(db, read(), seen=read().newest, person=person, at=AT, on=ON)
    kept = freeze()

    submitted = read_submission(db, started, 1, person=person)

    view = read_plan(db, submitted, person=person, on=ON)
    assert view.schedule.frozen.freezes == (kept,)
    assert "freezes" not in submitted.submission.document
