"""How long the questionnaire is for organisations of different kinds."""

import pytest

from readiness.domain.errors import PackFaults
from readiness.domain.reader import read_pack
from readiness.domain.respondents import lengths, longest, minutes
from readiness.files.lengths import lengths_json, lengths_text
from tests.examples import ESTATE, PACK, tiny_pack

TWO = """\
respondents:
  - {key: alone, title: A trust alone, kind: trust, answers: {sharing: no}, most: 12}
  - {key: sharing, title: A trust that shares, kind: trust, answers: {sharing: yes}, most: 12}
"""


def measured(text=TWO, **replaced):
    return lengths(read_pack(tiny_pack(pack=PACK + text, **replaced)))


def test_a_respondent_meets_what_its_answers_lead_to():
    alone, sharing = measured()

    assert sharing.asked == alone.asked + 1


def test_a_section_takes_its_share_of_the_minutes_and_at_least_one():
    section = read_pack(tiny_pack()).section("estate")

    assert [minutes(section, n) for n in (0, 1, len(section.questions))] == [0, 1, section.minutes]


def test_the_minutes_of_all_sections_add_up():
    alone, _ = measured()

    assert alone.minutes == sum(minutes for _, _, minutes in alone.sections) > 0


def test_who_meets_more_than_is_meant_is_named():
    pack = read_pack(tiny_pack(pack=PACK + TWO))
    asked = [length.asked for length in lengths(pack)]

    assert asked == [12, 13]
    assert list(longest(pack)) == ["respondent sharing: 13 questions, and 12 are meant"]


def test_everything_else_is_answered_at_its_best():
    estate = ESTATE.replace("{question: sharing, is: yes}", "{question: move-plan, is: all}")

    alone, sharing = measured(estate=estate)

    assert alone.asked == sharing.asked == 13


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("sharing: no", "sharing: perhaps", r"pack\.yaml:\d+:.*yes"),
        ("sharing: no", "nothing: no", "there is no “nothing”"),
        ("kind: trust", "kind: club", "Choose a kind of organisation"),
        ("kind: trust", "kind: trust, setting: moon", "Choose a setting"),
    ],
)
def test_a_respondent_that_cannot_be_read_is_a_fault_of_the_pack(old, new, fault):
    """A page measures by it, so it must be found before the pack is in use."""
    with pytest.raises(PackFaults, match=fault):
        measured(TWO.replace(old, new, 1))


def test_text_and_document_say_the_same():
    found = measured()
    document = lengths_json(found)

    assert [one["asked"] for one in document] == [12, 13]
    last = lengths_text("tiny", found).splitlines()[-1]
    for one in document:
        assert f"{one['asked']} / {one['minutes']} min" in last
        assert one["minutes"] == sum(section["minutes"] for section in one["sections"])


def test_a_pack_without_respondents_says_so():
    assert lengths_text("tiny", measured("")) == "tiny: no respondents to measure by\n"
