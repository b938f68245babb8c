"""A copy with the register of England, if that is here, and many made-up submissions."""

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from readiness.content import rules_folder
from readiness.domain.organisation import Membership, Organisation, OrganisationKind
from readiness.files.register import read_register
from readiness.storage.database import immediate, open_database, prepare, rows
from readiness.storage.organisations import organisations_by_code, store_membership
from readiness.storage.organisations import store_organisation as store
from readiness.storage.packs import current_folder, keep_pack
from readiness.storage.people import person_by_id
from readiness.usecases.organisation import local_person
from readiness.usecases.register import import_preview, preview_import
from tests.registers import england
from tests.respondents import respondent
from tests.systems import submit_signed

SIZES = {"ZXA": 40, "ZXB": 440, "ZXC": 6558}
"""The systems that are filled, and how many members each has; four in five submitted."""


def fill_crowds(path):
    """Fill a new database; return whether the codes are real."""
    prepare(path)
    with closing(open_database(path)) as db:
        real = _register(db)
        codes = _codes(db, max(SIZES.values()))
        with immediate(db):
            for system, size in SIZES.items():
                name = f"The first {size:,}"
                store(db, Organisation(system, name, OrganisationKind.OTHER), at=_now())
                for code in codes[:size]:
                    store_membership(db, Membership(code, system, "member"), at=_now())
            _submit(db, codes)
    return real


def _now():
    return datetime.now(UTC)


def _register(db):
    """Import the register of England; false where it is not here."""
    try:
        files = england()
    except pytest.skip.Exception as reason:
        print(f"made-up codes: {reason}")
        return False
    person, at = local_person(db), _now()
    read = [one for file in files for one in read_register(file.name, file.read_bytes())]
    import_preview(db, preview_import(db, read, person=person, on=at.date()), person=person, at=at)
    return True


def _codes(db, size):
    """Return so many codes of members of systems, made up where there are too few real ones."""
    found = rows(
        db,
        """select ods_code from organisations join organisation_keys on code = ods_code
           where organisation_keys.closed is null and kind <> 'icb' and ods_code in (
               select organisation from memberships where system in
                   (select ods_code from organisations where kind = 'icb') and until is null
           ) order by kind = 'gp-practice', ods_code limit ?""",
        (size,),
    )
    codes = [code for (code,) in found]
    made_up = [f"Z{number:06}" for number in range(size - len(codes))]
    with immediate(db):
        for code in made_up:
            store(db, Organisation(code, f"Fernhollow {code}"), at=_now())
    return Random(20261124).sample(codes, len(codes)) + made_up


def _submit(db, codes):
    """Let four in five of them submit, and sign off, up to half a year ago."""
    random, folder = Random(20261124), current_folder(rules_folder(), "hscn")
    person, now = person_by_id(db, 1), _now()
    keep_pack(db, folder.pack, folder.files, at=now)
    for organisation in organisations_by_code(db, codes):
        given = respondent(folder.pack, random)
        if random.random() < 0.8:
            at = now - timedelta(days=random.randint(0, 180))
            given = replace(given, organisation=organisation, on=at.date())
            submit_signed(db, folder.pack, given, person=person, at=at)
