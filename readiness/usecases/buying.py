"""What those compared say of buying: read from their documents once, and remembered."""

from collections.abc import Sequence

from sqlite_utils import Database

from readiness.domain.buying import Buying, Purchase, purchases
from readiness.domain.comparison import Comparison, Submitted, Way
from readiness.domain.replay import given_of
from readiness.domain.stored import stored_in
from readiness.storage.compared import documents_of
from readiness.usecases.declared import require_declared

MOST_REMEMBERED = 20_000
"""How many purchases are remembered before all are forgotten: about a kilobyte each."""

AT_ONCE = 500
"""How many documents stand in memory together."""

_Key = tuple[str, str, Way, int]

_REMEMBERED: dict[_Key, Purchase] = {}
"""Purchases by the fingerprint of the rules, the digest of the document, and row; see `judged`."""


def read_buying(db: Database, comparison: Comparison) -> Buying:
    """Return what those compared say of buying, in at most two queries.

    Raises:
        Unusable: a document is no longer what was declared.
    """
    if len(_REMEMBERED) > MOST_REMEMBERED:
        _REMEMBERED.clear()
    those = [one.submitted for one in comparison.compared if one.submitted]
    new = [one for one in those if _key(comparison, one) not in _REMEMBERED]
    for first in range(0, len(new), AT_ONCE):
        _remember(db, comparison, new[first : first + AT_ONCE])
    return Buying(comparison, tuple(_REMEMBERED[_key(comparison, one)] for one in those))


def _key(comparison: Comparison, one: Submitted) -> _Key:
    return comparison.pack.fingerprint, one.digest, one.way, one.row


def _remember(db: Database, comparison: Comparison, some: Sequence[Submitted]) -> None:
    """Read the documents of some, judge them together by the rules of the comparison, and keep."""
    keys, givens = [], []
    for one, text in documents_of(db, some):
        require_declared(text, one.digest, "A submission")
        keys.append(_key(comparison, one))
        givens.append(given_of(stored_in(text), comparison.pack))
    _REMEMBERED.update(zip(keys, purchases(comparison.pack, givens), strict=True))
