"""A decision beside its levels in what leaves the tool: JSON, text and workbook rows."""

from readiness.domain.assessment import Answer, Given
from readiness.domain.verdict import assess
from readiness.files.scales import scale_json, scale_rows, scales_text
from tests.domain.test_decision import PACK
from tests.examples import ON, TRUST


def verdict(**answers):
    return assess(PACK, Given(TRUST, ON, {key: Answer(value) for key, value in answers.items()}))


def test_programs_are_told_what_was_decided_and_what_would_change_it():
    told = verdict(moved=50, plan="agreed", agreement="no")
    found = scale_json(told.scales[0], told)["decision"]

    assert found["agreement"] == "differs"
    assert found["measure"] == 50
    assert found["bounds"] == [{"value": 40, "level": "Half"}, {"value": 80, "level": "Go"}]
    assert found["would_change"][1] == {
        "outcome": "agreed",
        "gaps": ["50% is 30 percentage points below 80%."],
    }


def test_text_and_workbook_say_the_same():
    told = verdict(moved=50, plan="drafted")
    text, rests = "\n".join(scales_text(told)), scale_rows(told)[0][4]

    for line in (
        "Decided: Drafted. That is what your answers say.",
        "Go: 50% is 30 percentage points below 80%.",
    ):
        assert line in text
        assert line in rests


def test_of_what_is_not_decided_only_that_is_said():
    told = verdict()

    assert scale_json(told.scales[0], told)["decision"]["decided"] is None
    assert "Nothing is decided yet." in "\n".join(scales_text(told))
