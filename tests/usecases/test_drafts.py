"""Drafts are shared by consent alone: without it nothing but that something is begun, and saved."""

from dataclasses import asdict

import pytest

from readiness.domain.access import Grant, Role
from readiness.domain.errors import Conflict, NotAllowed, NotFound
from readiness.domain.organisation import Membership, Organisation
from readiness.storage.compared import begun_by
from readiness.storage.database import immediate, rows
from readiness.storage.events import events_of
from readiness.storage.grants import set_grant
from readiness.storage.people import add_person, person_by_id
from readiness.usecases.comparison import read_comparison
from readiness.usecases.draft_consent import share_draft, with_progress
from readiness.usecases.draft_view import read_draft
from readiness.usecases.organisation import add_organisation, join_system, local_person
from tests.examples import AT, ON, later

SYSTEM = Organisation("ZXS", "Fenwick System")
OTHER = Organisation("ZXT", "Garside System")


@pytest.fixture
def commissioner(db, started):
    """Let somebody be commissioner of the trust’s system."""
    me = local_person(db)
    for system in (SYSTEM, OTHER):
        add_organisation(db, system, person=me, at=AT)
    join_system(db, Membership("ZX9", "ZXS", "member"), person=me, at=AT)
    return commissioner_of(db, "ZXS")


def commissioner_of(db, system):
    with immediate(db):
        person = add_person(db, f"Commissioner of {system}", at=AT)
        grant = Grant(Role.COMMISSIONER, system)
        set_grant(db, person.id, grant, True, by=local_person(db), at=AT)
    return person_by_id(db, person.id)


@pytest.fixture
def seen(db, commissioner, read):
    """Return what a commissioner sees of the trust in the comparison: what it began."""

    def seen():
        pack = read().pack
        found = read_comparison(db, "ZXS", pack, person=commissioner, on=ON)
        assert found.submitters == ()
        return found.members[0].begun

    return seen


@pytest.fixture
def share(db, read, person):
    """Share the draft of the trust, or keep it back."""

    def share(shared, *, seen, by=person, minutes=5):
        share_draft(db, read(), shared, seen=seen, person=by, at=later(minutes))

    return share


def look(db, person, assessment=1, system="ZXS"):
    return read_draft(db, system, assessment, person=person, on=ON, at=later(9))


def test_without_consent_only_that_it_is_begun_and_saved_is_known(db, seen, give, commissioner):
    give("plan", "drafted", note="Ours alone.")

    begun = seen()

    assert {name for name, value in asdict(begun).items() if value is not None} == {
        "assessment",
        "started",
        "saved",
    }
    with pytest.raises(NotFound):
        look(db, commissioner)


def test_a_shared_draft_says_how_far_it_is_and_what_a_submission_would_share(
    db, seen, give, share, commissioner
):
    give("plan", "drafted", note="Ours alone.")
    share(True, seen=0)

    begun, view = seen(), look(db, commissioner)

    assert (begun.answered, begun.asked, begun.shared) == (1, 12, ON)
    assert (view.draft.asked, view.draft.unknown) == (12, 11)
    assert view.draft.gates[0].unmet == ("The plan is not agreed.",)
    assert "Ours alone." not in repr(view)


def test_who_stops_sharing_is_seen_no_more(db, seen, share, commissioner):
    share(True, seen=0)
    share(False, seen=1)

    assert seen().shared is None
    assert seen().answered is None
    with pytest.raises(NotFound):
        look(db, commissioner)


def test_each_saying_is_kept_with_its_event_and_the_same_again_is_none(db, share, started):
    share(True, seen=0)
    share(True, seen=0)
    share(False, seen=1)

    assert rows(db, "select version, shared from draft_consents") == [(1, 1), (2, 0)]
    told = [event.what for event in events_of(db, "assessment", started)]
    assert told[-2:] == ["draft-shared", "draft-kept-back"]


def test_a_stale_decision_is_refused_and_says_who_decided(share, tom):
    share(True, seen=0, by=tom)
    share(False, seen=1)

    with pytest.raises(Conflict, match=r"stopped sharing this draft"):
        share(True, seen=1, by=tom)


def test_only_who_manages_the_assessment_decides(share, priya, ruth, tom):
    for person in (priya, ruth):
        with pytest.raises(NotAllowed):
            share(True, seen=0, by=person)


def test_nobody_else_sees_a_shared_draft(db, share, commissioner, priya):
    share(True, seen=0)
    elsewhere = commissioner_of(db, "ZXT")

    for person, system in ((elsewhere, "ZXS"), (elsewhere, "ZXT"), (priya, "ZXS")):
        with pytest.raises(NotFound):
            look(db, person, system=system)
    with pytest.raises(NotFound):
        look(db, commissioner, assessment=99)


def test_a_look_at_a_draft_is_on_record(db, share, commissioner):
    share(True, seen=0)
    look(db, commissioner)
    look(db, commissioner)

    viewed = [e for e in events_of(db, "organisation", "ZX9") if e.what == "viewed"]
    assert [event.detail["page"] for event in viewed] == ["draft tiny"]


def test_progress_of_many_drafts_takes_as_many_queries_as_of_one(db, started, share):
    share(True, seen=0)
    begun = begun_by(db, ["ZX9"], "tiny")

    def count(found):
        asked = []
        db.conn.set_trace_callback(asked.append)
        with_progress(db, found, ON)
        db.conn.set_trace_callback(None)
        return len(asked)

    count(begun)
    assert count({}) == 0
    assert count(begun) == count({f"Z{n}": one for n in range(9) for one in begun.values()}) <= 3
