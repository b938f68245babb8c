"""What the pages of rounds say: how far a round is, when it closes, and how each member stands."""

from collections.abc import Iterable, Sequence
from datetime import date

from readiness.domain.band import BAND_LABELS, Band
from readiness.domain.comparison import Comparison, Group
from readiness.domain.pack import Pack
from readiness.domain.round_progress import RoundLine, counts_of, overdue
from readiness.domain.system_round import AskedFor, QuestionSet, RoundState, SystemRound
from readiness.domain.wording import count_words, day_words
from readiness.usecases.system_round import RoundView

ALL, ONLY = "all", "codes"
"""Whom a round asks: every member, or only the codes that are pasted; else the key of a band."""

Choices = list[tuple[str, str, str]]


def typed_day(day: date) -> str:
    """Write a day as people type it."""
    return f"{day.day} {day.month} {day.year}"


def round_words(round_: SystemRound, today: date) -> str:
    """Say how a round stands, and by which day it asks."""
    match round_.state:
        case RoundState.WITHDRAWN:
            return "Withdrawn: its links lead nowhere, and nothing is asked of anybody"
        case RoundState.CLOSED:
            return f"Closed. Its last day was {day_words(round_.closes)}"
    if today > round_.closes:
        return f"Its last day was {day_words(round_.closes)}: its links work no more"
    return f"Open until {day_words(round_.closes)}"


def round_lede(view: RoundView, today: date) -> str:
    """Say in a sentence or two how far a round is."""
    counts = counts_of(view.lines)
    if not counts.asked:
        return "Nobody is asked in this round. Add members to it."
    told = f"{counts.signed} of the {counts.asked} asked have signed off"
    if counts.asked == 1:
        told = f"{counts.signed} of 1 asked has signed off"
    left = counts.asked - counts.signed
    if view.round.open and overdue(view.round, today) and left:
        since = day_words(view.round.closes)
        return f"{told}. {count_words(left, 'is', 'are')} overdue since {since}."
    return f"{told}."


def line_state(line: RoundLine) -> str:
    """Say how far a member is with a round."""
    if line.signed:
        return f"Signed off {day_words(line.signed)}"
    before = f"; last signed off {day_words(line.before)}, before the round" if line.before else ""
    begun = line.member.begun
    if begun and begun.waiting:
        return f"Waits for sign-off since {day_words(begun.waiting)}{before}"
    if begun and begun.sent_back:
        return f"Sent back {day_words(begun.sent_back)}{before}"
    if begun:
        return f"Begun {day_words(begun.started)}{before}"
    if line.asked.opened:
        return f"Link opened {day_words(line.asked.opened)}, nothing begun{before}"
    if line.asked.linked:
        return f"Link not opened since {day_words(line.asked.asked)}{before}"
    return f"Asked {day_words(line.asked.asked)}, no link made yet{before}"


def closing_words(found: Comparison, rounds: Sequence[SystemRound], today: date) -> str:
    """Say when the round closes where nobody has submitted; empty where somebody has, or none is.

    Of several open rounds the one that closes next is named.
    """
    if found.submitters or not found.members:
        return ""
    coming = sorted((one.closes, one.number) for one in rounds if one.takes_answers(today))
    if not coming:
        return ""
    day = day_words(coming[0][0])
    name = next(one.name for one in rounds if one.number == coming[0][1])
    return f"The round closes on {day}." if len(coming) == 1 else f"“{name}” closes on {day}."


def asked_words(found: Iterable[AskedFor], today: date) -> list[str]:
    """Say to a member who asks for its assessment, for which round, and by when."""
    told = []
    for one in found:
        look = "the ten-minute look, " if one.round.question_set is QuestionSet.LOOK else ""
        late = ", which has passed" if overdue(one.round, today) else ""
        by = f"{look}by {day_words(one.round.closes)}{late}"
        told.append(f"Asked by {one.system} for {one.round.name}: {by}.")
    return told


def set_choices(packs: Iterable[Pack]) -> Choices:
    """Return what a round can ask; the look only where some pack has one."""
    choices = [(str(QuestionSet.WHOLE), "All questions that apply", "")]
    most = max((len(pack.first) for pack in packs), default=0)
    if most:
        about = f"At most {count_words(most, 'question')}; whoever goes on answers nothing twice."
        choices.append((str(QuestionSet.LOOK), "The ten-minute look", about))
    return choices


def whom_choices(group: Group, bands: Iterable[tuple[Band, int]]) -> Choices:
    """Return whom a round can ask, with how many that are."""
    whom = [(ALL, f"All members of {group.name}", len(group.codes))]
    whom += [(str(band), BAND_LABELS[band], count) for band, count in bands]
    counted = [
        (key, f"{words}: {count_words(count, 'organisation')}", "") for key, words, count in whom
    ]
    return [*counted, (ONLY, "Only those listed below", "")]
