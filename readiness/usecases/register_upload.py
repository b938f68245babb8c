"""Files on their way into the register: they wait until somebody has looked, then are imported."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlite_utils import Database

from readiness.domain.errors import Conflict, NotFound, ReadinessError
from readiness.domain.organisation import OrganisationKind, Person
from readiness.domain.register import Reading, WaitingFile
from readiness.storage import jobs, register_uploads
from readiness.storage.database import immediate
from readiness.storage.jobs import Job
from readiness.usecases import permission
from readiness.usecases.register import import_register

WAITS = timedelta(days=1)
"""How long files wait for somebody to import them."""

STUCK = timedelta(minutes=2)
"""After how long without a word work is taken for broken off."""

NOUN = "register-import"
STEPS = 4

Read = Callable[[WaitingFile], Sequence[Reading]]


def keep_upload(db: Database, files: Sequence[WaitingFile], *, person: Person, at: datetime) -> int:
    """Keep files until they are imported, or for a day; return the number of the upload.

    Raises:
        NotAllowed: the person is no administrator.
    """
    person = permission.administering(db, person)
    with immediate(db):
        register_uploads.drop_uploads_before(db, at - WAITS)
        return register_uploads.add_upload(db, files, person=person, at=at)


def waiting_files(db: Database, number: int, *, person: Person) -> tuple[WaitingFile, ...]:
    """Return the files of an upload.

    Raises:
        NotAllowed: the person is no administrator.
        NotFound: it was imported or dropped.
    """
    permission.administering(db, person)
    return register_uploads.upload_files(db, number)


def say_kinds(
    db: Database, number: int, kinds: Mapping[int, OrganisationKind], *, person: Person
) -> None:
    """Say what kinds of organisations some files of an upload list, by their place in it.

    Raises:
        NotAllowed: the person is no administrator.
    """
    permission.administering(db, person)
    with immediate(db):
        for place, kind in kinds.items():
            register_uploads.set_kind(db, number, place, kind)


def drop_upload(db: Database, number: int, *, person: Person) -> None:
    """Forget the files of an upload; nothing of them was imported.

    Raises:
        NotAllowed: the person is no administrator.
    """
    permission.administering(db, person)
    with immediate(db):
        register_uploads.drop_upload(db, number)


def begin_import(db: Database, number: int, *, person: Person, at: datetime) -> int:
    """Note that an upload is being imported, and return the number of that work.

    Where it is under way already, that work is returned.

    Raises:
        NotAllowed: the person is no administrator.
        NotFound: the upload was imported or dropped.
    """
    person = permission.administering(db, person)
    with immediate(db):
        there = jobs.newest_job(db, NOUN, number)
        if there is not None and there.state == "running" and at - there.seen_at < STUCK:
            raise Conflict("These files are being imported already. See how far it is.")
        register_uploads.upload_files(db, number)
        return jobs.add_job(db, NOUN, number, STEPS, person=person, at=at)


def run_import(
    db: Database,
    reports: Database,
    job: int,
    upload: int,
    *,
    read: Read,
    seen: str,
    person: Person,
    clock: Callable[[], datetime],
) -> None:
    """Read and import the files of an upload, and keep telling how far it is.

    Args:
        reports: another connection to the same database, for telling how far it is.
        read: reads a file.
        seen: the digest of what was looked at.
    """

    def tell(words: str, done: int) -> None:
        with immediate(reports):
            jobs.tell_job(reports, job, words, done, at=clock())

    def end(words: str, state: jobs.State, result: Mapping[str, object]) -> None:
        with immediate(reports):
            jobs.tell_job(reports, job, words, STEPS, at=clock(), state=state, result=result)

    try:
        files = register_uploads.upload_files(db, upload)
        readings: list[Reading] = []
        for number, file in enumerate(files, 1):
            tell(f"Reading {file.name}, file {number} of {len(files)}", 1)
            readings += read(file)
        preview = import_register(
            db,
            readings,
            seen=seen,
            person=person,
            at=clock(),
            tell=lambda words, done, _: tell(words, 2 + done),
        )
        drop_upload(db, upload, person=person)
        end("Imported", "done", {**preview.counts, "nothing": preview.changes_nothing})
    except ReadinessError as refusal:
        end(str(refusal), "failed", {})
    except BaseException:
        end("Something went wrong, and nothing was imported. Try again.", "failed", {})
        raise


def read_job(db: Database, number: int, *, person: Person, at: datetime) -> tuple[Job, bool]:
    """Say how far work on the register is, and whether it was broken off.

    Raises:
        NotAllowed: the person is no administrator.
        NotFound: there is none of that number.
    """
    permission.administering(db, person)
    job = jobs.job_by_id(db, number)
    if job.noun != NOUN:
        raise NotFound("There is no such work here.")
    return job, job.state == "running" and at - job.seen_at > STUCK
