"""Latest starts in words: why then, what freezes do to them, what is late, what would help."""

from collections.abc import Collection

from readiness.domain.pack import Question
from readiness.domain.schedule import Offer, Schedule, Timed
from readiness.domain.wording import count_words, day_words, upper_first


def why_then(row: Timed, schedule: Schedule) -> str:
    """Say why an action must start by its day: what it takes, what waits, what is frozen."""
    action = row.action
    held_by, due = schedule.held_by(row), schedule.dated_by(row)
    if due is not None and due.day is not None:
        title = due.due.deadline.title
        why = f"Takes {action.takes}, up to {day_words(due.day)}, the day of “{title}”."
    elif held_by is not None:
        why = f"Takes {action.takes}. “{held_by.action.title}” waits for it."
    elif action.start_before_target is not None:
        why = f"Starts {action.start_before_target} before the target."
    else:
        why = f"Takes {action.takes}, up to the target."
    return f"{why} {stepped_words(row)}".rstrip()


def due_words(row: Timed, schedule: Schedule) -> str:
    """Say up to which deadline an action is dated; empty for one dated from the target."""
    due = schedule.dated_by(row)
    if due is None or due.day is None:
        return ""
    return f"Up to {day_words(due.day)}, the day of “{due.due.deadline.title}”."


def stepped_words(row: Timed) -> str:
    """Say which freezes an action steps over: 14 days of Winter freeze stepped over; or nothing."""
    over = [stepped.words for stepped in row.stepped_over]
    return f"{upper_first(_and(over))} stepped over." if over else ""


def moved_words(row: Timed) -> str:
    """Say that a freeze makes an action start earlier, and by how much; empty where none does."""
    if not row.moved:
        return ""
    assert row.latest_start is not None
    assert row.unfrozen is not None
    day, without = day_words(row.latest_start), day_words(row.unfrozen)
    days = count_words((row.unfrozen - row.latest_start).days, "calendar day")
    why = stepped_words(row) or "A freeze moves what waits for it."
    return f"Starts by {day}, {days} earlier than {without}. {why}"


def late_words(row: Timed) -> str:
    """Say how late an action is: 12 working days late."""
    return f"{count_words(abs(row.slack or 0), 'working day')} late"


def in_hand_words(row: Timed) -> str:
    """Say how many working days are in hand, or how late it is; empty without a target."""
    if row.slack is None:
        return ""
    return late_words(row) if row.late else f"{count_words(row.slack, 'working day')} in hand"


def help_words(row: Timed, schedule: Schedule) -> str:
    """Say which action is late, by how much, and which fallbacks would help it."""
    titles = [_offered(offer) for offer in schedule.offers_for(row)]
    helped = f"What may help: {_or(titles)}." if titles else "No fallback helps with it."
    return f"“{row.action.title}” is {late_words(row)}. {helped}"


def offer_reasons(offer: Offer, schedule: Schedule) -> tuple[str, ...]:
    """Say why a fallback is in the plan: the date, and the late actions that it would help."""
    if offer.deadline is not None:
        return deadline_reasons(offer, schedule)
    assert schedule.target is not None
    day = day_words(schedule.target)
    late = offer.helps or schedule.late
    first = f"Offered because {day} {_cannot(schedule)}."
    told = (f"“{row.action.title}” is {late_words(row)}." for row in late)
    return (first, *told, *waiting_words(offer.waiting_for))


def deadline_reasons(offer: Offer, schedule: Schedule) -> tuple[str, ...]:
    """Say for which deadline a fallback is in the plan, its day, what is late, what is unknown."""
    assert offer.deadline is not None
    assert offer.deadline.day is not None
    deadline = offer.deadline.due.deadline
    past = "has passed" if offer.deadline.day < schedule.on else "cannot be met in time"
    first = f"Offered because “{deadline.title}” on {day_words(offer.deadline.day)} {past}."
    late = (f"“{row.action.title}” is {late_words(row)}." for row in offer.helps)
    return (first, *late, *waiting_words(offer.waiting_for))


def waiting_words(questions: Collection[Question]) -> tuple[str, ...]:
    """Say which answers decide whether a fallback can be used; nothing where none does."""
    refs = [question.ref for question in questions]
    return (f"We do not know yet whether it can be used: answer {_and(refs)}.",) if refs else ()


def calendar_headline(schedule: Schedule, done: Collection[str] = ()) -> str:
    """Say in a sentence what is due next, or what is overdue, leaving aside what is done.

    Args:
        done: the keys of the actions that need no start any more.
    """
    if schedule.target is None:
        return "No target date, so no latest starts. Give one."
    rows = [row for row in schedule.rows if row.action.key not in done]
    starts = sorted(row.latest_start for row in rows if row.latest_start is not None)
    overdue = [start for start in starts if start < schedule.on]
    if overdue:
        first = day_words(overdue[0])
        if len(overdue) == 1:
            return f"1 start is overdue: it was due on {first}."
        return f"{len(overdue)} starts are overdue; the first was due on {first}."
    if not starts:
        return f"Nothing is due before {day_words(schedule.target)}."
    if starts[0] == schedule.on:
        return f"{count_words(starts.count(starts[0]), 'action')} must start today."
    return f"Nothing is due until {day_words(starts[0])}."


def _offered(offer: Offer) -> str:
    """Name a fallback, with how late it is itself if it is."""
    late = f" (itself {late_words(offer.timed)})" if offer.timed.late else ""
    return f"“{offer.fallback.title}”{late}"


def _cannot(schedule: Schedule) -> str:
    passed = schedule.target is not None and schedule.target < schedule.on
    return "has passed" if passed else "cannot be met as things stand"


def _and(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _or(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} or {parts[-1]}"
