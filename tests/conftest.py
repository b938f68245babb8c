"""The few fixtures that everyone needs."""

from contextlib import closing

import pytest

from readiness.storage.database import IN_MEMORY, migrate, open_database
from tests import examples


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
