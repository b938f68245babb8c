"""Importing a register: what is kept, what stays, and what a second import changes."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from readiness.domain.access import Grant, Role
from readiness.domain.errors import Conflict, InvalidAnswer, NotAllowed
from readiness.domain.organisation import Membership, OrganisationKind
from readiness.domain.succession import Member
from readiness.files.register import read_register
from readiness.storage.database import immediate, rows
from readiness.storage.events import events_of
from readiness.storage.grants import set_grant
from readiness.storage.organisations import memberships_of, organisation_by_code, systems_of
from readiness.usecases.about import about_organisation, codes_with_history, members_of_system
from readiness.usecases.assessment import start_assessment
from readiness.usecases.organisation import add_organisation, change_organisation, join_system
from readiness.usecases.register import (
    add_without_code,
    import_register,
    preview_import,
    read_state,
)
from tests import examples
from tests.registers import england, official, table

TRUST = official(
    "ZX9", "ALDERMOOR NHS TRUST", geography="QZA", postcode="ZZ1 1ZZ", opened="20200401"
)
CLINIC = official("ZX8", "BRACKENFELL CLINIC", geography="QZS")
SUCCESSIONS = table(
    ["predecessor", "predecessor_name", "successor", "successor_name", "date"],
    ["QZA", "Fen", "QZM", "Fen and Moor", "2026-04-01"],
    ["QZS", "Dale", "QZM", "Fen and Moor", "2026-04-01"],
    ["QZS", "Dale", "QZN", "Dale and Vale", "2026-04-01"],
)


@pytest.fixture
def take(db, person):
    """Import files, by name, and return what that changed."""

    def take(at=examples.AT, **files):
        read = [r for name, data in files.items() for r in read_register(f"{name}.csv", data)]
        seen = preview_import(db, read, person=person, on=at.date()).digest
        return import_register(db, read, seen=seen, person=person, at=at)

    return take


def fates(preview):
    return {d.now.code: str(d.fate) for d in preview.comparison.differences}


def test_a_preview_stores_nothing(db, person, counted):
    before = counted()
    preview = preview_import(
        db, read_register("etr.csv", table(TRUST)), person=person, on=examples.ON
    )

    assert fates(preview) == {"ZX9": "added"}
    assert counted() == before


def test_an_import_makes_the_organisation_its_place_and_an_event(db, take):
    take(etr=table(TRUST))

    organisation = organisation_by_code(db, "ZX9")
    assert (organisation.name, organisation.kind) == ("Aldermoor NHS Trust", OrganisationKind.TRUST)
    assert memberships_of(db, "ZX9") == (Membership("ZX9", "QZA", "geographic"),)
    (event,) = events_of(db, "register", "")
    assert (event.what, event.detail["added"], event.detail["files"][0]["file"]) == (
        "imported",
        1,
        "etr.csv",
    )


def test_a_second_import_changes_not_one_row(take, counted):
    files = {
        "etr": table(TRUST, CLINIC),
        "ours": table(["code", "name", "system"], ["ZX9", "Our name", "QZB"]),
        "successions": SUCCESSIONS,
    }
    take(**files)
    before = counted()
    again = take(**files)

    assert again.changes_nothing
    assert counted() == before


def test_what_people_said_stays_and_what_the_register_said_follows_it(db, take, person):
    take(etr=table(TRUST, CLINIC))
    mine = replace(
        organisation_by_code(db, "ZX9"), name="Aldermoor (our name)", setting=None, sites=12
    )
    change_organisation(db, mine, person=person, at=examples.AT)

    take(etr=table(official("ZX9", "ALDERMOOR FT"), official("ZX8", "NEW CLINIC")))
    assert organisation_by_code(db, "ZX9") == mine
    assert organisation_by_code(db, "ZX8").name == "New Clinic"


def test_an_organisation_that_people_added_keeps_its_facts_and_gains_those_of_the_register(
    db, take, person
):
    add_organisation(db, replace(examples.TRUST, kind=None), person=person, at=examples.AT)
    place = Membership("ZX9", "QZA", "geographic", until=date(2027, 1, 1))
    join_system(db, place, person=person, at=examples.AT)
    take(etr=table(official("ZX9", "SOMETHING ELSE", geography="QZA")))

    assert organisation_by_code(db, "ZX9") == examples.TRUST
    assert memberships_of(db, "ZX9") == (place,)


def test_history_is_kept_and_a_place_that_is_said_no_more_has_an_end(db, take):
    take(etr=table(TRUST))
    later = examples.AT + timedelta(days=30)
    preview = take(at=later, etr=table(official("ZX9", "ALDERMOOR NHS TRUST", geography="QZB")))

    assert fates(preview) == {"ZX9": "changed"}
    assert memberships_of(db, "ZX9") == (
        Membership("ZX9", "QZA", "geographic", None, date(2026, 12, 23)),
        Membership("ZX9", "QZB", "geographic", date(2026, 12, 24)),
    )
    said = rows(db, "select version, places from register_entries where code = 'ZX9' order by id")
    assert [version for version, _ in said] == [1, 2]


def test_what_was_looked_at_is_imported_or_nothing(db, person, take, counted):
    read = read_register("etr.csv", table(TRUST))
    seen = preview_import(db, read, person=person, on=examples.ON).digest
    take(ours=table(["code", "name"], ["ZX1", "Somebody"]))
    before = counted()

    with pytest.raises(Conflict, match="Look at what would change now"):
        import_register(db, read, seen=seen, person=person, at=examples.AT)
    assert counted() == before


def test_a_code_that_nobody_names_is_told_and_costs_no_other(db, person):
    places = table(["code", "system"], ["ZX9", "QZB"], ["ZX7", "QZB"])
    read = [*read_register("edges.csv", places), *read_register("etr.csv", table(TRUST))]
    preview = preview_import(db, read, person=person, on=examples.ON)

    assert [(f.file, f.line, f.where) for f in preview.faults] == [("edges.csv", 3, "ZX7")]
    assert fates(preview) == {"ZX9": "added"}


def test_no_assessment_starts_for_what_is_closed_and_its_successor_is_named(
    db, rules, person, take
):
    take(etr=table(TRUST))
    open_ = start_assessment(db, rules, "tiny", "ZX9", person=person, at=examples.AT)
    take(etr=table([*TRUST[:11], "20260930", *TRUST[12:]], official("ZX8", "BRACKENFELL")))
    take(s=table(["predecessor", "successor", "date"], ["ZX9", "ZX8", "2026-10-01"]))

    assert start_assessment(db, rules, "tiny", "ZX9", person=person, at=examples.AT) == open_
    with immediate(db):
        db.execute("update assessments set closed_at = ?", [examples.AT.isoformat()])
    with pytest.raises(InvalidAnswer, match=r"closed on 30 September 2026.*Brackenfell \(ZX8\)"):
        start_assessment(db, rules, "tiny", "ZX9", person=person, at=examples.AT)


def test_a_system_closes_with_its_succession_and_its_members_stand_under_the_new_code(
    db, rules, person, take
):
    take(etr=table(TRUST, CLINIC), s=SUCCESSIONS)

    on = date(2026, 4, 1)
    assert members_of_system(db, "QZM", person=person, on=on) == (
        Member("ZX8", "geographic", "QZS", sure=False),
        Member("ZX9", "geographic", "QZA"),
    )
    assert members_of_system(db, "QZA", person=person, on=date(2026, 3, 31)) == (
        Member("ZX9", "geographic"),
    )
    assert codes_with_history(db, "QZM", person=person, on=on) == ("QZM", "QZA", "QZS")
    with pytest.raises(InvalidAnswer, match=r"Fen and Moor \(QZM\)"):
        start_assessment(db, rules, "tiny", "QZA", person=person, at=examples.AT)
    old = about_organisation(db, "QZS", person=person, on=examples.ON)
    assert [one.successor for one in old.followed_by] == ["QZM", "QZN"]
    assert old.closed == date(2026, 3, 31)


def test_who_may_see_a_member_follows_a_merger_and_stops_at_a_split(db, take):
    take(etr=table(TRUST, CLINIC), s=SUCCESSIONS)

    assert systems_of(db, "ZX9") == {"QZM"}
    assert systems_of(db, "ZX8") == set()


def test_a_body_without_a_code_gets_the_next_of_this_copy(db, person):
    codes = [
        add_without_code(db, name, None, person=person, at=examples.AT).ods_code
        for name in ("Fen Data Centre", "Moor Exchange")
    ]

    assert codes == ["L-0001", "L-0002"]
    with pytest.raises(InvalidAnswer):
        add_without_code(db, "  ", None, person=person, at=examples.AT)


@pytest.mark.parametrize(
    "deed",
    [
        lambda db, who: preview_import(db, (), person=who, on=examples.ON),
        lambda db, who: import_register(db, (), seen="", person=who, at=examples.AT),
        lambda db, who: add_without_code(db, "Fen", None, person=who, at=examples.AT),
        lambda db, who: read_state(db, person=who, on=examples.ON),
    ],
)
def test_only_an_administrator_may_touch_the_register(db, person, tom, deed, counted):
    with immediate(db):
        set_grant(db, tom.id, Grant(Role.IT_LEAD, "ZX9"), True, by=person, at=examples.AT)
    before = counted()

    with pytest.raises(NotAllowed):
        deed(db, tom)
    assert counted() == before


def test_an_import_that_fails_half_way_leaves_nothing(db, take, counted, monkeypatch):
    before = counted()

    def fail(*_args, **_kwargs):
        raise RuntimeError("the power fails")

    monkeypatch.setattr("readiness.usecases.register.note_event", fail)
    with pytest.raises(RuntimeError):
        take(etr=table(TRUST))
    assert counted() == before


def test_all_of_england_comes_in_and_a_second_time_changes_nothing(db, person, counted):
    read = [r for file in england() for r in read_register(file.name, file.read_bytes())]
    seen = preview_import(db, read, person=person, on=examples.ON)
    import_register(db, read, seen=seen.digest, person=person, at=examples.AT)

    def count(kind, extra=""):
        sql = f"""select count(*) from organisations join organisation_keys on code = ods_code
            where kind = ? and (closed is null or closed >= '2026-11-24') {extra}"""
        return rows(db, sql, (kind,))[0][0]

    english = """and code in (select code from register_entries
        where source = 'gp_practices' or source = 'organisations')"""
    assert count("trust", english) == 199
    assert count("icb") == 36
    assert count("local-authority") == 153
    assert count("gp-practice", english) == 6203
    assert all(fault.line for fault in seen.faults)
    before = counted()
    again = preview_import(db, read, person=person, on=examples.ON)
    import_register(db, read, seen=again.digest, person=person, at=examples.AT)
    assert again.changes_nothing
    assert counted() == before
