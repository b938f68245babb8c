"""What the page of a system says of who is counted: in two systems, under old codes, or gone."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from readiness.domain.calendar import LONDON
from readiness.domain.comparison import Comparison, Left, Member
from readiness.domain.wording import count_words, day_words

MOST_NAMED = 6
"""How many organisations a sentence names before it counts the rest."""


def counted_notes(comparison: Comparison, at: datetime) -> tuple[str, ...]:
    """Return a sentence for everything that a reader must know of who is counted.

    Args:
        at: the time at which the page was made.
    """
    return tuple(_notes(comparison, at))


def newer_note(comparison: Comparison, seen: str) -> str:
    """Say that figures are newer than the page a reader came from; empty where they are not.

    Args:
        seen: the mark of the comparison on that page; empty where the reader came from none.
    """
    if not seen or seen == comparison.mark:
        return ""
    then, now = seen.partition("-")[0], len(comparison.submitters)
    if then == str(now):
        return (
            "These figures are newer than the page you came from: somebody signed off anew, or"
            " another member did in the place of one that left."
        )
    return (
        f"These figures are newer than the page you came from: {now} have submitted now, {then} had"
        " then."
    )


def _notes(comparison: Comparison, at: datetime) -> Iterator[str]:
    members = comparison.members
    yield _moment(comparison, at)
    if not comparison.pack.hard_rules:
        yield (
            "These rules have no hard rule, so nothing stops anybody: whoever submitted counts as"
            " having reached the last stage."
        )
    yield from _elsewhere([one for one in members if one.elsewhere])
    yield from _under_old_codes([one for one in members if one.via])
    yield from _unsure([one for one in members if not one.sure])
    yield from _left(comparison.left)
    yield from _estimated([one for one in members if one.estimate and not one.submitted])


def _moment(comparison: Comparison, at: datetime) -> str:
    here = at.astimezone(LONDON)
    days = [one.submitted.at for one in comparison.submitters if one.submitted]
    newest = f" The newest submission in them is of {day_words(max(days))}." if days else ""
    return f"Figures as they stood on {day_words(here.date())} at {here:%H:%M}.{newest}"


def _elsewhere(members: Sequence[Member]) -> Iterator[str]:
    if members:
        who = _named([f"{_name(one)} ({', '.join(one.elsewhere)})" for one in members])
        does = "belongs" if len(members) == 1 else "belong"
        yield (
            f"{count_words(len(members), 'member')} {does} to another system as well, and every"
            f" system counts its members in full: {who}."
        )


def _under_old_codes(members: Sequence[Member]) -> Iterator[str]:
    if members:
        olds = _named(sorted({one.via for one in members}))
        does = "is" if len(members) == 1 else "are"
        yield (
            f"{count_words(len(members), 'member')} {does} still written under {olds}, which this"
            " system followed."
        )


def _unsure(members: Sequence[Member]) -> Iterator[str]:
    if members:
        who = _named([_name(one) for one in members])
        does = "belongs" if len(members) == 1 else "belong"
        yield (
            f"Nobody said to which part of a system that was split {who} {does}: counted here, and"
            " in the other parts too."
        )


def _left(left: Sequence[Left]) -> Iterator[str]:
    if left:
        does, them = ("is no member", "it") if len(left) == 1 else ("are no members", "them")
        yield (
            f"{count_words(len(left), 'organisation')} that submitted {does} any more, so no figure"
            f" counts {them}: {_named([_gone(one) for one in left])}."
        )


def _estimated(members: Sequence[Member]) -> Iterator[str]:
    if members:
        yield (
            f"Of {_named([_name(one) for one in members])} there is only an estimate by somebody"
            " else, which no figure counts."
        )


def _gone(one: Left) -> str:
    return f"{one.name} (until {day_words(one.until)})" if one.until else f"{one.name} (closed)"


def _name(one: Member) -> str:
    return one.organisation.name


def _named(names: Sequence[str]) -> str:
    """Name some, and count the rest."""
    shown, rest = list(names[:MOST_NAMED]), len(names) - MOST_NAMED
    if rest > 0:
        return f"{', '.join(shown)} and {rest:,} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)
