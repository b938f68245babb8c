"""Trying other answers on a copy: what is read of it, and that nothing is written."""

from readiness.domain.pack import DONT_KNOW
from readiness.usecases.assessment import Change
from readiness.usecases.what_if import try_answers


def test_trying_writes_nothing_and_leaves_the_assessment_as_it_is(counted, read, give, person):
    give("plan", "drafted")
    before, opened = counted(), read()

    scratch = try_answers(opened, [Change("plan", "agreed"), Change("lines", "8")], person=person)

    assert scratch.values == {"plan": "agreed", "lines": 8}
    assert scratch.difference.then.verdict.evidenced.key == "planning"
    assert opened.verdict.evidenced.key == read().verdict.evidenced.key == "not-started"
    assert counted() == before


def test_what_is_saved_already_and_what_says_nothing_are_no_changes(read, give, person):
    give("plan", "drafted")
    scratch = try_answers(read(), [Change("plan", "drafted"), Change("lines", "")], person=person)

    assert scratch.values == {}
    assert scratch.difference.nothing


def test_what_does_not_fit_is_told_and_the_rest_is_tried(read, person):
    changes = [Change("lines", "many"), Change("nothing", "yes"), Change("plan", "agreed")]
    scratch = try_answers(read(), changes, person=person)

    assert scratch.values == {"plan": "agreed"}
    assert [refusal.change.question for refusal in scratch.refused] == ["lines", "nothing"]


def test_an_answer_that_the_copy_does_not_ask_for_lies_idle(read, give, person):
    give("sharing", "no")
    partners = Change("partners", ["ZXA", "ZXB"])

    alone = try_answers(read(), [partners], person=person)
    assert (alone.values, alone.idle) == ({}, ("partners",))
    assert alone.difference.nothing

    together = try_answers(read(), [partners, Change("sharing", "yes")], person=person)
    assert together.idle == ()
    assert together.asks("partners")
    assert together.difference.then.verdict.recommended.route.key == "joint"


def test_a_dont_know_can_be_tried(read, give, person):
    give("plan", "agreed")
    scratch = try_answers(read(), [Change("plan", DONT_KNOW)], person=person)

    assert [row.action.key for row in scratch.difference.coming_in] == ["find-out/plan"]
