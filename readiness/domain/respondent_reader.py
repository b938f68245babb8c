"""The respondents of a pack from its text, and whether what they answer can be read."""

from collections.abc import Mapping

from readiness.domain.answer_value import read_value
from readiness.domain.assessment import Answer
from readiness.domain.document import Entry
from readiness.domain.errors import InvalidAnswer
from readiness.domain.organisation import Organisation, read_organisation
from readiness.domain.pack import Question, Respondent
from readiness.domain.shapes import Faulty

CODE = "ZX1"
"""The code of every made-up organisation."""


def read_respondent(entry: Entry, questions: Mapping[str, Question], faults: Faulty) -> Respondent:
    """Make a respondent of what its shape read, and note what it could not be, or answer."""
    respondent = Respondent(
        key=str(entry["key"]),
        title=str(entry["title"]),
        kind=str(entry["kind"]),
        setting=str(entry["setting"]),
        sites=entry["sites"],
        answers={str(key): str(value) for key, value in entry["answers"].items()},
        most=entry["most"],
    )
    try:
        organisation_of(respondent)
    except InvalidAnswer as wrong:
        faults.note(entry, " ".join(str(wrong).splitlines()))
    for key, value in entry["answers"].items():
        if str(key) in questions:
            try:
                read_value(questions[str(key)], str(value))
            except InvalidAnswer as wrong:
                faults.note(value, str(wrong))
        elif key not in faults.broken:
            faults.note(key, f"name a question of this pack: there is no “{key}”")
    return respondent


def organisation_of(respondent: Respondent) -> Organisation:
    """Return the organisation that a respondent is.

    Raises:
        InvalidAnswer: its kind, its setting or its sites are none.
    """
    sites = None if respondent.sites is None else str(respondent.sites)
    return read_organisation(
        CODE, respondent.title, respondent.kind, respondent.setting or None, sites
    )


def answers_of(respondent: Respondent, questions: Mapping[str, Question]) -> Mapping[str, Answer]:
    """Return what a respondent answers of its own, by the key of the question."""
    read = {key: read_value(questions[key], text) for key, text in respondent.answers.items()}
    return {key: Answer(value) for key, value in read.items() if value is not None}
