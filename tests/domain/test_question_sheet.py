"""A sheet holds every question that a role is asked, and says no more than paper may."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from readiness.domain.assessment import Answer, Given, Reading
from readiness.domain.errors import NotFound
from readiness.domain.question_sheet import question_sheet
from readiness.domain.reader import read_pack
from readiness.domain.role_share import role_share, role_shares
from tests import examples

PACK = read_pack(examples.tiny_pack())


def reading(pack=PACK, **values):
    answers = {
        key.replace("_", "-"): Answer(value, note="Private.", by="Priya Nair", at=examples.AT)
        for key, value in values.items()
    }
    return Reading(pack, Given(examples.TRUST, examples.ON, answers))


def sheet(role="network-manager", *, only_open=False, **values):
    return question_sheet(reading(**values), role, day_of=datetime.date, only_open=only_open)


def line(found, ref):
    return next(x for part in found.parts for x in part.lines if x.question.ref == ref)


def test_each_role_with_a_question_has_a_share_and_minutes_of_its_sections():
    shares = role_shares(reading(budget=5, plan="dont-know", agreement="yes"))

    assert [(s.key, len(s.questions), s.open, s.minutes) for s in shares] == [
        ("network-manager", 11, 10, 7),
        ("finance-partner", 1, 0, 1),
    ]
    assert [s.key for s in shares[0].sections] == ["lead", "estate"]


def test_shares_together_hold_every_question_asked_once():
    here = reading(sharing="yes")
    shared = [q.key for share in role_shares(here) for q in share.questions]

    assert sorted(shared) == sorted(q.key for s in PACK.sections for q in here.asked_in(s))


def test_a_role_with_nothing_to_answer_has_no_share_and_an_empty_sheet():
    files = examples.edited_pack(("    owner: finance-partner\n", ""))
    here = reading(read_pack(files))

    assert [share.key for share in role_shares(here)] == ["network-manager"]
    assert question_sheet(here, "finance-partner", day_of=datetime.date).parts == ()


def test_a_role_that_the_pack_does_not_have_is_not_found():
    with pytest.raises(NotFound):
        role_share(reading(), "nobody")


def test_what_is_answered_is_ticked_with_its_day_and_who_said_so():
    plan = line(sheet(plan="drafted"), "PLN-01")

    assert [tick.label for tick in plan.ticks] == ["None", "Drafted", "Agreed", "Don’t know"]
    assert [tick.label for tick in plan.ticks if tick.ticked] == ["Drafted"]
    assert plan.said == "Answered 24 Nov 2026 by Priya Nair: check it"


def test_several_choices_and_dont_know_are_ticked_too():
    found = sheet(drivers=frozenset(["cost", "security"]), lines="dont-know")

    assert [t.label for t in line(found, "DRV-01").ticks if t.ticked] == ["Security", "Cost"]
    assert [t.label for t in line(found, "SIT-01").ticks if t.ticked] == ["Don’t know"]
    assert line(found, "SIT-01").written == ""


def test_what_is_to_be_written_has_its_unit_and_what_is_saved():
    found = sheet(lines=12)

    assert (line(found, "SIT-01").blank, line(found, "SIT-01").written) == (
        "Whole number of lines",
        "12 lines",
    )
    assert line(found, "STG-02").blank == "Date"
    assert line(found, "PLN-01").blank == ""


def test_a_long_text_is_cut_and_says_that_it_goes_on():
    pack = read_pack(examples.edited_pack(("    sensitive: yes\n", "")))
    found = question_sheet(
        reading(pack, remarks="word " * 100), "network-manager", day_of=datetime.date
    )

    assert line(found, "PLN-03").written.endswith("word …")
    assert len(line(found, "PLN-03").written) <= 162


def test_a_sensitive_answer_and_private_notes_are_never_on_paper():
    found = sheet(remarks="The board is split.", plan="agreed")

    assert line(found, "PLN-03").said == ("Answered 24 Nov 2026 by Priya Nair: not shown on paper")
    assert "split" not in repr(found)
    assert "Private." not in repr(found)


def test_only_what_is_open_can_be_asked_for_and_dont_know_is_open():
    found = sheet(plan="dont-know", agreement="yes", only_open=True)
    refs = [one.question.ref for part in found.parts for one in part.lines]

    assert "PLN-01" in refs
    assert "PLN-02" not in refs
    assert found.count == len(refs) == 10


def test_what_may_be_asked_later_is_named_until_it_is_decided():
    assert sheet().later_words == "PAR-02 With whom?"
    assert sheet(sharing="no").later == ()
    assert [q.ref for q in sheet(sharing="yes").later] == []


def test_the_day_of_an_answer_is_the_one_people_read():
    late = Answer("agreed", by="Tom", at=datetime(2026, 6, 30, 23, 30, tzinfo=UTC))
    here = Reading(PACK, Given(examples.TRUST, examples.ON, {"plan": late}))
    london = ZoneInfo("Europe/London")
    found = question_sheet(here, "network-manager", day_of=lambda at: at.astimezone(london).date())

    assert line(found, "PLN-01").said == "Answered 1 Jul 2026 by Tom: check it"
