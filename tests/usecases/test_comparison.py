"""What a comparison says of each member is what its own verdict says."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from readiness.content import rules_folder
from readiness.domain.checked import Opinion, checked
from readiness.domain.comparison import Way, columns, shares_in
from readiness.domain.condition import Truth
from readiness.domain.errors import NotFound
from readiness.domain.record import digest_of, read_given, write_given
from readiness.domain.tally import checked_stage, tally_of
from readiness.domain.verdict import assess
from readiness.storage.database import add, immediate
from readiness.storage.packs import current_pack
from readiness.storage.people import add_person
from readiness.storage.submissions import submission_by_number
from readiness.usecases.comparison import read_comparison
from readiness.usecases.organisation import local_person
from tests.examples import AT
from tests.respondents import respondent
from tests.systems import SYSTEM, fill_system

ON = AT.date()


@pytest.fixture(scope="module")
def hscn():
    return current_pack(rules_folder(), "hscn")


def comparison_of(db, pack, **how):
    return read_comparison(db, SYSTEM.ods_code, pack, person=local_person(db), on=ON, **how)


def test_every_member_stands_where_its_own_verdict_says(db, hscn):
    fill_system(db, rules_folder(), 24, submitted=19)

    found = comparison_of(db, hscn)

    assert (len(found.members), len(found.submitters), len(found.compared)) == (24, 19, 19)
    for member in found.submitters:
        document = submission_by_number(db, member.submitted.assessment, 1).submission.document
        verdict = assess(hscn, read_given(document, hscn, "it"))
        assert member.submitted.tally == tally_of(verdict, hscn)


def test_stages_and_shares_count_everybody_once(db, hscn):
    fill_system(db, rules_folder(), 24, submitted=19)

    found = comparison_of(db, hscn)

    assert sum(found.stages.evidenced) == found.stages.of == 19
    assert sum(found.stages.claimed) + found.stages.unclaimed == 19
    assert found.stages.unchecked == 19
    applying = sum(len(tally.truths.replace("-", "")) for tally in found.tallies)
    assert found.shares.all == applying
    assert sum(column.count(Truth.NO) for column in found.columns.values()) == found.shares.not_met


def test_an_earlier_day_knows_only_what_had_been_signed_off(db, hscn):
    fill_system(db, rules_folder(), 24)

    then = comparison_of(db, hscn, as_of=ON - timedelta(days=60))
    now = comparison_of(db, hscn)

    assert 0 < len(then.submitters) < len(now.submitters) == 24
    assert all(one.submitted.at <= ON - timedelta(days=60) for one in then.submitters)


def test_nobody_without_a_role_in_the_system_sees_its_rows(db, hscn):
    fill_system(db, rules_folder(), 2)
    with pytest.raises(NotFound):
        read_comparison(db, SYSTEM.ods_code, hscn, person=_stranger(db), on=ON)


def _stranger(db):
    with immediate(db):
        return add_person(db, "Nobody", at=AT)


def test_checked_stages_agree_with_those_of_a_single_verdict(hscn):
    random = Random(7)
    for _ in range(40):
        verdict = assess(hscn, respondent(hscn, random))
        said = {
            rule.key: [random.choice(list(Opinion)[:2] + [Opinion.AGREE] * 4)]
            for rule in hscn.rules
            if random.random() < 0.95
        }

        found = checked_stage(hscn, tally_of(verdict, hscn), said)

        assert hscn.stages[found] == checked(verdict, said).stage


def test_columns_hold_the_letter_of_every_member(hscn):
    random = Random(8)
    found = [tally_of(assess(hscn, respondent(hscn, random)), hscn) for _ in range(9)]

    laid = columns(hscn.hard_rules, found)

    for place, tally in enumerate(found):
        truths = [laid[rule.key].truth(place) for rule in hscn.hard_rules]
        assert shares_in(tally.truths).met == truths.count(Truth.YES)
        letters = {Truth.YES: "m", Truth.NO: "n", Truth.UNKNOWN: "u", Truth.NOT_ASKED: "-"}
        assert "".join(letters[truth] for truth in truths) == tally.truths


def test_what_came_back_in_a_file_counts_from_its_import_and_nobody_has_checked_it(db, hscn):
    code = fill_system(db, rules_folder(), 1, submitted=0)[0]
    _return(db, hscn, code, "returned", ON - timedelta(days=3))
    _return(db, hscn, code, "estimate", ON)

    (member,) = comparison_of(db, hscn).members

    assert (member.submitted.way, member.submitted.at) == (Way.RETURNED, ON - timedelta(days=3))
    assert member.submitted.by == "P. Hale, practice manager"
    assert member.submitted.checked is None
    assert member.estimate is None, "what came back takes the place of an estimate"
    assert comparison_of(db, hscn).stages.of == 1


def _return(db, pack, code, way, on):
    given = replace(respondent(pack, Random(3)), on=on)
    document = write_given(given, pack)
    with immediate(db):
        add(
            db,
            "returned_documents",
            organisation=code,
            pack_key=pack.key,
            fingerprint=pack.fingerprint,
            document=document,
            digest=digest_of(document),
            way=way,
            declared_by="P. Hale, practice manager",
            declared_on=on.isoformat(),
            file="returned.xlsx",
            person=1,
            at=AT.isoformat(timespec="microseconds"),
        )
