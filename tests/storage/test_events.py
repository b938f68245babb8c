from contextlib import closing

from sqlite_utils import Database

from readiness.domain.event import Chosen
from readiness.domain.event_chain import Fault
from readiness.storage.database import immediate, migrate, prepare, rows
from readiness.storage.events import every_event, every_link, newest_events, note_event
from readiness.storage.migrations import STEPS
from readiness.usecases.events import check_events
from readiness.usecases.organisation import local_person
from tests import examples

BEFORE_CHAINS = STEPS[: [step.__name__ for step in STEPS].index("keep_events_as_a_chain")]


def noted(db, count):
    """Note so many events of the trust."""
    with immediate(db):
        for number in range(count):
            note_event(
                db,
                "organisation",
                "ZX9",
                "changed",
                person=local_person(db),
                at=examples.AT,
                now={"sites": number},
            )


def behind_its_back(db, sql):
    """Change the record as somebody could who holds the file."""
    for deed in ("update", "delete"):
        db.execute(f"drop trigger events_no_{deed}")
    db.execute(sql)


def test_events_that_were_there_before_are_chained_with_their_organisations():
    with closing(Database(memory=True, strict=True)) as db:
        db.conn.isolation_level = None
        for step in BEFORE_CHAINS:
            step(db)
        db.execute("insert into organisations values ('ZX9', 'A', 'trust', null, null, 'now')")
        db.execute(
            "insert into assessments (id, organisation, pack_key, started_at, started_by)"
            " values (7, 'ZX9', 'tiny', 'now', 1)"
        )
        for noun, subject in (
            ("assessment", "7"),
            ("organisation", "ZX8"),
            ("freeze", "ZX7/tiny/1"),
            ("pack", "tiny"),
        ):
            db.execute(
                "insert into events (at, person, noun, subject, what, detail)"
                " values ('2026-11-24T10:31:00.000000+00:00', 1, ?, ?, 'did', '{}')",
                (noun, subject),
            )
        STEPS[len(BEFORE_CHAINS)](db)

        assert [link.organisation for link, _ in every_link(db)] == ["ZX9", "ZX8", "ZX7", None]
        assert check_events(db).events == 4
        assert check_events(db).broken is None


def test_an_event_knows_the_organisation_of_its_assessment(db, started):
    (event,) = newest_events(db, Chosen(), skip=0, most=1)

    assert (event.noun, event.organisation) == ("assessment", "ZX9")


def test_every_row_stands_alone_with_the_hash_before_it(db):
    noted(db, 3)
    kept = list(every_event(db, Chosen(organisation="ZX9")))

    assert [one.before for one in kept[1:]] == [one.hash for one in kept[:-1]]


def test_what_is_changed_behind_the_programs_back_is_found(db):
    noted(db, 5)
    behind_its_back(db, "update events set detail = '{}' where id = 3")
    broken = check_events(db).broken

    assert (broken.fault, broken.number) == (Fault.CHANGED, 3)


def test_what_is_deleted_behind_the_programs_back_is_found(db):
    noted(db, 5)
    head = check_events(db).head
    behind_its_back(db, "delete from events where id = 5")

    assert check_events(db).broken is None
    assert check_events(db, head).broken.fault is Fault.TRUNCATED


def test_events_are_checked_one_after_another_in_little_memory(tmp_path):
    import time
    import tracemalloc

    from readiness.storage.database import open_database

    path = tmp_path / "readiness.db"
    prepare(path)
    with closing(open_database(path)) as db:
        noted(db, 2_000)
        tracemalloc.start()
        began = time.perf_counter()
        assert check_events(db).broken is None
        took, (_, most) = time.perf_counter() - began, tracemalloc.get_traced_memory()
        tracemalloc.stop()

    assert took < 5
    assert most < 2_000_000


def test_migrating_again_chains_nothing_twice(db):
    noted(db, 2)
    migrate(db)

    assert rows(db, "select count(*) from events") == [(2,)]
