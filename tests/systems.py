"""A made-up system of any size, some of whose members submitted; alike for the same seed."""

from dataclasses import replace
from datetime import timedelta
from random import Random

from readiness.domain.organisation import Membership, Organisation, OrganisationKind, Setting
from readiness.domain.record import digest_of, write_given
from readiness.domain.register import Entry, Reading, Said
from readiness.domain.sign_off import Decision
from readiness.domain.succession import Succession
from readiness.storage.assessments import add_assessment, assessment_by_id
from readiness.storage.database import immediate
from readiness.storage.organisations import store_membership, store_organisation
from readiness.storage.packs import current_folder, keep_pack
from readiness.storage.people import person_by_id
from readiness.storage.register import note_import, store_entries
from readiness.storage.register_places import store_successions
from readiness.storage.sign_offs import add_sign_off
from readiness.storage.submissions import add_submission
from tests.respondents import AT, respondent

SYSTEM = Organisation("ZXY", "Wexmoor and Hale", OrganisationKind.ICB)
KINDS = (
    *[(OrganisationKind.TRUST, Setting.ACUTE)] * 3,
    *[(OrganisationKind.TRUST, Setting.MENTAL_HEALTH)] * 2,
    (OrganisationKind.TRUST, Setting.AMBULANCE),
    *[(OrganisationKind.LOCAL_AUTHORITY, None)] * 4,
    *[(OrganisationKind.GP_PRACTICE, None)] * 8,
    *[(OrganisationKind.HOSPICE, None)] * 3,
    *[(OrganisationKind.INDEPENDENT_PROVIDER, None)] * 3,
)
"""The kinds of the members of a system of 24, over and over for larger ones."""


def fill_system(db, rules, size, *, submitted=None, pack_key="hscn", system=SYSTEM, seed=20261124):
    """Make a system of so many members, of whom so many submitted and signed off.

    Who submitted is spread over the kinds; submissions are up to 150 days old.

    Returns:
        The codes of the members, in the order in which they were made.
    """
    random, folder = Random(seed), current_folder(rules, pack_key)
    submitted = size if submitted is None else submitted
    wanting = set(random.sample(range(size), submitted))
    codes = []
    with immediate(db):
        person = person_by_id(db, 1)
        keep_pack(db, folder.pack, folder.files, at=AT)
        store_organisation(db, system, at=AT)
        for number in range(size):
            given = respondent(folder.pack, random)
            kind, setting = KINDS[number % len(KINDS)]
            organisation = Organisation(
                f"{system.ods_code}{number:04}", f"Fernhollow {number}", kind, setting, sites=3
            )
            store_organisation(db, organisation, at=AT)
            place = Membership(organisation.ods_code, system.ods_code, "member")
            store_membership(db, place, at=AT)
            codes.append(organisation.ods_code)
            if number in wanting:
                at = AT - timedelta(days=random.randint(0, 150))
                given = replace(given, organisation=organisation, on=at.date())
                submit_signed(db, folder.pack, given, person=person, at=at)
    return codes


def join(db, *organisations, system=SYSTEM, since=None, until=None, at=AT):
    """Place organisations in a system, which is stored as well; inside `immediate`."""
    store_organisation(db, system, at=at)
    for one in organisations:
        store_organisation(db, one, at=at)
        place = Membership(one.ods_code, system.ods_code, "member", since, until)
        store_membership(db, place, at=at)


def follow(db, old, *new, on, at=AT):
    """Let systems follow another from a day; inside `immediate`."""
    read = Reading("icb_succession.csv", "icb_succession", "")
    number = note_import(db, read, person=person_by_id(db, 1), at=at)
    store_successions(db, number, [Succession(old, code, on) for code in new])


def place_in_region(db, region, *codes, at=AT):
    """Let a register say in which region some organisations lie; inside `immediate`."""
    number = note_import(db, Reading("icbs.csv", "icbs", ""), person=person_by_id(db, 1), at=at)
    said = [(Said("icbs", Entry(code, region=region)), 1) for code in codes]
    store_entries(db, number, said)


def submit_signed(db, pack, given, *, person, at):
    """Keep a submission that was signed off at once, as the storage layer does; return its row."""
    assessment = add_assessment(db, given.organisation.ods_code, pack, person=person, at=at)
    document = write_given(given, pack)
    submission = add_submission(
        db,
        assessment_by_id(db, assessment),
        document,
        digest_of(document),
        judged_on=given.on,
        person=person,
        at=at,
    )
    add_sign_off(db, submission.id, Decision.SIGNED, "Signed.", person=person, at=at)
    return submission
