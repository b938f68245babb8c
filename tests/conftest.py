"""The few fixtures that everyone needs."""

import os
from contextlib import closing

import pytest
from hypothesis import settings

from readiness.domain.access import Grant, Role
from readiness.storage.database import IN_MEMORY, immediate, migrate, open_database, rows
from readiness.storage.grants import set_grant
from readiness.storage.people import add_person, person_by_id
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
    """Return an IT lead of the trust."""
    with immediate(db):
        tom = add_person(db, "Tom Okafor", at=examples.AT)
        set_grant(db, tom.id, Grant(Role.IT_LEAD, "ZX9"), True, by=local_person(db), at=examples.AT)
    return person_by_id(db, tom.id)


@pytest.fixture
def join(db):
    """Let somebody new hold roles in the trust, or in the organisation of a code."""

    def join(name, *roles, code="ZX9"):
        with immediate(db):
            new = add_person(db, name, at=examples.AT)
            for role in roles:
                grant = Grant(role, code)
                set_grant(db, new.id, grant, True, by=local_person(db), at=examples.AT)
        return person_by_id(db, new.id)

    return join


@pytest.fixture
def priya(join):
    """Return a contributor of the trust."""
    return join("Priya Shah", Role.CONTRIBUTOR)


@pytest.fixture
def ruth(join):
    """Return an approver of the trust."""
    return join("Ruth Adeyemi", Role.APPROVER)


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
