import pytest

from readiness.domain.access import Grant, Role
from readiness.domain.errors import Conflict, NotAllowed, NotFound, PackFaults
from readiness.domain.organisation import Person
from readiness.storage.database import immediate, rows
from readiness.storage.events import events_of
from readiness.storage.grants import set_grant
from readiness.usecases.assessment import read_assessment, start_assessment, submit
from readiness.usecases.organisation import add_organisation
from readiness.usecases.pack import list_packs, pack_in_use, read_packs
from readiness.usecases.proposal import Incomplete
from readiness.usecases.release import (
    FOLDER,
    discard_draft,
    propose_return,
    read_draft,
    release_draft,
    roll_back,
    upload_pack,
)
from tests import examples
from tests.examples import AT, ON, later

NEXT = ('"2026.11"', '"2026.12"')
LENIENT = ("at_least: agreed}\n    needed", "at_least: drafted}\n    needed")
CASE = ("answers: {plan: drafted}", "answers: {plan: none}")


@pytest.fixture
def upload(db, person):
    """Upload the small pack with some edits, and return the number of the draft."""

    def upload(*edits, minutes=1):
        files = examples.edited_pack(*edits)
        return upload_pack(db, files, person=person, at=later(minutes))

    return upload


@pytest.fixture
def release(db, rules, person):
    """Release a draft as somebody who looked at everything."""

    def release(number, minutes=2, **changed):
        mark = read_draft(db, rules, number, person=person).proposal.mark
        said = {"note": "Agreed by the panel.", "looked": True, "seen": mark, "person": person}
        release_draft(db, rules, number, **(said | changed), at=later(minutes))

    return release


@pytest.fixture
def back(db, rules, person):
    """Go back to a release or the folder, as somebody who looked at everything."""

    def back(target, minutes=5, **changed):
        mark = propose_return(db, rules, "tiny", target, person=person).mark
        said = {"note": "It was too strict.", "looked": True, "seen": mark, "person": person}
        roll_back(db, rules, "tiny", target, **(said | changed), at=later(minutes))

    return back


@pytest.fixture
def used(db, rules):
    """Return the version in use."""
    return lambda: pack_in_use(db, rules, "tiny").pack.version


@pytest.fixture
def line(db, rules, person):
    """Return the small pack as the page of rules shows it."""
    return lambda: read_packs(db, rules, person=person)[0]


def test_without_a_release_the_folder_is_followed(line, used, rules):
    assert (used(), line().follows_folder, line().release) == ("2026.11", True, None)
    examples.write_pack(rules, examples.edited_pack(NEXT))

    assert used() == "2026.12"


def test_a_draft_is_stored_whole_and_put_to_no_use(db, upload, line, used, read):
    before = read().pack
    number = upload(NEXT)

    assert [draft.number for draft in line().drafts] == [number]
    assert used() == "2026.11"
    assert read().pack == before
    assert '"cases/lead.yaml"' in rows(db, "select files from pack_uploads")[0][0]


def test_the_same_files_again_are_the_same_draft(upload, line):
    assert upload(NEXT) == upload(NEXT, minutes=2)
    assert upload(NEXT, CASE) != upload(NEXT), "other cases are another draft"
    assert len(line().drafts) == 2


@pytest.mark.parametrize(
    "edit",
    [
        ("stages:\n", "steps:\n"),
        ("expect: {evidenced: not-started", "expect: {evidenced: nowhere"),
        ("- case:", "- example:"),
    ],
)
def test_a_faulty_pack_is_no_draft(upload, line, edit):
    with pytest.raises(PackFaults):
        upload(edit)

    assert line().drafts == ()


def test_a_released_version_is_what_new_assessments_begin_with(
    db, rules, person, upload, release, used, line, started
):
    release(upload(NEXT))
    add_organisation(db, examples.CLINIC, person=person, at=AT)
    number = start_assessment(db, rules, "tiny", "ZX8", person=person, at=later(3))

    assert used() == "2026.12"
    assert [pack.version for pack in list_packs(db, rules)] == ["2026.12"]
    assert read_assessment(db, number, person=person, on=ON).pack.version == "2026.12"
    assert read_assessment(db, started, person=person, on=ON).pack.version == "2026.11"
    assert (line().release.note, line().release.by) == ("Agreed by the panel.", "Local user")
    assert line().drafts == ()


def test_a_newer_folder_is_told_and_not_followed_once_a_version_is_released(
    rules, upload, release, used, line
):
    release(upload(NEXT))
    assert line().folder_differs

    examples.write_pack(rules, examples.edited_pack(('"2026.11"', '"2027.01"')))
    assert (used(), line().folder.version) == ("2026.12", "2027.01")
    examples.write_pack(rules, {"stages.yaml": "stages: none"})
    assert used() == "2026.12", "a faulty folder does not matter"
    assert line().faults


def test_a_pack_that_is_in_no_folder_can_be_released(db, rules, person, upload, release):
    number = upload(("key: tiny", "key: large"))
    draft = read_draft(db, rules, number, person=person)
    assert (draft.proposal.base, draft.proposal.found) == (None, None)
    release(number)

    assert [pack.key for pack in list_packs(db, rules)] == ["large", "tiny"]


def test_broken_cases_block_a_release(db, rules, person, upload, release, used):
    number = upload(NEXT, ("evidenced: not-started", "evidenced: complete"))

    assert read_draft(db, rules, number, person=person).blocked
    with pytest.raises(Conflict, match="Some cases do not hold"):
        release(number)
    assert used() == "2026.11"


