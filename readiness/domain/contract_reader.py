"""What a pack says of contracts, from its text, and which of its questions are about one."""

from collections.abc import Iterable, Mapping

from readiness.domain.contract import ContractQuestions
from readiness.domain.document import Entry
from readiness.domain.pack import ABOUT_CONTRACT, Kind, Question
from readiness.domain.question_reader import question_of_kind
from readiness.domain.shapes import Faulty


def read_contract(
    entry: Entry | None, questions: Mapping[str, Question], faults: Faulty
) -> ContractQuestions | None:
    """Make of an entry the questions about a contract, or note everything that is wrong with it."""
    if entry is None:
        return None
    wanted = {"ends": Kind.DATE, "notice": Kind.DATE, "supplier": Kind.TEXT}
    found = {
        name: question_of_kind(entry[name], kind, questions, faults)
        for name, kind in wanted.items()
        if entry[name]
    }
    for name, question in found.items():
        if question is not None and question.about != ABOUT_CONTRACT:
            faults.note(entry[name], f"say about: contract at {question.key}, which is of one")
    keys = {name: question.key for name, question in found.items() if question is not None}
    return ContractQuestions(**keys) if keys.keys() >= {"ends", "notice"} else None


def refuse_about(sections: Iterable[Entry], faults: Faulty) -> None:
    """Refuse questions about a contract in a pack whose assessments are about none."""
    for question in (question for section in sections for question in section["questions"]):
        if question["about"]:
            what = "remove about, or say contract in pack.yaml: this pack is about no contract"
            faults.note(question, what)
