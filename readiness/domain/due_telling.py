"""Where deadlines stand, in words: how a day is found, by when to start, and what is left."""

from readiness.domain.condition import Truth
from readiness.domain.due_date import AnsweredDay, EveryYear, OnDay
from readiness.domain.due_standing import DueStanding, DueStatus, Rung
from readiness.domain.pack import Pack
from readiness.domain.wording import count_words, day_words, short_day

STATUS_WORDS = {
    DueStatus.NOT_APPLICABLE: "Does not apply",
    DueStatus.MET: "Met",
    DueStatus.MAY_APPLY: "May apply",
    DueStatus.DAY_NOT_KNOWN: "Day not known",
    DueStatus.IN_HAND: "In hand",
    DueStatus.START_PASSED: "Start passed",
    DueStatus.PASSED: "Passed",
}
"""What each status is called."""


def found_words(one: DueStanding, pack: Pack) -> str:
    """Say how the day of a deadline was found."""
    match one.due.deadline.day:
        case OnDay():
            return "The same day for everybody"
        case EveryYear():
            return "Every year"
        case AnsweredDay(question, length):
            ref = pack.questions[question].ref
            return f"{length} before your answer to {ref}" if length else f"Your answer to {ref}"
        case _:
            assert pack.vehicles is not None
            return f"What you chose in {pack.questions[pack.vehicles.question].ref} closes"


def first_words(one: DueStanding) -> str:
    """Say what must be done first: the action that binds, or the pack’s own least time."""
    if one.binding is not None:
        return one.binding.title
    if one.safe_start is not None:
        return f"Begin {one.due.deadline.begin_before} before"
    return "Nothing that your answers ask for so far"


def start_words(one: DueStanding) -> str:
    """Write by when to start; empty where nothing is known to be left to do."""
    return "" if one.safe_start is None else short_day(one.safe_start)


def hand_words(one: DueStanding) -> str:
    """Say how many working days are in hand, or how late it is; empty where no day is known."""
    if one.slack is None:
        return ""
    days = count_words(abs(one.slack), "working day")
    return f"{days} late" if one.slack < 0 else days


def due_sentence(one: DueStanding) -> str:
    """Say where a deadline stands in a sentence."""
    title, status = one.due.deadline.title, one.status
    if one.day is None or not one.due.open:
        return f"{title}: {STATUS_WORDS[status].lower()}."
    day = day_words(one.day)
    if status is DueStatus.PASSED:
        return f"{title}: {day} has passed."
    may = " It may not apply to you." if status is DueStatus.MAY_APPLY else ""
    if one.safe_start is None:
        return f"{title}: {day}.{may}"
    verb = "should have begun" if one.slack is not None and one.slack < 0 else "start"
    start = f"{first_words(one)}: {verb} by {day_words(one.safe_start)} ({hand_words(one)})"
    return f"{title}: {day}. {start}.{may}"


def rung_words(rung: Rung) -> str:
    """Say of a fallback of a deadline whether it can be used, and whether it is late itself."""
    if rung.when is Truth.NO:
        return "Not for you, by your answers."
    said = []
    if rung.timed.late:
        said.append(f"Itself {count_words(abs(rung.timed.slack or 0), 'working day')} late.")
    elif rung.timed.latest_start is not None:
        said.append(f"Start by {short_day(rung.timed.latest_start)}.")
    if rung.waiting_for:
        refs = ", ".join(question.ref for question in rung.waiting_for)
        said.append(f"We do not know yet whether it can be used: answer {refs}.")
    return " ".join(said)
