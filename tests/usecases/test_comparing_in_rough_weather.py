"""Systems as they are: members of two, merged, split, leaving; other rules; guests; files."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from readiness.content import rules_folder
from readiness.domain.access import Grant, Role
from readiness.domain.assessment import Answer
from readiness.domain.checked import Opinion
from readiness.domain.comparison import Way
from readiness.domain.hosted import share
from readiness.domain.organisation import Organisation, OrganisationKind
from readiness.domain.reader import read_pack
from readiness.domain.record import digest_of, write_given
from readiness.domain.tally import tally_of
from readiness.domain.verdict import assess
from readiness.storage.assessments import close_assessment
from readiness.storage.database import add, immediate, time_text
from readiness.storage.grants import set_grant
from readiness.storage.packs import current_pack, keep_pack
from readiness.storage.people import add_person
from readiness.storage.reviews import add_review
from readiness.usecases.comparison import read_comparison
from readiness.usecases.grouping import Followed
from readiness.usecases.organisation import local_person
from tests.examples import AT, edited_pack, tiny_pack
from tests.respondents import respondent
from tests.systems import SYSTEM, fill_system, follow, join, submit_signed

ON = AT.date()
DAY = timedelta(days=1)
OTHER = Organisation("ZXW", "Dale and Vale", OrganisationKind.ICB)
OLD = Organisation("ZXO", "Old Hale", OrganisationKind.ICB)
CLINIC = Organisation("ZX99", "Late Clinic")


@pytest.fixture
def tiny(rules):
    return current_pack(rules, "tiny")


@pytest.fixture
def look(db, tiny):
    """Read the comparison of a system, for whoever runs the copy unless somebody is named."""

    def look(system=SYSTEM.ods_code, *, pack=tiny, person=None, **how):
        return read_comparison(db, system, pack, person=person or local_person(db), on=ON, **how)

    return look


@pytest.fixture
def submit(db, tiny):
    """Let an organisation submit what somebody made-up would, and sign it off."""

    def submit(organisation, pack=tiny, *, files=None, at=AT, seed=1, **fields):
        made = respondent(pack, Random(seed), whole=True)
        given = replace(made, organisation=organisation, on=at.date(), **fields)
        with immediate(db):
            keep_pack(db, pack, files or tiny_pack(), at=at)
            return submit_signed(db, pack, given, person=local_person(db), at=at), given

    return submit


def test_a_member_that_two_systems_claim_is_counted_in_both(db, rules, look):
    codes = fill_system(db, rules, 3, pack_key="tiny")
    with immediate(db):
        join(db, Organisation(codes[0], "Fernhollow 0"), system=OTHER)

    here, there = look(), look("ZXW")

    assert [one.elsewhere for one in here.members] == [("ZXW",), (), ()]
    assert [one.elsewhere for one in there.members] == [("ZXY",)]
    assert (len(here.submitters), len(there.submitters)) == (3, 1)


def test_members_of_a_system_that_was_merged_are_counted_where_they_are_now(db, look, submit):
    with immediate(db):
        join(db, CLINIC, system=OLD)
        join(db, system=SYSTEM)
        follow(db, OLD.ods_code, SYSTEM.ods_code, on=ON - 30 * DAY)
    submit(CLINIC)

    found = look()

    (member,) = found.submitters
    assert (member.code, member.via, member.sure) == ("ZX99", "ZXO", True)
    with pytest.raises(Followed, match=r"followed by Wexmoor and Hale \(ZXY\)") as followed:
        look("ZXO")
    assert [one.ods_code for one in followed.value.heirs] == ["ZXY"]


def test_a_role_in_the_old_system_holds_in_the_new_one(db, look):
    with immediate(db):
        join(db, CLINIC, system=OLD)
        join(db, system=SYSTEM)
        follow(db, OLD.ods_code, SYSTEM.ods_code, on=ON)
        sue = add_person(db, "Sue", at=AT)
        grant = Grant(Role.COMMISSIONER, OLD.ods_code)
        set_grant(db, sue.id, grant, True, by=local_person(db), at=AT)

    assert [one.code for one in look(person=sue).members] == ["ZX99"]
    with pytest.raises(Followed):
        look("ZXO", person=sue)


def test_members_of_a_system_that_was_split_are_not_sure_where_they_are(db, look):
    with immediate(db):
        join(db, CLINIC, system=OLD)
        join(db, system=SYSTEM)
        join(db, system=OTHER)
        follow(db, OLD.ods_code, SYSTEM.ods_code, OTHER.ods_code, on=ON)

    for system in ("ZXY", "ZXW"):
        (member,) = look(system).members
        assert (member.via, member.sure) == ("ZXO", False)


def test_who_left_is_in_no_figure_and_is_named(db, look, submit):
    silent = Organisation("ZX98", "Silent Clinic")
    with immediate(db):
        join(db, CLINIC, silent, until=ON - DAY)
    submit(CLINIC)

    found = look()

    assert found.members == ()
    assert [(one.code, one.until) for one in found.left] == [("ZX99", ON - DAY)]


def test_who_leaves_today_is_still_counted(db, look, submit):
    with immediate(db):
        join(db, CLINIC, until=ON)
    submit(CLINIC)

    assert [one.code for one in look().submitters] == ["ZX99"]
    assert look().left == ()


def test_a_later_submission_takes_the_place_of_the_earlier_and_changes_the_mark(db, look, submit):
    with immediate(db):
        join(db, CLINIC)
    nothing = look().mark
    submit(CLINIC, at=AT - 9 * DAY, seed=1)
    before = look()
    with immediate(db):
        close_assessment(db, before.submitters[0].submitted.assessment, at=AT - DAY)
    submit(CLINIC, at=AT - DAY, seed=2)

    after = look()

    assert (nothing[:2], before.mark[:2], after.mark[:2]) == ("0-", "1-", "1-")
    assert before.mark != after.mark
    assert after.submitters[0].submitted.at == ON - DAY
    assert look(as_of=ON - 5 * DAY).mark == before.mark


def test_rules_that_only_read_otherwise_are_comparable(db, look, submit):
    files = edited_pack(("How far is the plan?", "How far has the plan come?"))
    with immediate(db):
        join(db, CLINIC)
    submit(CLINIC, read_pack(files), files=files)

    found = look()

    assert (len(found.compared), found.compared[0].submitted.differs) == (1, 0)


def test_rules_that_differ_are_left_out_until_they_are_judged_again(db, look, submit, tiny):
    files = edited_pack(("strength: hard", "strength: soft"))
    with immediate(db):
        join(db, CLINIC)
    _, given = submit(CLINIC, read_pack(files), files=files)

    found, again = look(), look(by_these_rules=True)

    differs = found.submitters[0].submitted.differs
    assert (len(found.compared), differs) == (0, len(tiny.hard_rules))
    assert found.shares.all == 0
    assert [one.submitted.tally for one in again.compared] == [tally_of(assess(tiny, given), tiny)]


def test_without_hard_rules_nothing_stops_anybody(db, look, submit):
    files = edited_pack(("strength: hard", "strength: soft"))
    soft = read_pack(files)
    with immediate(db):
        join(db, CLINIC)
    submit(CLINIC, soft, files=files)

    found = look(pack=soft)

    assert (found.columns, found.shares.all) == ({}, 0)
    assert found.stages.evidenced == (0, 0, 1)


def test_a_guest_stands_where_its_own_verdict_says(db, look):
    pack, random = current_pack(rules_folder(), "hscn"), Random(4)
    for number in range(12):
        host, guest = respondent(pack, random), respondent(pack, random)
        guest = replace(guest, organisation=Organisation(f"ZX{number}", f"Guest {number:02}"))
        sections = [key for key in pack.hosting.sections if random.random() < 0.7]
        shared = share(pack, host, sections, assessment=4, submission=2, adopted=ON)
        guest = replace(guest, host=shared)
        with immediate(db):
            join(db, guest.organisation)
            keep_pack(db, pack, {}, at=AT)
            submit_signed(db, pack, guest, person=local_person(db), at=AT)
        (found,) = look(pack=pack, members=[guest.organisation.ods_code]).submitters

        assert found.submitted.tally == tally_of(assess(pack, guest), pack)


def test_what_came_back_in_a_file_counts_and_an_estimate_never(db, tiny, look):
    with immediate(db):
        keep_pack(db, tiny, tiny_pack(), at=AT)
        join(db, CLINIC, Organisation("ZX98", "Estimated Clinic"))
        _return(db, tiny, "ZX99", Way.RETURNED)
        _return(db, tiny, "ZX98", Way.ESTIMATE)

    found = look()

    assert [(one.code, one.submitted.way) for one in found.submitters] == [("ZX99", Way.RETURNED)]
    assert found.stages.of == 1
    assert [one.code for one in found.members if one.estimate] == ["ZX98"]


def test_what_was_signed_off_after_a_file_came_back_takes_its_place(db, tiny, look, submit):
    with immediate(db):
        keep_pack(db, tiny, tiny_pack(), at=AT)
        join(db, CLINIC)
        _return(db, tiny, "ZX99", Way.RETURNED, at=AT - 9 * DAY)
    submit(CLINIC, at=AT - DAY)

    assert look().submitters[0].submitted.way is Way.SIGNED
    assert look(as_of=ON - 2 * DAY).submitters[0].submitted.way is Way.RETURNED


def test_a_reviewer_counts_from_the_day_of_the_opinion(db, tiny, look, submit):
    with immediate(db):
        join(db, CLINIC)
    submission, _ = submit(CLINIC, at=AT - 9 * DAY)
    key = tiny.hard_rules[0].key
    with immediate(db):
        add_review(
            db, submission.id, key, Opinion.AGREE, "", 1, person=local_person(db), at=AT - DAY
        )

    assert look().submitters[0].submitted.checked is not None
    assert look(as_of=ON - 5 * DAY).submitters[0].submitted.checked is None


def _return(db, pack, code, way, at=AT):
    made = respondent(pack, Random(3), whole=True)
    answers = {key: Answer(one.value) for key, one in made.answers.items()}
    given = replace(made, organisation=Organisation(code, code), on=at.date(), answers=answers)
    document = write_given(given, pack)
    add(
        db,
        "returned_documents",
        organisation=code,
        pack_key=pack.key,
        fingerprint=pack.fingerprint,
        document=document,
        digest=digest_of(document),
        way=str(way),
        declared_by="A Marsh",
        declared_on=at.date().isoformat(),
        file="returned.xlsx",
        person=1,
        at=time_text(at),
    )
