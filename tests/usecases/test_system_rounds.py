"""Running a round: who may, whom it asks, its links, and what becomes of it in rough weather."""

from datetime import date, timedelta

import pytest

from readiness.content import rules_folder
from readiness.domain.access import Grant, Role
from readiness.domain.band import Band
from readiness.domain.call_words import why_words
from readiness.domain.errors import InvalidAnswer, NotAllowed, NotFound
from readiness.domain.organisation import Membership, Organisation
from readiness.domain.register import Reading
from readiness.domain.succession import Succession
from readiness.domain.system_round import Pasted, QuestionSet, RoundState
from readiness.storage import register, register_places
from readiness.storage.database import immediate, rows
from readiness.storage.events import events_of
from readiness.storage.grants import set_grant
from readiness.storage.organisations import store_membership, store_organisation
from readiness.storage.packs import current_pack
from readiness.storage.people import add_person, person_by_id
from readiness.usecases.comparison import read_comparison
from readiness.usecases.group import GroupChanged, change_group, group_members, make_group
from readiness.usecases.hashing import digest
from readiness.usecases.organisation import local_person
from readiness.usecases.ringing import read_ringing
from readiness.usecases.system_round import list_rounds, read_view
from readiness.usecases.system_round_links import make_links, note_reminded, still_good
from readiness.usecases.system_round_members import UnfitRound, Wanted, ask_more, take_out
from readiness.usecases.system_round_running import (
    NewRound,
    RoundChanged,
    begin_round,
    change_round,
)
from readiness.usecases.systems import list_systems
from tests.examples import AT
from tests.systems import fill_system

ON = AT.date()
LAST = date(2026, 12, 4)


@pytest.fixture(scope="module")
def hscn():
    return current_pack(rules_folder(), "hscn")


@pytest.fixture
def codes(db):
    return fill_system(db, rules_folder(), 24, submitted=3)


def whoever(db, name, *grants):
    with immediate(db):
        person = add_person(db, name, at=AT)
        for grant in grants:
            set_grant(db, person.id, grant, True, by=local_person(db), at=AT)
    return person_by_id(db, person.id)


@pytest.fixture
def carla(db):
    return whoever(db, "Carla Moss", Grant(Role.COMMISSIONER, "ZXY"))


@pytest.fixture
def begun(db, hscn, codes, carla):
    """Return how a round is begun; by the commissioner, of all members, unless said otherwise."""

    def begun(name="Autumn", by=carla, **wanted):
        asked = Wanted(**(wanted or {"whole": True}))
        new = NewRound(name, hscn, QuestionSet.WHOLE, LAST, asked)
        return begin_round(db, "ZXY", new, person=by, at=AT, on=ON)

    return begun


@pytest.fixture
def said(carla):
    return {"person": carla, "at": AT, "on": ON}


@pytest.fixture
def view(db, hscn, carla):
    def view(round_, on=ON, system="ZXY"):
        return read_view(db, system, round_, hscn, person=carla, on=on)

    return view


def test_a_round_asks_all_members_and_says_so_on_record(db, begun, view):
    round_ = begun()

    found = view(round_)
    assert len(found.lines) == 24
    assert [line.signed for line in found.lines].count(None) >= 21
    (event,) = events_of(db, "round", round_.number)
    assert (event.what, event.organisation, event.detail["asked"]) == ("begun", "ZXY", 24)


def test_a_round_asks_one_band(begun, view):
    found = view(begun(band=Band.COUNCILS))

    assert {line.member.band for line in found.lines} == {Band.COUNCILS}
    assert len(found.lines) == 4


def test_pasted_codes_are_asked_with_their_addresses(begun, view, codes):
    found = view(begun(lines=(Pasted(codes[1], "sam@example.org"), Pasted(codes[0]))))

    assert [(one.asked.organisation, one.asked.address) for one in found.lines] == [
        (codes[0], ""),
        (codes[1], "sam@example.org"),
    ]