def test_a_draft_says_what_it_changes_and_who_would_move(db, rules, person, upload, read, give):
    give("plan", "drafted")
    submit(db, read(), seen=read().newest, person=person, at=AT, on=ON)

    draft = read_draft(db, rules, upload(LENIENT), person=person)

    assert [change.key for change in draft.proposal.revision.changes] == ["plan-agreed"]
    assert [str(one.by[0]) for one in draft.proposal.found.movers] == ["rule plan-agreed"]
    assert draft.proposal.must_look
    assert any("add a case" in warning for warning in draft.warnings)


def test_a_release_needs_a_note_and_a_look_at_the_movers(
    db, person, upload, release, read, give, used
):
    give("plan", "drafted")
    submit(db, read(), seen=read().newest, person=person, at=AT, on=ON)
    number = upload(LENIENT, NEXT, CASE)

    with pytest.raises(Incomplete) as refusal:
        release(number, note="  ", looked=False)
    assert set(refusal.value.wrong) == {"note", "looked"}
    with pytest.raises(Incomplete, match="Shorten the note"):
        release(number, note="x" * 1001)
    assert used() == "2026.11"
    release(number)
    assert used() == "2026.12"


def test_a_replay_is_done_again_after_a_submission(db, rules, person, upload, read, give):
    number = upload(LENIENT)
    assert read_draft(db, rules, number, person=person).proposal.found.judged == 0
    give("plan", "drafted")
    submit(db, read(), seen=read().newest, person=person, at=AT, on=ON)

    assert read_draft(db, rules, number, person=person).proposal.found.judged == 1


def test_the_second_of_two_releases_is_a_conflict_that_says_what_happened(
    db, rules, person, tom, upload, release, used
):
    first, second = upload(NEXT), upload(('"2026.11"', '"2027.01"'))
    mark = read_draft(db, rules, second, person=person).proposal.mark
    with immediate(db):
        set_grant(db, tom.id, Grant(Role.ADMINISTRATOR), True, by=person, at=AT)
    release(first, person=tom, note="Mine came first.")

    with pytest.raises(
        Conflict, match=r"Tom Okafor put version 2026\.12 to use .* Mine came first"
    ):
        release(second, seen=mark)
    with pytest.raises(Conflict, match="Tom Okafor"):
        release_draft(
            db, rules, first, note="Again", looked=True, seen=mark, person=person, at=later(3)
        )
    assert used() == "2026.12"


def test_a_folder_that_changed_since_somebody_looked_is_a_conflict(
    db, rules, person, upload, release
):
    number = upload(NEXT)
    mark = read_draft(db, rules, number, person=person).proposal.mark
    examples.write_pack(rules, examples.edited_pack(LENIENT))

    with pytest.raises(Conflict, match="rules folder was changed"):
        release(number, seen=mark)


def test_a_draft_can_be_discarded_and_uploaded_again(db, rules, person, upload, line):
    number = upload(NEXT)
    discard_draft(db, number, person=person, at=later(2))

    assert line().drafts == ()
    with pytest.raises(NotFound, match="discarded already"):
        read_draft(db, rules, number, person=person)
    with pytest.raises(Conflict, match="discarded already"):
        discard_draft(db, number, person=person, at=later(2))
    assert upload(NEXT) == number + 1


def test_every_earlier_release_and_the_folder_can_be_gone_back_to(
    upload, release, back, used, line
):
    release(upload(NEXT))
    release(upload(('"2026.11"', '"2027.01"')), minutes=3)
    assert [release.version for release in line().earlier] == ["2026.12"]

    back("1")
    assert used() == "2026.12"
    assert [release.version for release in line().earlier] == ["2027.01"]
    back(FOLDER, minutes=6)
    assert (used(), line().follows_folder) == ("2026.11", True)
    assert line().release.note == "It was too strict."
    back("2", minutes=7)
    assert used() == "2027.01"


def test_to_go_back_needs_a_note_and_the_version_that_was_seen(upload, release, back, used):
    release(upload(NEXT))

    with pytest.raises(Incomplete):
        back(FOLDER, note="")
    with pytest.raises(Conflict):
        back(FOLDER, seen="0-")
    with pytest.raises(NotFound):
        back("99")
    assert used() == "2026.12"


def test_everything_that_was_done_is_noted(db, person, upload, release, back):
    release(upload(NEXT))
    discard_draft(db, upload(LENIENT), person=person, at=later(3))
    back(FOLDER)

    assert [event.what for event in events_of(db, "pack", "tiny")] == [
        "uploaded",
        "released",
        "uploaded",
        "discarded",
        "rolled-back",
    ]


NOBODY = Person(99, "Nobody")


@pytest.mark.parametrize(
    "deed",
    [
        lambda db, rules, number: read_packs(db, rules, person=NOBODY),
        lambda db, rules, number: upload_pack(db, examples.tiny_pack(), person=NOBODY, at=AT),
        lambda db, rules, number: read_draft(db, rules, number, person=NOBODY),
        lambda db, rules, number: discard_draft(db, number, person=NOBODY, at=AT),
        lambda db, rules, number: propose_return(db, rules, "tiny", FOLDER, person=NOBODY),
        lambda db, rules, number: release_draft(
            db, rules, number, note="x", looked=True, seen="", person=NOBODY, at=AT
        ),
        lambda db, rules, number: roll_back(
            db, rules, "tiny", FOLDER, note="x", looked=True, seen="", person=NOBODY, at=AT
        ),
    ],
)
def test_somebody_who_is_not_known_here_may_release_nothing(db, rules, upload, deed):
    number = upload(NEXT)
    before = db.conn.total_changes

    with pytest.raises(NotAllowed):
        deed(db, rules, number)
    assert db.conn.total_changes == before
