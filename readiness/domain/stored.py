"""What was submitted, whatever the version of the pack it is read by."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from readiness.domain.answer_value import plain_value
from readiness.domain.assessment import Answer, Answers, Given, Hosted
from readiness.domain.condition import Truth
from readiness.domain.organisation import Organisation, read_organisation


@dataclass(frozen=True, slots=True)
class Stored:
    """What was submitted, whatever the version: values by question key, as JSON carries them.

    So does `host`, what a guest had adopted of its host, with the values of its answers.
    """

    organisation: Organisation
    on: date
    values: Mapping[str, Any]
    network: Mapping[str, int] = field(default_factory=dict)
    host: Hosted | None = None


def stored_in(document: str) -> Stored:
    """Return what a submission holds, from the document that this program wrote of it."""
    read = json.loads(document)
    values = {key: answer["value"] for key, answer in read["answers"].items()}
    organisation = read_organisation(**read["organisation"])
    on, host = date.fromisoformat(read["on"]), read.get("host")
    return Stored(organisation, on, values, read.get("network", {}), host and _host_in(host))


def _host_in(host: Mapping[str, Any]) -> Hosted:
    return Hosted(
        read_organisation(**host["organisation"]),
        host["assessment"],
        host["submission"],
        date.fromisoformat(host["on"]),
        date.fromisoformat(host["adopted"]),
        tuple(host["sections"]),
        {key: Answer(answer["value"]) for key, answer in host["answers"].items()},
        host.get("network", {}),
        {key: Truth(truth) for key, truth in host.get("findings", {}).items()},
        {key: Truth(truth) for key, truth in host.get("asked", {}).items()},
    )


def stored_of(given: Given) -> Stored:
    """Return what was given in the form in which it is stored."""
    values = {key: plain_value(answer.value) for key, answer in given.answers.items()}
    host = given.host and replace(given.host, answers=_written(given.host.answers))
    return Stored(given.organisation, given.on, values, given.network, host)


def _written(answers: Answers) -> dict[str, Answer]:
    written: dict[str, Any] = {key: plain_value(one.value) for key, one in answers.items()}
    return {key: Answer(value) for key, value in written.items()}