def test_a_code_of_another_system_is_refused_and_one_that_may_be_seen_is_taken(
    db, begun, view, carla
):
    with immediate(db):
        for code in ("ZQ1", "ZQ2"):
            store_organisation(db, Organisation(code, f"Stranger {code}"), at=AT)
        set_grant(db, carla.id, Grant(Role.COMMISSIONER, "ZQS"), True, by=carla, at=AT)
        store_membership(db, Membership("ZQ2", "ZQS", "member"), at=AT)

    with pytest.raises(UnfitRound, match="ZQ1 is no member of Wexmoor and Hale") as refusal:
        begun(lines=(Pasted("ZQ1"), Pasted("ZQ2"), Pasted("ZQ3")))
    assert list(refusal.value.wrong["codes"])[1:] == ["ZQ3 is not in the register here."]
    found = view(begun(lines=(Pasted("ZQ2"),)))

    assert [one.member.code for one in found.lines] == ["ZQ2"]
    assert [one.organisation for one in found.gone] == ["ZQ2"]


def test_an_address_of_somebody_who_is_not_asked_is_refused(begun, codes):
    with pytest.raises(UnfitRound, match=f"{codes[0]} is not among those"):
        begun(band=Band.COUNCILS, lines=(Pasted(codes[0], "a@example.org"),))


def test_a_round_without_anybody_is_refused(db, hscn, carla):
    with immediate(db):
        store_organisation(db, Organisation("ZXY", "Wexmoor and Hale"), at=AT)
    new = NewRound("Autumn", hscn, QuestionSet.WHOLE, LAST, Wanted(whole=True))

    with pytest.raises(UnfitRound, match="nobody to ask"):
        begin_round(db, "ZXY", new, person=carla, at=AT, on=ON)


@pytest.mark.parametrize(
    ("role", "refusal"),
    [(Role.REVIEWER, NotAllowed), (Role.AUDITOR, NotFound), (Role.IT_LEAD, NotFound)],
)
def test_only_a_commissioner_of_the_system_runs_its_rounds(db, begun, role, refusal):
    other = whoever(db, "Olu Grant", Grant(role, "ZXY"))

    with pytest.raises(refusal):
        begun(by=other)


def test_two_open_rounds_may_not_have_one_name(db, begun, said):
    first = begun()
    with pytest.raises(UnfitRound, match="open already"):
        begun("AUTUMN")
    change_round(db, "ZXY", first.number, state=RoundState.CLOSED, seen=1, **said)

    assert begun("Autumn").number == 2


def test_a_closing_day_that_moves_is_on_record_with_what_it_was(db, begun, said):
    round_ = begun()

    now = change_round(db, "ZXY", 1, closes=date(2026, 12, 11), seen=1, **said)

    assert (now.version, now.closes) == (2, date(2026, 12, 11))
    event = events_of(db, "round", round_.number)[-1]
    assert event.detail["changed"] == {"closes": {"was": "2026-12-04", "now": "2026-12-11"}}
    assert change_round(db, "ZXY", 1, closes=now.closes, seen=1, **said) == now


def test_who_saw_an_older_version_is_told_how_it_is_now(db, begun, said):
    begun()
    change_round(db, "ZXY", 1, name="Late autumn", seen=1, **said)

    with pytest.raises(RoundChanged) as refusal:
        change_round(db, "ZXY", 1, name="Winter", seen=1, **said)

    assert refusal.value.theirs.name == "Late autumn"


def test_a_withdrawn_round_stays_so_and_a_late_one_needs_another_day_to_open(db, begun, said):
    begun()
    begun("Second")
    change_round(db, "ZXY", 2, state=RoundState.WITHDRAWN, seen=1, **said)
    with pytest.raises(UnfitRound, match="withdrawn"):
        change_round(db, "ZXY", 2, state=RoundState.OPEN, seen=2, **said)
    change_round(db, "ZXY", 1, state=RoundState.CLOSED, seen=1, **said)
    late = {**said, "on": LAST + timedelta(days=1)}

    with pytest.raises(UnfitRound, match="Move the closing date first"):
        change_round(db, "ZXY", 1, state=RoundState.OPEN, seen=2, **late)


def test_links_are_told_once_and_only_their_digests_kept(db, begun, codes, said):
    begun()

    made = make_links(db, "ZXY", 1, again=False, **said)

    assert [one.organisation for one in made] == codes
    kept = {token for (token,) in rows(db, "select token from round_members")}
    assert {digest(one.token) for one in made} <= kept
    assert not kept & {one.token for one in made}
    assert make_links(db, "ZXY", 1, again=False, **said) == ()


