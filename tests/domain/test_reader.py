"""Packs from text: what authors mean is read, and every fault is named with its place."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.domain.condition import AllOf, Named
from readiness.domain.errors import PackFaults
from readiness.domain.pack import Kind
from readiness.domain.reader import fingerprint, read_pack
from tests.examples import ACTIONS, ESTATE, LEAD, PACK, ROUTES, STAGES, tiny_pack


def faults(**replaced):
    """Read the small pack with files replaced, and return its faults as lines."""
    with pytest.raises(PackFaults) as refused:
        read_pack(tiny_pack(**replaced))
    return [str(fault) for fault in refused.value.faults]


def changed(text, old, new):
    """Replace a piece of a file that is there exactly once."""
    assert text.count(old) == 1, (old, text.count(old))
    return text.replace(old, new)


def test_a_pack_is_read_whole():
    pack = read_pack(tiny_pack())

    assert [stage.key for stage in pack.stages] == ["not-started", "planning", "complete"]
    assert {question.kind for question in pack.questions.values()} == set(Kind)
    assert pack.questions["move-plan"].option("half").done == (40, 60)
    assert pack.questions["budget"].owner == "finance-partner"
    assert pack.questions["lines"].owner == "network-manager"


def test_a_version_is_what_its_author_wrote():
    assert read_pack(tiny_pack(pack=changed(PACK, '"2026.11"', "1.10"))).version == "1.10"


def test_options_that_pass_are_worked_out_when_the_pack_is_read():
    rule = read_pack(tiny_pack()).rule_by_key["lines-dated"]

    assert rule.needs.wanted == {"half", "all"}


def test_the_fingerprint_covers_what_judges_and_nothing_else():
    files = tiny_pack()

    assert fingerprint(files) == fingerprint({**files, "cases/more.yaml": "[]"})
    assert fingerprint(files) == fingerprint({**files, "demo/system.yaml": "x"})
    assert fingerprint(files) != fingerprint(
        tiny_pack(lead=LEAD.replace("agreed?", "agreed ?") + "#")
    )


def needs(condition):
    """Give the rule lines-dated another need."""
    return {"estate": changed(ESTATE, "{question: move-plan, at_least: half}", condition)}


def plan_needs(condition):
    """Give the rule plan-agreed another need."""
    return {"lead": changed(LEAD, "{question: plan, at_least: agreed}", condition)}


def asked_when(condition):
    """Ask for partners under another condition."""
    return {"estate": changed(ESTATE, "{question: sharing, is: yes}", condition)}


AFTER_DRAFT = """\
    lead_time: 20 working days
    source: judgement
  - key: agree-plan
