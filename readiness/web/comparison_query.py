"""What the address of a comparison asks for: pack, band, an earlier day, ticked rules, order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from werkzeug.datastructures import MultiDict

from readiness.domain.answer_value import read_day
from readiness.domain.band import Band
from readiness.domain.errors import NotFound
from readiness.domain.pack import Pack

_MARK = re.compile(r"[0-9]{1,6}-[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class ComparisonQuery:
    """The filters of a comparison; all of them are in its address, and nothing else is.

    `met` are keys of hard rules that are taken as met by everyone. `these_rules` judges what was
    submitted under other rules by these as well. `round` is the number of a round. `seen` is the
    mark of the figures on the page that the address was taken from. `everyone` shows all whom to
    ring, and not the first few.
    """

    pack: str = ""
    band: Band | None = None
    against: date | None = None
    met: tuple[str, ...] = ()
    these_rules: bool = False
    round: int | None = None
    sort: str = ""
    every_rule: bool = False
    seen: str = ""
    everyone: bool = False

    def parameters(self, **other: object) -> dict[str, object]:
        """Return what goes into the address, with some of it otherwise; None leaves it out.

        Where other submissions are asked for, what was seen of these tells nothing.
        """
        if other.keys() & {"pack", "round"}:
            other = {"seen": "", **other}
        changed = replace(self, **other)  # type: ignore[arg-type]
        return dict(_parameters(changed))


def read_query(arguments: "MultiDict[str, str]", pack: Pack) -> ComparisonQuery:
    """Read the filters of an address; rules that the pack does not have are left out.

    Raises:
        NotFound: a band or a day that is none.
    """
    band, day = arguments.get("band", ""), arguments.get("against", "")
    if band and band not in list(Band):
        raise NotFound("There is no such band of organisations.")
    try:
        against = read_day(day) if day else None
    except ValueError as wrong:
        raise NotFound(f"That is no day: {wrong}.") from None
    keys = {rule.key for rule in pack.hard_rules}
    return ComparisonQuery(
        pack.key,
        Band(band) if band else None,
        against,
        tuple(dict.fromkeys(key for key in arguments.getlist("met") if key in keys)),
        arguments.get("judge", "") == "these",
        arguments.get("round", type=int),
        arguments.get("sort", ""),
        arguments.get("rules", "") == "all",
        seen if _MARK.fullmatch(seen := arguments.get("seen", "")) else "",
        arguments.get("ring", "") == "all",
    )


def _parameters(query: ComparisonQuery) -> Iterator[tuple[str, object]]:
    yield "pack", query.pack
    if query.band:
        yield "band", query.band.value
    if query.against:
        yield "against", query.against.isoformat()
    if query.met:
        yield "met", list(query.met)
    if query.these_rules:
        yield "judge", "these"
    if query.round is not None:
        yield "round", query.round
    if query.sort:
        yield "sort", query.sort
    if query.every_rule:
        yield "rules", "all"
    if query.seen:
        yield "seen", query.seen
    if query.everyone:
        yield "ring", "all"