def test_no_links_are_made_once_the_last_day_has_passed(db, begun, said):
    begun()

    with pytest.raises(UnfitRound, match="Move the closing date"):
        make_links(db, "ZXY", 1, again=False, **{**said, "on": LAST + timedelta(days=1)})


def test_a_new_link_ends_the_one_before(db, begun, codes, carla, said):
    begun()
    old = make_links(db, "ZXY", 1, again=False, **said)

    new = make_links(db, "ZXY", 1, again=True, only=codes[0], **said)

    tokens = [old[0].token, old[1].token, new[0].token, "made up"]
    good = still_good(db, "ZXY", 1, tokens, person=carla, on=ON)
    assert [one.token for one in good] == [new[0].token, old[1].token]


def test_members_come_and_go_and_stay_in_the_history(db, begun, view, codes, said):
    round_ = begun(lines=(Pasted(codes[0], "old@example.org"),))

    more = [Pasted(codes[0], "new@example.org"), Pasted(codes[1])]
    assert ask_more(db, "ZXY", 1, more, **said) == (1, 1)
    assert ask_more(db, "ZXY", 1, more, **said) == (0, 0)
    for _ in range(2):
        take_out(db, "ZXY", 1, codes[1], **said)

    found = view(round_)
    assert [(one.asked.organisation, one.asked.address) for one in found.lines] == [
        (codes[0], "new@example.org")
    ]
    assert [one.organisation for one in found.left] == [codes[1]]
    whats = [event.what for event in events_of(db, "round", 1)]
    assert whats == ["begun", "asked", "addressed", "removed"]


def test_a_closed_round_asks_nobody_more(db, begun, codes, said):
    begun(lines=(Pasted(codes[0]),))
    change_round(db, "ZXY", 1, state=RoundState.CLOSED, seen=1, **said)

    with pytest.raises(UnfitRound, match="closed"):
        ask_more(db, "ZXY", 1, [Pasted(codes[1])], **said)
    with pytest.raises(UnfitRound, match="closed"):
        make_links(db, "ZXY", 1, again=True, **said)


def test_whom_to_ring_says_when_each_was_asked_and_reminded(db, begun, codes, said, carla, hscn):
    members = read_comparison(db, "ZXY", hscn, person=carla, on=ON).members
    one, other = [member.code for member in members if not member.submitted][:2]
    begun(lines=(Pasted(one), Pasted(other)))
    assert note_reminded(db, "ZXY", 1, [other], **said) == 1

    comparison = read_comparison(db, "ZXY", hscn, person=carla, on=ON)
    calls = {call.member.code: call for call in read_ringing(db, comparison).calls}

    assert {code for code, call in calls.items() if call.asked} == {one, other}
    assert why_words(calls[one], ON) == "Nothing yet; asked on 24 November 2026"
    assert why_words(calls[other], ON).endswith("reminded on 24 November 2026")
    with pytest.raises(InvalidAnswer, match="Tick at least one"):
        note_reminded(db, "ZXY", 1, [codes[2]], **said)


def test_a_member_that_left_the_system_is_named_and_its_work_seen_no_more(db, begun, view, codes):
    round_ = begun()
    with immediate(db):
        gone = Membership(codes[0], "ZXY", "member", until=ON - timedelta(days=1))
        store_membership(db, gone, at=AT)

    found = view(round_)

    assert len(found.lines) == 23
    assert [one.organisation for one in found.gone] == [codes[0]]


def merge(db, old, new):
    with immediate(db):
        store_organisation(db, Organisation(new, "Wexmoor and Fen"), at=AT)
        reading = Reading("", "local", "", rows=1)
        number = register.note_import(db, reading, person=local_person(db), at=AT)
        then = Succession(old, new, ON - timedelta(days=30))
        register_places.store_successions(db, number, [then])


