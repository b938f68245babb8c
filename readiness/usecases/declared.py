"""A submission as it was declared: read from its document, or refused where that was changed."""

import json
from collections.abc import Mapping
from typing import Any

from readiness.domain.errors import Unusable
from readiness.domain.record import digest_of
from readiness.storage.compared import Line


def declared(line: Line, text: str) -> Mapping[str, Any]:
    """Return a document as it was declared.

    Raises:
        Unusable: it is no longer what was declared.
    """
    if digest_of(text) != line.digest:
        raise Unusable(
            f"Submission {line.number} of {line.organisation} is not what was declared: "
            "put a copy of the database from a backup in its place."
        )
    document: Mapping[str, Any] = json.loads(text)
    return document
