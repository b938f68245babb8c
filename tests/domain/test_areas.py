"""What stands in each area of a pack."""

from readiness.domain.areas import areas
from readiness.domain.cases import read_cases
from readiness.domain.reader import read_pack
from readiness.files.areas import areas_text
from tests.examples import tiny_pack

FILES = tiny_pack()
PACK = read_pack(FILES)
CASES = read_cases(PACK, FILES)


def counted():
    return {area.title: area for area in areas(PACK, CASES)}


def test_every_question_rule_and_action_is_counted_once():
    found = counted().values()

    assert sum(area.questions for area in found) == len(PACK.questions)
    assert sum(area.hard + area.soft for area in found) == len(PACK.rules)
    assert sum(area.actions for area in found) == len(PACK.actions)


def test_a_case_counts_where_it_answers_a_question_itself():
    assert counted()["Plan"].cases == 1
    assert counted()["Lines"].cases == 0


def test_the_last_line_adds_up_and_counts_each_case_once():
    text = areas_text(PACK, areas(PACK, CASES), len(CASES))

    assert text.splitlines()[-1].split() == ["In", "all", "13", "2", "1", "4", "1"]
