"""What a system replied is what its newest submissions say, each by the rules it was made under."""

import json
from dataclasses import replace
from random import Random

import pytest

from readiness.content import rules_folder
from readiness.domain.band import Band
from readiness.domain.errors import NotFound, Unusable
from readiness.domain.hosted import reading_of, share
from readiness.domain.organisation import Person
from readiness.domain.reader import read_pack
from readiness.domain.record import digest_of, read_given, write_given
from readiness.domain.replies import replies_of
from readiness.domain.survey_report import report, surveyed
from readiness.storage.database import immediate
from readiness.storage.packs import current_folder, current_pack, keep_pack
from readiness.storage.people import add_person, person_by_id
from readiness.storage.submissions import newest_documents
from readiness.usecases import survey
from readiness.usecases.organisation import local_person
from readiness.usecases.survey import read_survey
from tests.examples import AT
from tests.respondents import respondent
from tests.systems import SYSTEM, fill_system, submit_signed

ON = AT.date()


@pytest.fixture(scope="module")
def hscn():
    return current_pack(rules_folder(), "hscn")


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch):
    monkeypatch.setattr(survey, "_REMEMBERED", {})


def survey_of(db, pack, **how):
    return read_survey(db, SYSTEM.ods_code, pack, person=local_person(db), on=ON, **how)


def the_one_left(db, codes):
    """Return the code of the member that did not submit."""
    sent = {json.loads(each)["organisation"]["ods_code"] for each in newest_documents(db, "hscn")}
    (left,) = set(codes) - sent
    return left


def test_the_report_is_that_of_every_submission_read_alone(db, hscn):
    fill_system(db, rules_folder(), 24, submitted=19)
    alone = []
    for document in newest_documents(db, "hscn"):
        given = read_given(document, hscn, "it")
        alone.append(replies_of(reading_of(hscn, given), surveyed(hscn)))

    found = survey_of(db, hscn)

    assert (found.members, found.report.submitted) == (24, 19)
    expected = report(hscn, [(Band.OTHERS, each) for each in alone])
    assert found.report.measures == expected.measures
    assert found.report.board[0] == expected.board[0]


def test_a_second_look_reads_no_document(db, hscn, monkeypatch):
    fill_system(db, rules_folder(), 12)
    first = survey_of(db, hscn)
    monkeypatch.setattr(survey, "documents_of", lambda db, lines: iter([] if not lines else [0]))

    assert survey_of(db, hscn) == first


def test_a_band_counts_its_own_members(db, hscn):
    fill_system(db, rules_folder(), 48)

    found = survey_of(db, hscn, band=Band.PRACTICES)

    assert (found.members, found.report.submitted) == (16, 16)
    assert Band.PRACTICES in found.bands
    assert found.report.board == survey_of(db, hscn).report.board


def test_who_answered_under_other_options_is_left_out_of_that_question_alone(db, hscn):
    codes = fill_system(db, rules_folder(), 9, submitted=8)
    files = dict(current_folder(rules_folder(), "hscn").files)
    section = next(path for path, text in files.items() if "key: integration-horizon" in text)
    files[section] = files[section].replace("no-plans", "no-plans-yet")
    figures = files["benchmarks.yaml"].replace("[no-plans]", "[no-plans-yet]")
    files |= {"benchmarks.yaml": figures}
    old = read_pack({path: text for path, text in files.items() if "cases" not in path})
    given = respondent(old, Random(5))
    organisation = replace(given.organisation, ods_code=the_one_left(db, codes))
    given = replace(given, organisation=organisation, on=ON)
    with immediate(db):
        keep_pack(db, old, files, at=AT)
        submit_signed(db, old, given, person=person_by_id(db, 1), at=AT)

    found = survey_of(db, hscn).report

    by_key = {one.question.key: one for one in found.measures}
    assert by_key["integration-horizon"].told.asked_otherwise == 1
    assert by_key["claimed-stage"].told.asked_otherwise == 0


def test_a_document_that_was_changed_is_refused(db, hscn, monkeypatch):
    fill_system(db, rules_folder(), 6)
    original = survey.documents_of
    monkeypatch.setattr(
        survey,
        "documents_of",
        lambda *given: ((line, text + " ") for line, text in original(*given)),
    )

    with pytest.raises(Unusable, match="not what was declared"):
        survey_of(db, hscn)


def test_nobody_without_a_role_in_the_system_sees_its_survey(db, hscn):
    fill_system(db, rules_folder(), 2)
    with immediate(db):
        number = add_person(db, "Nobody", at=AT)
    stranger = number if isinstance(number, Person) else Person(number, "Nobody")

    with pytest.raises(NotFound):
        read_survey(db, SYSTEM.ods_code, hscn, person=stranger, on=ON)


def test_a_guest_is_counted_as_it_meets_the_questions(db, hscn):
    codes = fill_system(db, rules_folder(), 12, submitted=11)
    random = Random(3)
    host, guest = respondent(hscn, random), respondent(hscn, random)
    shared = share(hscn, host, hscn.hosting.sections, assessment=4, submission=2, adopted=ON)
    organisation = replace(guest.organisation, ods_code=the_one_left(db, codes))
    guest = replace(guest, organisation=organisation, on=ON, host=shared)
    with immediate(db):
        submit_signed(db, hscn, guest, person=person_by_id(db, 1), at=AT)

    survey_of(db, hscn)

    (found,) = (
        said
        for key, said in survey._REMEMBERED.items()
        if key[2] == digest_of(write_given(guest, hscn))
    )
    assert found == replies_of(reading_of(hscn, guest), surveyed(hscn))
