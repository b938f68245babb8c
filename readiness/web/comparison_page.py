"""What the top of a system’s page says: the lede, the four facts, and the stages as a table."""

from dataclasses import dataclass
from datetime import date

from readiness.domain.comparison import Comparison, Member
from readiness.domain.pack import Stage
from readiness.domain.wording import count_words, day_words, small_number, upper_first

FEW_FROM = 20
"""A system of at least so many members is not spoken for by less than a quarter of them."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure at the top of the page: what it is, the figure, of how many, and what to add.

    `was` says what it was on an earlier day, where one is asked for.
    """

    what: str
    figure: str
    of: str
    more: str
    was: str = ""


@dataclass(frozen=True, slots=True)
class StageRow:
    """A stage with how many claim it, evidence it, and had it checked."""

    stage: Stage
    claimed: int
    evidenced: int
    checked: int


def named_stage(comparison: Comparison) -> int:
    """Return the place of the stage that the facts speak of: the middle of the ladder."""
    return len(comparison.pack.stages) // 2


def lede_of(comparison: Comparison) -> str:
    """Say in one or two sentences how far the system is."""
    return "".join(lede_parts(comparison))


def lede_parts(comparison: Comparison) -> tuple[str, str]:
    """Return the lede in two: the finding, which stands out, and what goes on from it."""
    sent, members = len(comparison.submitters), len(comparison.members)
    if not members:
        return "No member of this system is known here.", ""
    if not sent:
        return _nothing_submitted(comparison)
    finding, more = _how_far(comparison)
    if is_few(comparison):
        verb = "has" if sent == 1 else "have"
        read = f"{small_number(sent)} organisation{'' if sent == 1 else 's'}"
        told = f"Only {sent} of {members} {verb} submitted: read what follows as {read}, "
        return f"{told}not as the system.", f" {finding}{more}"
    return finding, more


def is_few(comparison: Comparison) -> bool:
    """Say whether so few submitted that they do not speak for the system: under a quarter."""
    members = len(comparison.members)
    return members >= FEW_FROM and 4 * len(comparison.submitters) < members


def _nothing_submitted(comparison: Comparison) -> tuple[str, str]:
    members = len(comparison.members)
    begun = sum(one.begun is not None for one in comparison.members)
    who = "its one member has not" if members == 1 else f"none of the {members} has"
    if not begun:
        return f"We do not know yet: {who} submitted.", ""
    told = f"{upper_first(small_number(begun))} {'has' if begun == 1 else 'have'} begun."
    return f"We do not know yet: {who} submitted.", f" {told}"


def _how_far(comparison: Comparison) -> tuple[str, str]:
    sent, place = len(comparison.submitters), named_stage(comparison)
    reached, _ = comparison.at_least(place)
    later = f"{comparison.pack.stages[place].title} or later."
    if sent == 1:
        shown = "shows it has" if reached else "does not show yet that it has"
        return "The one organisation that submitted", f" {shown} reached {later}"
    if reached in (0, sent):
        who = f"{'All' if reached else 'None of the'} {sent:,} organisations that submitted"
        return who, f" {'show they have' if reached else 'shows it has'} reached {later}"
    verb = "shows it has" if reached == 1 else "show they have"
    return f"{reached:,} of the {sent:,} organisations that submitted", f" {verb} reached {later}"


def facts_of(comparison: Comparison) -> tuple[Fact, ...]:
    """Return the four facts at the top of the page."""
    sent, members = len(comparison.submitters), len(comparison.members)
    place = named_stage(comparison)
    reached, claim = comparison.at_least(place)
    far = [one for one in comparison.claim_more if one.submitted and one.submitted.gap > 1]
    more, shares = len(comparison.claim_more), comparison.shares
    none = "no submission to count"
    uncounted = "none under these rules" if sent else none
    return (
        Fact("Submitted", str(sent), f"of {members}", _not_submitted(comparison)),
        Fact(
            f"Evidenced at {comparison.pack.stages[place].title} or later",
            str(reached) if sent else "–",
            f"of {sent}" if sent else "",
            f"{claim} of {sent} claim it" if sent else none,
        ),
        Fact(
            "Claim more than they evidence",
            str(more) if sent else "–",
            f"of {sent}" if sent else "",
            f"{len(far)} by two stages or more" if sent else none,
        ),
        Fact(
            "Hard rules not yet known",
            f"{_per_cent(shares.not_known, shares.all)}%" if shares.all else "–",
            f"of {shares.all}" if shares.all else "",
            f"{_per_cent(shares.met, shares.all)}% met, {_per_cent(shares.not_met, shares.all)}% "
            f"not met, in {count_words(len(comparison.compared), 'organisation')}"
            if shares.all
            else uncounted,
        ),
    )