def test_the_rounds_of_a_system_that_merged_go_on_in_the_one_that_followed(db, begun, view, carla):
    round_ = begun()
    merge(db, "ZXY", "ZXZ")

    with pytest.raises(NotFound, match="was followed by Wexmoor and Fen"):
        list_rounds(db, "ZXY", person=carla, on=ON)
    group, found, runs = list_rounds(db, "ZXZ", person=carla, on=ON)

    assert ([one.number for one in found], runs) == ([1], True)
    assert (len(group.codes), len(view(round_, system="ZXZ").lines)) == (24, 24)


def test_whom_to_ring_tells_of_the_rounds_of_a_system_that_merged(db, begun, carla, hscn):
    begun()
    merge(db, "ZXY", "ZXZ")

    comparison = read_comparison(db, "ZXZ", hscn, person=carla, on=ON)
    calls = read_ringing(db, comparison).calls

    assert calls
    assert all(call.asked for call in calls if not call.member.submitted)


def test_the_list_of_systems_counts_members_submissions_and_rounds(db, begun, carla, codes):
    begun()
    by_local = list_systems(db, "hscn", person=local_person(db), on=ON, most=10)
    mine = list_systems(db, "hscn", person=carla, on=ON, most=10)

    assert by_local == mine
    (line,) = mine.lines
    assert (line.code, line.members, line.submitted, line.rounds) == ("ZXY", 24, 3, 1)
    stranger = whoever(db, "Sid Lee", Grant(Role.IT_LEAD, codes[0]))
    assert list_systems(db, "hscn", person=stranger, on=ON, most=10).lines == ()


def test_a_system_that_merged_is_listed_as_the_one_that_followed(db, codes, carla):
    merge(db, "ZXY", "ZXZ")

    (line,) = list_systems(db, "hscn", person=carla, on=ON, most=10).lines

    assert (line.code, line.name, line.members) == ("ZXZ", "Wexmoor and Fen", 24)


def test_a_group_of_any_codes_is_a_system_of_this_copy(db, codes, person):
    group = make_group(db, "Fen buying club", codes[:3], person=person, at=AT)

    found = list_systems(db, "hscn", person=person, on=ON, most=10, find="buying")
    assert [(one.code, one.members) for one in found.lines] == [(group.ods_code, 3)]
    with pytest.raises(InvalidAnswer, match="ZQ9 is not in the register"):
        make_group(db, "Another", ["ZQ9"], person=person, at=AT)


def test_a_group_gains_and_loses_members_from_today(db, codes, person):
    said = {"person": person, "at": AT, "on": ON}
    code = make_group(db, "Fen buying club", codes[:2], person=person, at=AT).ods_code
    change_group(db, code, codes[1:3], seen=codes[:2], **said)

    assert group_members(db, code, person=person, on=ON)[1] == tuple(codes[1:3])
    yesterday = ON - timedelta(days=1)
    assert codes[0] in group_members(db, code, person=person, on=yesterday)[1]
    change_group(db, code, codes[1:3], seen=(), **said)
    with pytest.raises(GroupChanged) as refusal:
        change_group(db, code, codes[:1], seen=codes[:2], **said)
    assert refusal.value.theirs == tuple(codes[1:3])
    with pytest.raises(NotFound, match="come from the register"):
        change_group(db, "ZXY", codes[:1], seen=codes, **said)


def test_who_comes_back_to_a_group_is_in_it_again(db, codes, person):
    said = {"person": person, "at": AT}
    code = make_group(db, "Fen buying club", codes[:2], person=person, at=AT).ods_code
    later = ON + timedelta(days=30)
    change_group(db, code, codes[:1], seen=codes[:2], on=ON, **said)
    change_group(db, code, codes[:2], seen=codes[:1], on=later, **said)
    change_group(db, code, codes[:1], seen=codes[:2], on=later, **said)

    assert group_members(db, code, person=person, on=later)[1] == (codes[0],)
    assert group_members(db, code, person=person, on=later - timedelta(days=1))[1] == (codes[0],)


def test_many_systems_take_as_many_queries_as_one(db, codes, person):
    def queries():
        asked = []
        db.conn.set_trace_callback(asked.append)
        list_systems(db, "hscn", person=person, on=ON, most=100)
        db.conn.set_trace_callback(None)
        return len(asked)

    one = queries()
    for number in range(5):
        make_group(db, f"Group {number}", codes[number:], person=person, at=AT)

    assert queries() == one
