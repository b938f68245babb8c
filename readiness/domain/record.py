"""What an assessment is judged on, as one JSON document: written alike, read with every fault."""

import hashlib
import json
from collections import Counter
from collections.abc import Container, Mapping
from datetime import date, datetime
from typing import Any, TypeGuard

from readiness.domain.answer_value import (
    LONGEST_TEXT,
    plain_value,
    read_day,
    read_link,
    read_text,
    read_value,
)
from readiness.domain.assessment import Answer, CarriedFrom, Confirmed, Given, Hosted
from readiness.domain.calendar import EARLIEST, LATEST
from readiness.domain.comparison_reader import NETWORK_FACTS
from readiness.domain.condition import Truth
from readiness.domain.contract_name import read_contract_name
from readiness.domain.errors import Fault, InvalidAnswer, NotFound, RecordFaults
from readiness.domain.organisation import Organisation, read_organisation
from readiness.domain.pack import Pack

LONGEST_NAME = 200
"""The most characters of a person's name."""

LONGEST_RECORD = 5_000_000
"""The longest record that is read, in characters."""

_JUDGED = ("organisation", "contract", "network", "on", "answers", "pack", "host")
_BESIDE = ("submission", "digest", "freezes", "costs", "sign_off", "reviews")
_TOP = (*_JUDGED, *_BESIDE)
_ORGANISATION = ("ods_code", "name", "kind", "setting", "sites")
_HOST = (
    "organisation",
    "assessment",
    "submission",
    "on",
    "adopted",
    "sections",
    "answers",
    "network",
    "findings",
    "asked",
)
_ANSWER = ("value", "note", "evidence", "private", "version", "by", "at")
_OF_ROUNDS = ("carried_from", "confirmed")
"""What an answer carries as well where there is one; records without stay as they are."""


def write_given(given: Given, pack: Pack) -> str:
    """Write everything a verdict reads as canonical JSON: sorted keys, no spaces, one form."""
    return canonical(
        {
            "pack": {"key": pack.key, "version": pack.version, "fingerprint": pack.fingerprint},
            "organisation": organisation_fields(given.organisation),
            **({"contract": given.contract} if given.contract else {}),
            **({"network": dict(given.network)} if given.network else {}),
            **({"host": _host_fields(given.host)} if given.host else {}),
            "on": given.on.isoformat(),
            "answers": {key: _answer_fields(answer) for key, answer in given.answers.items()},
        }
    )


def canonical(document: Mapping[str, Any]) -> str:
    """Write JSON in the one form that digests are taken of."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest_of(text: str) -> str:
    """Return the SHA-256 of a document's text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def read_given(text: str, pack: Pack, file: str) -> Given:
    """Read a record of answers, as written above or by hand.

    Answers are found by question key or reference, and may be a bare value or a mapping with value,
    note and evidence.

    Raises:
        RecordFaults: everything that is wrong with it, each with what to do.
    """
    return read_document(parse(text, file), pack, file)


def read_document(document: dict[str, Any], pack: Pack, file: str) -> Given:
    """Read a record which is parsed already.

    Raises:
        RecordFaults: everything that is wrong with it.
    """
    return _Record(file, pack).read(document)


def parse(text: str, file: str) -> dict[str, Any]:
    """Parse a JSON object, refusing repeated keys and what is not JSON.

    Raises:
        RecordFaults: it is too long, malformed, too deep, or not an object.
    """
    repeated: list[str] = []

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            repeated.extend(key for key, n in Counter(key for key, _ in pairs).items() if n > 1)
        return found

    if len(text) > LONGEST_RECORD:
        raise _refused(
            file, 0, 0, f"shorten it: a record has at most {LONGEST_RECORD:,} characters"
        )
    try:
        document = json.loads(
            text, object_pairs_hook=once, parse_constant=_no_constant, parse_int=_whole
        )
    except json.JSONDecodeError as error:
        raise _refused(file, error.lineno, error.colno, f"this is not JSON: {error.msg}") from None
    except ValueError as error:
        raise _refused(file, 0, 0, f"this is not JSON: {error}") from None
    except RecursionError:
        raise _refused(file, 0, 0, "this is nested too deeply to be a record") from None
    if not _is_text(document):
        raise _refused(
            file, 0, 0, "remove the half characters: \\ud800 to \\udfff stand for nothing"
        )
    if repeated:
        raise RecordFaults(
            [
                Fault(file, 0, 0, key, "remove one of the two: it is written twice")
                for key in repeated
            ]
        )
    if not isinstance(document, dict):
        raise _refused(file, 0, 0, "write an object with organisation, on and answers")
    return document


