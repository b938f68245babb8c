"""What was submitted, whatever the version of the pack it is read by."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from readiness.domain.assessment import Given, plain_value
from readiness.domain.organisation import Organisation, read_organisation


@dataclass(frozen=True, slots=True)
class Stored:
    """What was submitted, whatever the version: values by question key, as JSON carries them."""

    organisation: Organisation
    on: date
    values: Mapping[str, Any]
    network: Mapping[str, int] = field(default_factory=dict)


def stored_in(document: str) -> Stored:
    """Return what a submission holds, from the document that this program wrote of it."""
    read = json.loads(document)
    values = {key: answer["value"] for key, answer in read["answers"].items()}
    organisation = read_organisation(**read["organisation"])
    return Stored(organisation, date.fromisoformat(read["on"]), values, read.get("network", {}))


def stored_of(given: Given) -> Stored:
    """Return what was given in the form in which it is stored."""
    values = {key: plain_value(answer.value) for key, answer in given.answers.items()}
    return Stored(given.organisation, given.on, values, given.network)
