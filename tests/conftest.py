"""The few fixtures that everyone needs."""

import os
from contextlib import closing

import pytest
from hypothesis import settings

from readiness.storage.database import IN_MEMORY, migrate, open_database
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
