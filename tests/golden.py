"""Texts kept whole beside the tests: what people read, to be looked at when it changes."""

import os
from pathlib import Path

KEPT = Path(__file__).parent / "golden"
ANEW = "WRITE_GOLDEN"
"""Set this in the environment to keep what is found; then read the difference before committing."""


def assert_golden(name, found):
    """Hold a text against the one that is kept under a name."""
    kept = KEPT / name
    if os.environ.get(ANEW):
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(found, encoding="utf-8")
    assert kept.exists(), f"keep tests/golden/{name} with {ANEW}=1"
    assert found == kept.read_text(encoding="utf-8")
