"""A submission as one JSON document that another copy of the tool can judge and check."""

import json
from collections.abc import Sequence
from typing import Any

from readiness.domain.assessment import Given, Submission
from readiness.domain.checked import Opinions
from readiness.domain.errors import Fault, RecordFaults
from readiness.domain.freeze import Freeze
from readiness.domain.pack import Pack
from readiness.domain.record import canonical, digest_of, read_document
from readiness.domain.sign_off import SignOff
from readiness.files.time_and_money import freeze_json

_JUDGED = ("pack", "organisation", "contract", "network", "on", "answers")


def write_record(
    submission: Submission,
    freezes: Sequence[Freeze] = (),
    decided: SignOff | None = None,
    opinions: Opinions | None = None,
) -> str:
    """Write a submission with its number, who declared it and when, and its digest.

    The digest is the SHA-256 of all that is judged (see `_JUDGED`), in its canonical form. Freezes
    as they stand today lie beside it, so that whoever judges it works out the same days, and so do
    the sign-off and what reviewers said of each rule.
    """
    document: dict[str, Any] = {
        **json.loads(submission.document),
        "submission": {
            "number": submission.number,
            "declared_by": submission.declared_by,
            "at": submission.at.isoformat(),
        },
        "digest": submission.digest,
        **({"freezes": [freeze_json(freeze) for freeze in freezes]} if freezes else {}),
        **({"sign_off": _sign_off(decided)} if decided else {}),
        **(
            {"reviews": {rule: sorted(said) for rule, said in opinions.items()}} if opinions else {}
        ),
    }
    return json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _sign_off(decided: SignOff) -> dict[str, Any]:
    return {
        "decision": str(decided.decision),
        "by": decided.by,
        "at": decided.at.isoformat(),
        "words": decided.words,
        "same_person": decided.same_person,
    }


def read_record(document: dict[str, Any], pack: Pack, file: str) -> Given:
    """Read a record, written by this tool or by hand, once it is parsed.

    Raises:
        RecordFaults: everything that is wrong with it; also when it carries a digest and was
            changed since.
    """
    if "digest" in document:
        judged = {name: document[name] for name in _JUDGED if name in document}
        if document["digest"] != digest_of(canonical(judged)):
            what = "it was changed after it was written: remove digest to judge it all the same"
            raise RecordFaults([Fault(file, 0, 0, "digest", what)])
    return read_document(document, pack, file)


def named_pack(document: dict[str, Any]) -> tuple[str | None, str | None]:
    """Return the key and the fingerprint of the pack a record names, None where it names none."""
    pack = document.get("pack")
    if not isinstance(pack, dict):
        return None, None
    key, fingerprint = pack.get("key"), pack.get("fingerprint")
    return (
        key if isinstance(key, str) else None,
        fingerprint if isinstance(fingerprint, str) else None,
    )
