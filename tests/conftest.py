"""The few fixtures that everyone needs."""

import os
from contextlib import closing

import pytest
from hypothesis import settings

from readiness.storage.database import IN_MEMORY, immediate, migrate, open_database, rows
from readiness.storage.people import add_person
from readiness.usecases.assessment import read_assessment, start_assessment
from readiness.usecases.organisation import add_organisation, local_person
from tests import examples

# No example is timed, for machines differ; a build server tries the same examples every time.
settings.register_profile("desk", deadline=None)
settings.register_profile("build", deadline=None, derandomize=True)
settings.load_profile("build" if os.environ.get("CI") == "true" else "desk")


@pytest.fixture
def db():
    """Open a database in memory, as a new copy has it."""
    with closing(open_database(IN_MEMORY)) as database:
        migrate(database)
        yield database


@pytest.fixture
def rules(tmp_path):
    """Return a rules folder which holds the small pack."""
    folder = tmp_path / "rules"
    examples.write_pack(folder, examples.tiny_pack())
    return folder


@pytest.fixture
def person(db):
    """Return the local user."""
    return local_person(db)


@pytest.fixture
def tom(db):
    """Return somebody else."""
    with immediate(db):
        return add_person(db, "Tom Okafor", at=examples.AT)


@pytest.fixture
def started(db, rules, person):
    """Return the number of a trust's assessment, just started."""
    add_organisation(db, examples.TRUST, person=person, at=examples.AT)
    return start_assessment(db, rules, "tiny", "ZX9", person=person, at=examples.AT)


@pytest.fixture
def read(db, started, person):
    """Read the trust's assessment as it stands."""

    def read(on=examples.ON):
        return read_assessment(db, started, person=person, on=on)

    return read


@pytest.fixture
def counted(db):
    """Count the rows of every table."""

    def counted():
        names = [name for (name,) in rows(db, "select name from sqlite_master where type='table'")]
        return {name: next(iter(rows(db, f"select count(*) from [{name}]")))[0] for name in names}

    return counted