def stage_rows(comparison: Comparison) -> tuple[StageRow, ...]:
    """Return the stages with their counts, in the order of the ladder.

    Under checked, the first stage holds all of whom nothing was agreed to, unchecked ones as well.
    """
    counts = comparison.stages
    checked = counts.agreed
    return tuple(
        StageRow(*row)
        for row in zip(
            comparison.pack.stages, counts.claimed, counts.evidenced, checked, strict=True
        )
    )


def stage_notes(comparison: Comparison, *, bars: bool) -> tuple[str, ...]:
    """Say how to read the picture of the stages, and who is in none of its figures."""
    counts, waiting = comparison.stages, len(comparison.members) - len(comparison.submitters)
    if not counts.of:
        return ("Nothing to draw yet. A picture and a table appear with the first submission.",)
    drawn = (
        "A bar is as long as its number of organisations."
        if bars
        else "One square is one organisation."
    )
    said = [drawn]
    if waiting:
        who = upper_first(small_number(waiting))
        verb, are = ("has", "is") if waiting == 1 else ("have", "are")
        of = len(comparison.members)
        said.append(f"{who} of {of:,} {verb} not submitted and {are} in no figure here.")
    if counts.unchecked:
        told = f"Nothing has been checked yet for {small_number(counts.unchecked)} (dashed)."
        said.append(told)
    if counts.checked[0]:
        dashed = "also dashed" if counts.unchecked else "dashed"
        said.append(f"Nothing was agreed to for {small_number(counts.checked[0])} ({dashed}).")
    if counts.unclaimed:
        verb = "claims" if counts.unclaimed == 1 else "claim"
        said.append(f"{upper_first(small_number(counts.unclaimed))} {verb} no stage.")
    return (" ".join(said),)


def _not_submitted(comparison: Comparison) -> str:
    waiting = [one for one in comparison.members if not one.submitted]
    to_sign = sum(bool(one.begun and one.begun.waiting) for one in waiting)
    draft = sum(one.begun is not None for one in waiting) - to_sign
    nothing = len(waiting) - to_sign - draft
    parts = (
        (draft, f"{draft} in draft"),
        (to_sign, f"{to_sign} waiting for sign-off"),
        (nothing, f"{nothing} nothing yet"),
    )
    return ", ".join(words for count, words in parts if count) or "nobody is left to submit"


def state_words(member: Member) -> str:
    """Say in few words where a member is that submitted nothing."""
    begun = member.begun
    if begun is None:
        return "Nothing yet"
    if begun.waiting:
        return "Sign-off waiting"
    if begun.sent_back:
        return "Sent back"
    return f"Draft, {begun.answered} of {begun.asked} answered, shared" if begun.shared else "Draft"


def long_state_words(member: Member, on: date) -> str:
    """Say in a sentence where a member is that submitted nothing, as of a day."""
    begun = member.begun
    if begun is None:
        return "Nothing yet"
    if begun.waiting:
        days = max(0, (on - begun.waiting).days)
        since = f"{count_words(days, 'day')}" if days else "since today"
        return f"Complete, waiting {since} for sign-off"
    if begun.sent_back:
        return f"Sent back on {day_words(begun.sent_back)}"
    if begun.shared:
        told = f"{begun.answered} of {begun.asked} answered"
        return f"Draft shared on {day_words(begun.shared)}: {told}"
    if begun.saved:
        return f"Draft not shared: last saved on {day_words(begun.saved)}"
    return f"Draft not shared: begun on {day_words(begun.started)}"


def _per_cent(part: int, whole: int) -> int:
    """Round a share to whole per cent, halves up."""
    return (200 * part + whole) // (2 * whole) if whole else 0
