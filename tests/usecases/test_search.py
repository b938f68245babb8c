from contextlib import closing

import pytest

from readiness.domain.access import Grant, Role
from readiness.domain.errors import NotAllowed, NotFound
from readiness.domain.organisation import Organisation, Person
from readiness.files.register import read_register
from readiness.storage.database import IN_MEMORY, immediate, open_database
from readiness.storage.grants import set_grant
from readiness.storage.migrations import STEPS, keep_the_register
from readiness.storage.people import person_by_id
from readiness.usecases.about import about_organisation
from readiness.usecases.assessment import start_assessment
from readiness.usecases.organisation import add_organisation, change_organisation, local_person
from readiness.usecases.register import import_register, preview_import
from readiness.usecases.search import find_organisation, find_organisations, used_organisations
from tests import examples
from tests.registers import official, table

REGISTER = table(
    official("ZX9", "ALDERMOOR HOSPITALS NHS TRUST", postcode="ZZ1 1ZZ"),
    official("ZX8", "BRACKENFELL COMMUNITY NHS TRUST", postcode="ZZ1 2ZZ"),
    official("ZX7", "ST BRANNOC'S NHS TRUST", postcode="ZZ10 0ZZ"),
    official("ZX6", "ALDERMOOR OLD HOSPITAL", postcode="ZZ1 1ZZ", closed="20200331"),
    official("ALDER", "FENWICK NHS TRUST"),
)


@pytest.fixture
def register(db, person):
    """Import a small register."""
    read = read_register("etr.csv", REGISTER)
    seen = preview_import(db, read, person=person, on=examples.ON).digest
    import_register(db, read, seen=seen, person=person, at=examples.AT)


@pytest.fixture
def find(db, person, register):
    """Return the codes that are found."""

    def find(typed, who=person):
        found = find_organisations(db, typed, person=who, on=examples.ON)
        return [one.organisation.ods_code for one in found]

    return find


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("ZX9", "ZX9"),
        ("zx9", "ZX9"),
        ("aldermoor", "ZX9"),
        ("aldremor", "ZX9"),
        ("alder moor hospitals", "ZX9"),
        ("hosptals aldermoor", "ZX9"),
        ("saint branocs", "ZX7"),
        ("St. Brannoc’s", "ZX7"),
        ("zz11zz", "ZX9"),
        ("ZZ1 IZZ", "ZX9"),
        ("zz1O ozz", "ZX7"),
        ("brackenfel comunity", "ZX8"),
    ],
)
def test_it_is_found_although_it_is_not_spelt_right(find, typed, first):
    assert find(typed)[0] == first


def test_a_code_comes_before_a_name_and_what_is_open_before_what_is_closed(find):
    assert find("ALDER")[0] == "ALDER"
    assert find("aldermoor") == ["ZX9", "ZX6"]
    assert find("ZZ1 1ZZ") == ["ZX9", "ZX6"]


@pytest.mark.parametrize("typed", ["", "  ", "zzqqxx", '"', "* OR *", "'; drop table", "a" * 5_000])
def test_what_means_nothing_finds_nothing_and_breaks_nothing(find, typed):
    assert find(typed) == []


def test_a_corrected_name_is_found_at_once(db, person, find):
    changed = Organisation("ZX9", "Quillerby NHS Trust")
    change_organisation(db, changed, person=person, at=examples.AT)

    assert find("quillerby") == ["ZX9"]


def test_what_no_register_names_is_found_by_its_own_people_only(db, person, tom, find):
    own = Organisation("ZY1", "Thistledown Unit")
    add_organisation(db, own, person=person, at=examples.AT)

    assert find("thistledown") == ["ZY1"]
    assert find("thistledown", tom) == []
    with pytest.raises(NotFound):
        about_organisation(db, "ZY1", person=tom, on=examples.ON)
    with immediate(db):
        set_grant(db, tom.id, Grant(Role.IT_LEAD, "ZY1"), True, by=person, at=examples.AT)
    assert find("thistledown", person_by_id(db, tom.id)) == ["ZY1"]


def test_the_register_is_for_everybody_who_is_known_here(db, tom, find):
    assert find("brackenfell", tom) == ["ZX8"]
    assert not about_organisation(db, "ZX8", person=tom, on=examples.ON).may_change
    assert find_organisations(db, "brackenfell", person=tom, on=examples.ON, own=True) == ()
    with pytest.raises(NotFound):
        find_organisation(db, "ZX8", person=tom)
    with pytest.raises(NotAllowed):
        find("brackenfell", Person(404, "A stranger"))


def test_what_is_listed_to_choose_from_was_used_and_is_ones_own(db, rules, person, tom, register):
    assert used_organisations(db, person=person) == ()
    start_assessment(db, rules, "tiny", "ZX9", person=person, at=examples.AT)

    assert [one.ods_code for one in used_organisations(db, person=person)] == ["ZX9"]
    with immediate(db):
        set_grant(db, tom.id, Grant(Role.IT_LEAD, "ZX9"), False, by=person, at=examples.AT)
    assert used_organisations(db, person=tom) == ()
    with immediate(db):
        set_grant(db, tom.id, Grant(Role.IT_LEAD, "ZX8"), True, by=person, at=examples.AT)
    assert [one.ods_code for one in used_organisations(db, person=tom)] == ["ZX8"]


def test_organisations_from_before_there_was_a_register_are_found_too():
    with closing(open_database(IN_MEMORY)) as db, immediate(db):
        for step in STEPS[: STEPS.index(keep_the_register)]:
            step(db)
        db.execute("insert into organisations values ('ZX9', 'Aldermoor', null, null, null, '')")
        keep_the_register(db)

        (found,) = find_organisations(db, "aldremoor", person=local_person(db), on=examples.ON)
    assert found.organisation.ods_code == "ZX9"
