"""Whether something holds of organisations, band by band, with figures of few withheld."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from readiness.domain.band import Band, by_order
from readiness.domain.share import Share
from readiness.domain.suppression import LEAST, withheld


@dataclass(frozen=True, slots=True)
class Banded:
    """A share among the organisations of one band, or of all where `band` is None.

    There is no share where it is withheld, and none where nobody answered.
    """

    band: Band | None
    share: Share | None
    withheld: bool


def by_band(answers: Iterable[tuple[Band, bool | None]]) -> tuple[Banded, ...]:
    """Return among how many of each band something holds: all bands first, then in their order.

    Args:
        answers: of each organisation its band, and whether it holds, be that an option chosen or a
            rule met; None is in no figure.
    """
    told: dict[Band, list[bool]] = {}
    for band, holds in answers:
        told.setdefault(band, []).extend([] if holds is None else [holds])
    hidden = withheld_bands({band: len(those) for band, those in told.items()})
    whole = [one for those in told.values() for one in those]
    return (
        _banded(None, whole, hidden=None in hidden),
        *(_banded(band, told[band], hidden=band in hidden) for band in by_order(told)),
    )


def withheld_bands(bases: dict[Band, int]) -> frozenset[Band | None]:
    """Return the bands whose figures are withheld, with None where that of all bands is.

    Where nobody answered at all there is nothing to hide.
    """
    whole = sum(bases.values())
    if whole >= LEAST:
        return withheld(bases)
    return frozenset([*bases, None]) if whole else frozenset()


def _banded(band: Band | None, said: Sequence[bool], *, hidden: bool) -> Banded:
    share = Share(sum(said), len(said)) if said and not hidden else None
    return Banded(band, share, hidden)
