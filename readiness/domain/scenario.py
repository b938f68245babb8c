"""A fictional system to fill a copy of the tool with, as a pack's demo folder describes it."""

from collections.abc import Mapping
from dataclasses import dataclass

from readiness.domain.assessment import Answer
from readiness.domain.case_answers import best_answers, lay_answers
from readiness.domain.condition import questions_of
from readiness.domain.document import Entry, Text, read_document
from readiness.domain.errors import InvalidAnswer, PackFaults
from readiness.domain.organisation import Organisation, read_organisation
from readiness.domain.pack import Pack
from readiness.domain.shapes import KEY, SENTENCE, YES_NO, Faulty, Field, ListOf, Raw, Record, Words

FILE = "demo/system.yaml"
"""Where a pack keeps its fictional system; a pack may have none."""

_CODE = Words(r"[A-Z0-9]{1,12}", "an organisation code such as ZX9", 12)
_MEMBER = Record(
    {
        "ods_code": Field(_CODE),
        "name": Field(SENTENCE),
        "kind": Field(KEY),
        "setting": Field(KEY, None),
        "sites": Field(SENTENCE, None),
        "relation": Field(SENTENCE, "member"),
        "contract": Field(SENTENCE, None),
        "through": Field(KEY, None),
        "answers": Field(Raw({"type": "object"}), None),
        "notes": Field(Raw({"type": "object"}), None),
        "submit": Field(YES_NO, True),
        "host": Field(_CODE, None),
    }
)
SCENARIO = Record(
    {
        "system": Field(Record({"ods_code": Field(_CODE), "name": Field(SENTENCE)})),
        "members": Field(ListOf(_MEMBER, least=1)),
    }
)
"""The shape of that file."""


@dataclass(frozen=True, slots=True)
class Member:
    """One organisation of the scenario: what it says, of what, and whether it submitted.

    `host` is the code of the member that answers for it what a host usually answers.
    """

    organisation: Organisation
    relation: str
    answers: Mapping[str, Answer]
    submit: bool
    contract: str | None = None
    host: str | None = None


@dataclass(frozen=True, slots=True)
class Scenario:
    """A fictional system and its members."""

    system: Organisation
    members: tuple[Member, ...]


def read_scenario(pack: Pack, files: Mapping[str, str]) -> Scenario | None:
    """Read a pack's fictional system; None when it has none.

    `through` answers, at their best, the questions behind every gate below the stage it names; the
    answers that follow are laid over those.

    Raises:
        PackFaults: everything that is wrong with it.
    """
    if FILE not in files:
        return None
    node, wrong = read_document(FILE, files[FILE])
    faults = Faulty()
    faults.extend(wrong)
    entry = SCENARIO.read(node, faults) if node is not None else None
    if not isinstance(entry, Entry):
        raise PackFaults(faults)
    members = [_member(pack, member, faults) for member in entry["members"]]
    if faults:
        raise PackFaults(faults)
    system = entry["system"]
    return Scenario(
        read_organisation(system["ods_code"], system["name"], "icb", None, None),
        tuple(member for member in members if member is not None),
    )


def _member(pack: Pack, entry: Entry, faults: Faulty) -> Member | None:
    answers = _through(pack, entry["through"], faults)
    lay_answers(pack, answers, entry["answers"], faults)
    for key, note in (entry["notes"] or {}).items():
        if key in answers:
            answers[key] = Answer(answers[key].value, note=str(note))
        else:
            faults.append(entry["notes"].key_places[key].fault("answer this question as well"))
    try:
        organisation = read_organisation(
            str(entry["ods_code"]),
            str(entry["name"]),
            str(entry["kind"]),
            entry["setting"] and str(entry["setting"]),
            entry["sites"] and str(entry["sites"]),
        )
    except InvalidAnswer as error:
        faults.note(entry, str(error))
        return None
    contract = entry["contract"] and str(entry["contract"])
    if pack.contract is not None and contract is None:
        faults.note(entry, "name the contract that it assesses, with contract")
    relation, host = str(entry["relation"]), entry["host"] and str(entry["host"])
    return Member(organisation, relation, answers, entry["submit"], contract, host)


def _through(pack: Pack, stage: Text | None, faults: Faulty) -> dict[str, Answer]:
    if stage is None:
        return {}
    if stage not in pack.stage_index:
        faults.note(stage, f"name one of {', '.join(pack.stage_index)}")
        return {}
    place = pack.stage_index[stage]
    behind = {
        key
        for rule in pack.rules
        if pack.stage_index[rule.stage] < place
        for key in questions_of(rule.condition)
    }
    best = best_answers(pack)
    return {key: best[key] for key in pack.questions if key in behind and key in best}