"""
DRAFT_AFTER = AFTER_DRAFT.replace("days\n", "days\n    after: [agree-plan]\n", 1)

FAULTS = [
    # shapes
    ({"lead": changed(LEAD, "    hint: The plan", "    hnit: The plan")},
     "sections/lead.yaml:23:5: questions.plan.hnit: remove this: “hnit” is not one of key, ref"),
    ({"lead": changed(LEAD, "    ref: PLN-01\n", "")},
     "sections/lead.yaml:20:5: questions.plan: add “ref”"),
    ({"lead": changed(LEAD, "ref: PLN-01", "ref: plan one")},
     "sections/lead.yaml:21:10: questions.plan.ref: write a reference such as ABC-02"),
    ({"lead": changed(LEAD, "    ref: PLN-01\n", "    ref: PLN-01\n    ref: PLN-09\n")},
     "sections/lead.yaml:22:5: questions.plan: remove one of the two: “ref” is written twice"),
    ({"estate": changed(ESTATE, "maximum: 500", "maximum: many")},
     "questions.lines.maximum: write a whole number from 0 to 1,000,000,000, not “many”"),
    ({"estate": changed(ESTATE, "done: [40, 60]", "done: [60, 40]")},
     "questions.move-plan: write done of “half” as [low, high] in per cent"),
    ({"actions": changed(ACTIONS, "lead_time: 2 months", "lead_time: soon")},
     "actions.date-lines.lead_time: write a whole number and a unit, such as 20 working days"),
    ({"actions": changed(ACTIONS, "{days: 0.5, per: line}", "{days: 0, per: line}")},
     "actions.date-lines.effort.days: write person-days above 0, such as 3 or 0.5, not “0”"),
    ({"lead": LEAD.replace("strength: hard", "strength: firm", 1)},
     "rules.plan-agreed.strength: write one of hard, soft, not “firm”"),
    ({"pack": changed(PACK, "order: 1", "order: 1\nanchor: &a x")},
     "pack.yaml:6:9: anchor: write the value out: anchors and aliases are not read"),
    # what does not fit the kind
    ({"estate": changed(ESTATE, "    unit: lines\n", "")},
     "questions.lines: say what is counted, with unit"),
    ({"lead": changed(LEAD, "kind: text", "kind: text\n    unit: words")},
     "questions.remarks.unit: remove this: a text question has no “unit”"),
    ({"lead": changed(LEAD, "      cost: Cost\n", "      dont-know: No idea\n")},
     "questions.drivers: remove the option dont-know: every question offers it"),
    ({"lead": changed(LEAD, "      cost: Cost\n", "      cost: Security\n")},
     "questions.drivers.options.cost: give it another label: “Security” is written twice"),
    ({"estate": changed(ESTATE, "{label: All, done: [100, 100]}", "{label: All, alone: yes}")},
     "questions.move-plan.options.all: remove alone: one choice is always alone"),
    ({"estate": changed(ESTATE, "done: [40, 60]", "done: [40, 50, 60]")},
     "questions.move-plan.options.half.done: list at most 2"),
    ({"lead": changed(LEAD, "    hint: The plan", "    best: perfect\n    hint: The plan")},
     "questions.plan.best: write one of none, drafted, agreed"),
    ({"pack": changed(PACK, "line: {question: lines}", "line: {question: plan}")},
     "line: count line by a number: plan is none"),
    ({"pack": changed(PACK, "line: {question: lines}", "line: {organisation: kind}")},
     "line: count line by a number: kind is none"),
    ({"routes": changed(ROUTES, "question: route", "question: plan")},
     "questions.plan: give it an option for each route: it holds the wish"),
    ({"actions": changed(ACTIONS, "lead_time: 2 months", "lead_time: 0 weeks")},
     "actions.date-lines.lead_time: write a length from 1 day to 10 years"),
    ({"estate": changed(ESTATE, "done: [100, 100]", "done: [0, 50]")},
     "questions.move-plan: let done of “all” be no less than that of the option before"),
    # references
    (plan_needs("{question: plam, at_least: agreed}"),
     "rules.plan-agreed.needs.question: name a question of this pack: there is no “plam”"),
    (plan_needs("{question: plan, at_least: signed}"),
     "rules.plan-agreed.needs.at_least: write one of none, drafted, agreed, not “signed”"),
    ({"lead": changed(LEAD, "stage: planning", "stage: planing")},
     "rules.agreement-signed.stage: name a stage that has a gate: one of not-started, planning"),
    ({"lead": changed(LEAD, "stage: planning", "stage: complete")},
     "rules.agreement-signed.stage: name a stage that has a gate"),
    ({"lead": changed(LEAD, "do: [sign-agreement]", "do: [sign-agreement, sign-it]")},
     "rules.agreement-signed: name an action of this pack: there is no “sign-it”"),
    ({"actions": changed(ACTIONS, "after: [draft-plan]", "after: [draft]")},
     "actions.agree-plan: name an action of this pack: there is no “draft”"),
    ({"actions": changed(ACTIONS, "per: line", "per: cable")},
     "actions.date-lines: add “cable” to counts in pack.yaml"),
    ({"estate": changed(ESTATE, "owner: finance-partner", "owner: treasurer")},
     "questions.budget: add the role “treasurer” to pack.yaml"),
    ({"pack": changed(PACK, "target: target-date", "target: plan")},
     "questions.plan: make it a date: the plan works back from it"),
    ({"pack": changed(PACK, "claimed: claimed-stage", "claimed: plan")},
     "questions.plan: give it one option for each stage: it holds the claim"),
    ({"pack": changed(PACK, "claimed: claimed-stage", "claimed: stage")},
     "pack.yaml:6:10: claimed: name a question of this pack: there is no “stage”"),
    ({"pack": changed(PACK, "[lead, estate]", "[lead, estate, people]")},
     "sections.3: add sections/people.yaml, or remove “people”"),
    ({"pack": changed(PACK, "[lead, estate]", "[lead]")},
     "sections/estate.yaml: the file: list this section in pack.yaml, under sections"),
    ({"routes": changed(ROUTES, "points: {joint: 3}", "points: {jiont: 3}")},
     "reasons.partners-there: give points to routes only: there is no “jiont”"),
    ({"routes": changed(ROUTES, "    closed: Nobody buys together with you.\n", "")},
     "routes.joint: write open_when and closed together, or neither"),
    ({"lead": changed(LEAD, "ref: PLN-02", "ref: PLN-01")},
     "questions.agreement: give it another ref: PLN-01 is taken by plan"),
    ({"lead": changed(LEAD, "  - key: agreement\n", "  - key: plan\n")},
     "questions.plan.key: give this another key: “plan” is taken"),
    ({"lead": changed(LEAD, "area: Stage\n    source: judgement\n  - key: target-date",
                      "area: Stage\n    source: hearsay\n  - key: target-date")},
     "questions.claimed-stage.source: write judgement, or add “hearsay” to sources in pack.yaml"),
    # comparing
    (needs("{question: route, at_least: own}"),
     "needs.at_least: its options are not ranked (ordered: no), so compare it with is"),
    (needs("{question: lines, is: 3}"),
     "rules.lines-dated.needs.is: compare a number with equals, no_less_than"),
    (needs("{organisation: size, is: big}"),
     "rules.lines-dated.needs.organisation: name one of kind, setting, sites, not “size”"),
    (needs("{organisation: kind, is: shop}"),
     "rules.lines-dated.needs.is: write one of trust, care-trust"),
    (needs("{question: budget, more_than: much}"),
     "rules.lines-dated.needs.more_than: write a whole number"),
    (needs("{question: target-date, sooner_than: a year}"),
     "rules.lines-dated.needs.sooner_than: write something like 9 months or 12 months ago"),
    (needs("{all: []}"),
     "rules.lines-dated.needs.all: list at least one condition here"),
    (needs("{question: plan, is: none, at_most: none}"),
     "rules.lines-dated.needs: compare with exactly one of"),
    # circles
    (needs("{rule: lines-dated}"),
     "rules.lines-dated.needs.rule: break the circle: lines-dated → lines-dated"),
    ({"lead": changed(LEAD, "needs: {question: agreement, is: yes}", "needs: {gate: planning}")},
     "needs.gate: break the circle: rule agreement-signed waits for its own gate"),
    ({"actions": changed(ACTIONS, AFTER_DRAFT, DRAFT_AFTER)},
     "break the circle: draft-plan → agree-plan → draft-plan"),
    (asked_when("{question: partners, picks_at_least: 1}"),
     "questions.partners: break the circle of asked_when: partners → partners"),
    # what cannot be
    (asked_when("{all: [{question: route, is: own}, {question: route, is: joint}]}"),
     "questions.partners: change asked_when: no answers make it true"),
    ({"actions": changed(ACTIONS, "[{question: plan, at_least: drafted}]", "[]")},
     "actions.draft-plan: say what it achieves: no answer becomes better by it"),
    ({"actions": changed(ACTIONS, "at_least: drafted", "at_least: none")},
     "actions.draft-plan: achieve more than the worst answer of plan"),
    ({"estate": changed(ESTATE, "do: [date-lines]", "do: []")},
     "actions.date-lines: name it in some rule’s do, or delete it: nothing asks for it"),
    ({"lead": changed(LEAD, "do: [draft-plan, agree-plan]", "do: [draft-plan]")},
     "rules.plan-agreed: add to do, or to what its actions achieve: all done, it is still not met"),
    ({"lead": changed(LEAD, "do: [sign-agreement]", "do: []")},
     "rules.agreement-signed: say what to do: no action can meet this hard rule"),
]  # fmt: skip


@pytest.mark.parametrize(("replaced", "fault"), FAULTS, ids=[fault for _, fault in FAULTS])
def test_a_fault_is_named_with_its_place_and_what_to_do(replaced, fault):
    found = faults(**replaced)

    assert any(fault in line for line in found), "\n".join(found)


def test_every_fault_is_told_at_once_and_none_that_only_follows_from_another():
    found = faults(
        lead=LEAD.replace("    ref: PLN-01\n", "").replace("strength: hard", "strength: firm"),
        routes=ROUTES.replace("{joint: 3}", "{jiont: 3}"),
        actions=ACTIONS.replace("lead_time: 2 months", "lead_time: soon"),
    )

    assert len(found) == 5, "\n".join(found)


def test_a_slip_at_the_head_of_a_section_is_told_alone():
    found = faults(lead=LEAD.replace("title: Lead", "titel: Lead"))

    assert all("titel" in line or "add “title”" in line for line in found), "\n".join(found)


def test_a_missing_and_an_unexpected_file_are_faults():
    files = tiny_pack()
    del files["stages.yaml"]
    files["notes.yaml"] = "x: y"

    with pytest.raises(PackFaults) as refused:
        read_pack(files)

    told = str(refused.value)
    assert "stages.yaml: the file: add this file: every pack has one" in told
    assert "notes.yaml: the file: remove this file: no pack has one" in told


def test_a_rule_may_rest_on_another_and_on_a_gate():
    pack = read_pack(
        tiny_pack(
            estate=changed(
                ESTATE,
                "needs: {question: move-plan, at_least: half}",
                "needs: {all: [{rule: plan-agreed}, {gate: not-started}]}",
            )
        )
    )

    needs = pack.rule_by_key["lines-dated"].needs
    assert isinstance(needs, AllOf)
    assert [(part.what, part.key) for part in needs.parts if isinstance(part, Named)] == [
        ("rule", "plan-agreed"),
        ("gate", "not-started"),
    ]


@settings(max_examples=150)
@given(
    st.sampled_from([("lead", LEAD), ("estate", ESTATE), ("actions", ACTIONS), ("routes", ROUTES)]),
    st.integers(0, 4_000),
    st.text(alphabet=":-{}[]&*!|>'\"\n #,aye0", min_size=1, max_size=4),
)
def test_a_pack_with_any_slip_of_the_keyboard_is_read_or_refused(file, place, slip):
    name, text = file
    place %= len(text)

    with contextlib.suppress(PackFaults):
        read_pack(tiny_pack(**{name: text[:place] + slip + text[place:]}))


def test_a_faulty_word_that_stands_alone_for_a_list_is_named_once():
    found = faults(
        actions=ACTIONS.replace("question: agreement, is: yes", "question: agreement, is: y:es")
    )

    assert len(found) == 1
    assert "write a key" in found[0]


def test_stages_have_at_least_one_gate():
    found = faults(stages="stages:\n" + STAGES.splitlines()[1] + "\n")

    assert any("stages: list at least 2" in line for line in found)


FALLBACK = "fallbacks:\n  - {title: Extend it, owner: finance-partner, needs: A price.%s}\n"


def test_an_action_says_that_it_changes_the_live_network():
    actions = changed(
        ACTIONS, "lead_time: 6 weeks\n", "lead_time: 6 weeks\n    changes_live: yes\n"
    )

    pack = read_pack(tiny_pack(actions=actions))

    assert [a.key for a in pack.actions if a.changes_live] == ["agree-plan"]


def test_a_fallback_says_what_it_takes_and_what_it_helps():
    more = ", key: extend, effort: {days: [2, 4]}, lead_time: 6 weeks, for: [sign-agreement]"

    (fallback,) = read_pack(tiny_pack(pack=PACK + FALLBACK % more)).fallbacks

    assert (fallback.key, fallback.effort.high, str(fallback.lead_time)) == ("extend", 4, "6 weeks")
    assert fallback.actions == ("sign-agreement",)


def test_a_fallback_without_a_key_is_called_after_its_title_and_says_nothing_more():
    (fallback,) = read_pack(tiny_pack(pack=PACK + FALLBACK % "")).fallbacks

    assert (fallback.key, fallback.effort, fallback.lead_time) == ("extend-it", None, None)


@pytest.mark.parametrize(
    ("fallbacks", "fault"),
    [
        (FALLBACK % ", for: [nothing]", "there is no “nothing”"),
        (FALLBACK.replace("finance-partner", "nobody") % "", "add the role “nobody”"),
        (
            FALLBACK % "" + "  - {key: extend-it, title: B, owner: finance-partner, needs: C.}\n",
            "give it a key that no other fallback has",
        ),
    ],
)
def test_a_fault_in_a_fallback_is_named_at_its_line(fallbacks, fault):
    (told,) = faults(pack=PACK + fallbacks)

    assert told.startswith("pack.yaml:1")
    assert fault in told
