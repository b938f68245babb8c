"""A run of worked examples, as JSON for programs and as text for rule authors."""

from collections.abc import Iterator, Mapping
from typing import Any

from readiness.domain.cases import shown_words
from readiness.domain.condition import Truth
from readiness.domain.coverage import Coverage, Share, Trial

_TRUTHS = {
    Truth.NO: "unmet",
    Truth.YES: "met",
    Truth.UNKNOWN: "unknown",
    Truth.NOT_ASKED: "not-applicable",
}
_WORDS = {
    "unmet": "rules unmet",
    "met": "rules met",
    "unknown": "rules not yet known",
    "not-applicable": "rules not applicable",
    "options": "options given",
    "outcomes": "outcomes shown",
}


def trial_json(trial: Trial) -> dict[str, Any]:
    """Return a run as one JSON document: cases, failures, and what the cases show of the pack."""
    pack = trial.coverage.pack
    return {
        "pack": {
            "key": pack.key,
            "version": pack.version,
            "fingerprint": pack.fingerprint,
        },
        "cases": {"hold": trial.cases - trial.failed, "of": trial.cases},
        "failures": [
            {
                "case": parting.case.name,
                "file": parting.case.file,
                "line": parting.case.line,
                "expectation": parting.what,
                "expected": shown_words(parting.expected),
                "found": shown_words(parting.found),
            }
            for parting in trial.partings
        ],
        "coverage": {
            name: {"shown": share.shown, "of": share.of, "missing": list(share.missing)}
            for name, share in _shares(trial.coverage).items()
        },
    }


def trial_text(trial: Trial, *, missing: bool = True) -> str:
    """Write a run for people: how many cases hold, how much they show, and what is missing."""
    return "\n".join([*_lines(trial, missing), ""])


def _lines(trial: Trial, missing: bool) -> Iterator[str]:
    pack = trial.coverage.pack
    held = trial.cases - trial.failed
    yield f"{pack.key} {pack.version}: {held} of {trial.cases} cases hold."
    for name, share in _shares(trial.coverage).items():
        yield f"  {_WORDS[name]}: {share.shown} of {share.of}"
        for name in share.missing if missing else ():
            yield f"    not {name}"


def _shares(coverage: Coverage) -> Mapping[str, Share]:
    shares = {name: coverage.of_rules(truth) for truth, name in _TRUTHS.items()}
    shares["options"] = coverage.of_options()
    if coverage.pack.scales:
        shares["outcomes"] = coverage.of_outcomes()
    return shares