def organisation_fields(organisation: Organisation) -> dict[str, str | int | None]:
    """Return an organisation as a record carries it."""
    return {name: _plain(getattr(organisation, name)) for name in _ORGANISATION}


class _Record:
    """One reading of a parsed record, collecting faults."""

    def __init__(self, file: str, pack: Pack) -> None:
        self.file = file
        self.pack = pack
        self.faults: list[Fault] = []

    def read(self, document: dict[str, Any]) -> Given:
        self._known(document, _TOP, "")
        for name in ("pack", "submission", "sign_off"):
            if not isinstance(document.get(name, {}), dict):
                self._fault(name, "write an object here, or leave it out")
        organisation = self._organisation(document.get("organisation"))
        on = self._on(document.get("on"))
        answers = self._answers(document.get("answers"))
        network = self._network(document.get("network", {}))
        contract = self._contract(document.get("contract"))
        host = self._host(document.get("host"))
        if organisation is None or on is None or self.faults:
            raise RecordFaults(self.faults)
        return Given(organisation, on, answers, network, contract, host)

    def _host(self, given: object) -> Hosted | None:
        if given is None:
            return None
        if not isinstance(given, dict):
            self._fault("host", "write an object, or leave it out")
            return None
        self._known(given, _HOST, "host.")
        organisation = self._organisation(given.get("organisation"), "host.organisation")
        on, adopted = (self._on(given.get(name), f"host.{name}") for name in ("on", "adopted"))
        numbers = [given.get(name) for name in ("assessment", "submission")]
        if not all(map(_is_number, numbers)):
            self._fault("host", "write the numbers of the host’s assessment and submission")
        answers = self._answers(given.get("answers"), "host.answers")
        network = self._network(given.get("network", {}), "host.network")
        sections = self._sections(given.get("sections"))
        findings, asked = (
            self._truths(given.get(name, {}), f"host.{name}", known)
            for name, known in (
                ("findings", self.pack.rule_by_key),
                ("asked", self.pack.questions),
            )
        )
        if self.faults or organisation is None or on is None or adopted is None:
            return None
        assessment, submission = (int(str(number)) for number in numbers)
        return Hosted(
            organisation, assessment, submission, on, adopted, sections, answers, network,
            findings, asked,
        )  # fmt: skip

    def _sections(self, given: object) -> tuple[str, ...]:
        sections = given if isinstance(given, list) else []
        known = {section.key for section in self.pack.sections}
        if not sections or not all(isinstance(key, str) and key in known for key in sections):
            self._fault("host.sections", "write a list of sections of this assessment")
            return ()
        return tuple(sections)

    def _truths(self, given: object, where: str, known: Container[str]) -> dict[str, Truth]:
        if not isinstance(given, dict):
            self._fault(where, "write an object, or leave it out")
            return {}
        for key, truth in given.items():
            if key not in known:
                self._fault(f"{where}.{key}", "remove this: there is no such thing here")
            if truth not in list(Truth):
                self._fault(f"{where}.{key}", f"write one of {', '.join(Truth)}")
        return {} if self.faults else {key: Truth(truth) for key, truth in given.items()}

    def _organisation(self, given: object, where: str = "organisation") -> Organisation | None:
        if not isinstance(given, dict):
            self._fault(where, "write an object with ods_code, name and kind")
            return None
        self._known(given, _ORGANISATION, f"{where}.")
        for name in ("ods_code", "name", "kind", "setting"):
            if not isinstance(given.get(name, ""), (str, type(None))):
                self._fault(f"{where}.{name}", "write text here")
                return None
        if isinstance(given.get("sites"), bool) or not isinstance(
            given.get("sites"), (int, type(None))
        ):
            self._fault(f"{where}.sites", "write a whole number here")
            return None
        try:
            return read_organisation(
                given.get("ods_code") or "",
                given.get("name") or "",
                given.get("kind"),
                given.get("setting"),
                given.get("sites"),
            )
        except InvalidAnswer as error:
            for line in str(error).splitlines():
                self._fault(where, line)
            return None

    def _contract(self, given: object) -> str | None:
        if given is None:
            return None
        try:
            return read_contract_name(given if isinstance(given, str) else "")
        except InvalidAnswer as error:
            self._fault("contract", str(error))
            return None

    def _network(self, given: object, where: str = "network") -> dict[str, int]:
        if not isinstance(given, dict):
            self._fault(where, "write an object of numbers, or leave it out")
            return {}
        self._known(given, NETWORK_FACTS, f"{where}.")
        whole = {
            name: count
            for name, count in given.items()
            if isinstance(count, int) and not isinstance(count, bool) and 0 <= count <= 1_000_000
        }
        for name in given.keys() - whole.keys():
            self._fault(f"{where}.{name}", "write a whole number from 0 to 1,000,000")
        if whole.get("critical-partners", 0) > whole.get("partners", 1_000_000):
            what = "write no more than partners: the critical ones are among them"
            self._fault(f"{where}.critical-partners", what)
        return whole

    def _on(self, given: object, where: str = "on") -> date | None:
        try:
            day = read_day(str(given))
        except ValueError:
            of = "of judgement" if where == "on" else "here"
            self._fault(where, f"write the day {of}, such as 2026-11-24")
            return None
        if not EARLIEST <= day <= LATEST:
            self._fault(where, "write a day from 1990 to 2100")
        return day

    def _answers(self, given: object, where: str = "answers") -> dict[str, Answer]:
        if not isinstance(given, dict):
            self._fault(where, "write an object of answers by question")
            return {}
        read: dict[str, Answer] = {}
        for name, entry in given.items():
            try:
                question = self.pack.question(name)
            except NotFound as error:
                self._fault(f"{where}.{name}", f"{error} Remove it, or correct the key.")
                continue
            if question.key in read:
                self._fault(
                    f"{where}.{name}", f"remove one of the two: {question.key} is answered twice"
                )
            answer = self._answer(question.key, f"{where}.{name}", entry)
            if answer is not None:
                read[question.key] = answer
        return read

    def _answer(self, key: str, where: str, entry: object) -> Answer | None:
        fields: dict[str, Any] = entry if isinstance(entry, dict) else {"value": entry}
        self._known(fields, (*_ANSWER, *_OF_ROUNDS), f"{where}.")
        for name in ("note", "evidence", "by", "at"):
            if not isinstance(fields.get(name, ""), (str, type(None))):
                self._fault(f"{where}.{name}", "write text here")
                return None
        at, version = fields.get("at"), fields.get("version", 1)
        if isinstance(version, bool) or not isinstance(version, int) or version < 0:
            self._fault(f"{where}.version", "write a whole number of at least 0")
            return None
        if not isinstance(fields.get("private", True), bool):
            self._fault(f"{where}.private", "write true or false")
            return None
        try:
            return Answer(
                value=read_value(self.pack.questions[key], fields.get("value")),
                note=read_text(fields.get("note") or "", LONGEST_TEXT, "note"),
                evidence=read_link(fields.get("evidence") or ""),
                private=fields.get("private", True),
                version=version,
                by=read_text(fields.get("by") or "", LONGEST_NAME, "name"),
                at=datetime.fromisoformat(at) if at else None,
                carried_from=self._carried(fields.get("carried_from"), f"{where}.carried_from"),
                confirmed=self._confirmed(fields.get("confirmed"), f"{where}.confirmed"),
            )
        except InvalidAnswer as error:
            self._fault(where, str(error))
            return None
        except ValueError:
            self._fault(f"{where}.at", "write a time such as 2026-11-24T10:12:00+00:00")
            return None

    def _carried(self, given: object, where: str) -> CarriedFrom | None:
        if given is None:
            return None
        numbers = given if isinstance(given, dict) else {}
        assessment, submission = numbers.get("assessment"), numbers.get("submission")
        self._known(numbers, ("assessment", "submission", "confirmed"), f"{where}.")
        if not _is_number(assessment) or not (submission is None or _is_number(submission)):
            self._fault(where, "write an object with the numbers of assessment and submission")
            return None
        confirmed = self._confirmed(numbers.get("confirmed"), f"{where}.confirmed")
        return CarriedFrom(assessment, submission, confirmed)

    def _confirmed(self, given: object, where: str) -> Confirmed | None:
        if given is None:
            return None
        fields = given if isinstance(given, dict) else {}
        self._known(fields, ("by", "at"), f"{where}.")
        try:
            by = read_text(str(fields.get("by", "")), LONGEST_NAME, "name")
            return Confirmed(by, datetime.fromisoformat(str(fields.get("at"))))
        except (InvalidAnswer, ValueError):
            self._fault(where, "write an object with by, a name, and at, a time")
            return None

    def _known(self, given: Mapping[str, Any], names: tuple[str, ...], where: str) -> None:
        for name in given:
            if name not in names:
                self._fault(f"{where}{name}", f"remove this: it is not one of {', '.join(names)}")

    def _fault(self, where: str, what: str) -> None:
        self.faults.append(Fault(self.file, 0, 0, where, what))


