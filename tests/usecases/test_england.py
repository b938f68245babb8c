"""The real registers, where they are, make 36 systems in seven regions, nobody counted twice."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from readiness.domain.regions import REGIONS
from readiness.files.register import read_register
from readiness.storage.packs import current_pack
from readiness.usecases.comparison import read_comparison
from readiness.usecases.grouping import Followed
from readiness.usecases.regions import read_systems
from readiness.usecases.register import import_register, preview_import
from tests.registers import england

AT = datetime(2026, 11, 24, 10, 12, tzinfo=UTC)
ON = AT.date()


@pytest.fixture
def filled(db, person):
    files = england()
    read = [one for file in files for one in read_register(file.name, file.read_bytes())]
    seen = preview_import(db, read, person=person, on=ON).digest
    import_register(db, read, seen=seen, person=person, at=AT)
    return db


def test_every_system_lies_in_a_region_and_agrees_with_its_own_page(filled, rules, person):
    pack = current_pack(rules, "tiny")

    page = read_systems(filled, "", pack, person=person, on=ON)

    regions = page.table.regions
    assert [one.total.code for one in regions] == list(REGIONS)
    rows = [row for region in regions for row in region.systems]
    assert (len(rows), page.unknown) == (36, 0)
    for row in rows:
        own = read_comparison(filled, row.code, pack, person=person, on=ON)
        assert [one.code for one in row.comparison.members] == [one.code for one in own.members]
    counts = Counter(one.code for row in rows for one in row.comparison.members)
    assert page.table.total.members == len(counts)
    assert page.table.twice == sum(count > 1 for count in counts.values()) > 0


def test_the_twelve_boards_of_before_april_lead_to_those_that_followed(filled, rules, person):
    pack = current_pack(rules, "tiny")
    olds = {
        old for (old,) in filled.execute("select distinct predecessor from successions").fetchall()
    }

    assert len(olds) == 12
    for old in olds:
        with pytest.raises(Followed):
            read_comparison(filled, old, pack, person=person, on=ON)