def _host_fields(host: Hosted) -> dict[str, Any]:
    """Return what was adopted from a host, whole; what is empty is left out."""
    fields = {
        "organisation": organisation_fields(host.organisation),
        "assessment": host.assessment,
        "submission": host.submission,
        "on": host.on.isoformat(),
        "adopted": host.adopted.isoformat(),
        "sections": list(host.sections),
        "answers": {key: _answer_fields(answer) for key, answer in host.answers.items()},
    }
    beside = {"network": host.network, "findings": host.findings, "asked": host.asked}
    return fields | {name: dict(value) for name, value in beside.items() if value}


def _answer_fields(answer: Answer) -> dict[str, Any]:
    return {
        "value": plain_value(answer.value),
        "note": answer.note,
        "evidence": answer.evidence,
        "private": answer.private,
        "version": answer.version,
        "by": answer.by,
        "at": answer.at.isoformat() if answer.at else None,
        **_round_fields(answer),
    }


def _round_fields(answer: Answer) -> dict[str, Any]:
    """Return from where an answer was carried and who confirmed it, where that is so."""
    came = answer.carried_from
    if came is None:
        return _confirmed_field(answer.confirmed)
    submission = {} if came.submission is None else {"submission": came.submission}
    carried = {"assessment": came.assessment, **submission, **_confirmed_field(came.confirmed)}
    return {"carried_from": carried, **_confirmed_field(answer.confirmed)}


def _confirmed_field(confirmed: Confirmed | None) -> dict[str, Any]:
    if confirmed is None:
        return {}
    return {"confirmed": {"by": confirmed.by, "at": confirmed.at.isoformat()}}


def _is_number(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _plain(value: object) -> str | int | None:
    return value if isinstance(value, int) or value is None else str(value)


def _whole(digits: str) -> int:
    if len(digits) > 20:
        raise ValueError("write a shorter number")
    return int(digits)


def _is_text(document: object) -> bool:
    """Say whether everything can be written as UTF-8, half characters being the only ones not."""
    try:
        json.dumps(document, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number that JSON knows")


def _refused(file: str, line: int, column: int, what: str) -> RecordFaults:
    return RecordFaults([Fault(file, line, column, "the record", what)])
