"""What moved since an earlier day, as values for the page of a system."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask import request
from wtforms import Form, StringField

from readiness.domain.answer_value import read_typed_day
from readiness.domain.comparison import Comparison, Member
from readiness.domain.errors import InvalidAnswer, NotFound
from readiness.domain.movement import Month, Moved, Movement, Turn, start_of_last_month
from readiness.domain.pack import Pack
from readiness.domain.shared import NOT_SHARED, reads_sensitive
from readiness.domain.tally import MET, NOT_ASKED, NOT_KNOWN, NOT_MET
from readiness.domain.wording import count_words, day_words
from readiness.usecases.movement import read_before, read_months
from readiness.web import current
from readiness.web.comparison_page import Fact, facts_of, named_stage
from readiness.web.comparison_query import ComparisonQuery
from readiness.web.forms import Trouble
from readiness.web.months_picture import MonthsPicture, months_picture

STANDS = {
    MET: "Met",
    NOT_MET: "Not met",
    NOT_KNOWN: "Not yet known",
    NOT_ASKED: "Does not apply",
}
"""How a rule stands, in a word or three."""

MOST_RULES = 3
"""How many rules of one organisation are shown at once; the others are folded away."""


class DayForm(Form):
    """The earlier day to compare with, as typed."""

    day = StringField("Compare with an earlier day")


@dataclass(frozen=True, slots=True)
class MovedRow:
    """A member that moved: from which stage to which, and the rules that did it, in words."""

    member: Member
    was: str
    now: str
    up: bool
    rules: tuple[tuple[str, str], ...]
    other_rules: str
    most: int = MOST_RULES


@dataclass(frozen=True, slots=True)
class MovementSection:
    """What moved, month by month and since a day; `day` is None where none is asked for.

    `last_month` is the day that a link compares with, `notes` say what else parts the two days.
    """

    form: DayForm
    day: date | None
    last_month: date
    rows: tuple[MovedRow, ...]
    notes: tuple[str, ...]
    months: tuple[Month, ...]
    picture: MonthsPicture | None
    facts: tuple[Fact, ...]

    @property
    def troubles(self) -> tuple[Trouble, ...]:
        """What is wrong with the day, for the top of the page."""
        return tuple(
            Trouble(self.form.day.id, str(w).rstrip("."), "") for w in self.form.day.errors
        )


def asked_day() -> tuple[DayForm, date | None]:
    """Read the day typed into the form: with what is wrong with it, or the day to compare with."""
    form = DayForm(request.args)
    if not form.day.data:
        return form, None
    try:
        return form, _earlier(read_typed_day(form.day.data))
    except InvalidAnswer as wrong:
        form.day.errors = (str(wrong),)
        return form, None


def movement_section(shown: Comparison, query: ComparisonQuery, form: DayForm) -> MovementSection:
    """Read what moved among those shown; facts say what they were as well.

    Raises:
        NotFound: the day of the address is not an earlier one.
    """
    db, by_these = current.db(), query.these_rules
    months = read_months(db, shown, by_these_rules=by_these)
    last_month, facts = start_of_last_month(shown.on), facts_of(shown)
    picture = months_picture(months, shown.pack.stages, named_stage(shown), shown.on)
    if query.against is None:
        return MovementSection(form, None, last_month, (), (), months, picture, facts)
    try:
        day = _earlier(query.against)
    except InvalidAnswer as wrong:
        raise NotFound(str(wrong)) from None
    asked = None if query.round is None else [one.code for one in shown.members]
    then = read_before(
        db, shown, day, person=current.person(), members=asked, by_these_rules=by_these
    )
    if query.band is not None:
        then = then.only(lambda member: member.band is query.band)
    moved = Movement(then, shown)
    rows = tuple(_row(one, shown.pack) for one in sorted(moved.moved, key=lambda one: one.up))
    notes = tuple(_notes(moved))
    facts = _facts(facts, then, day)
    return MovementSection(form, day, last_month, rows, notes, months, picture, facts)


def _earlier(day: date) -> date:
    if day >= current.today():
        raise InvalidAnswer("Enter a day before today.")
    return day


def _facts(facts: Sequence[Fact], then: Comparison, day: date) -> tuple[Fact, ...]:
    """Say beside each fact what it was."""
    found = []
    for now, was in zip(facts, facts_of(then), strict=True):
        words = f"was {was.figure} {was.of}" if was.figure != "–" else "no submission to count"
        found.append(replace(now, was=f"{words} on {day_words(day)}"))
    return tuple(found)


def _row(moved: Moved, pack: Pack) -> MovedRow:
    stages = pack.stages
    other = f"Judged by rules {moved.was.pack.version} then." if moved.other_rules else ""
    return MovedRow(
        moved.member,
        stages[moved.stage_was].title,
        stages[moved.stage_now].title,
        moved.up,
        tuple((_ref(turn, pack), _turn_words(turn, pack)) for turn in moved.turns),
        other,
    )


def _ref(turn: Turn, pack: Pack) -> str:
    return next((pack.questions[key].ref for key in turn.rule.questions), "")


def _turn_words(turn: Turn, pack: Pack) -> str:
    """Say what a rule is and was, with its sentence as far as others may read it."""
    rule, unmet = turn.rule, NOT_MET in (turn.was, turn.now)
    said = rule.otherwise if unmet else rule.needed or rule.otherwise
    said = (NOT_SHARED if reads_sensitive(rule, pack) else said).rstrip(".")
    if turn.opens:
        return f"{STANDS[turn.now]} now. {STANDS[turn.was]} then: {said}."
    return f"{STANDS[turn.now]} now: {said}. {STANDS[turn.was]} then."


def _notes(moved: Movement) -> list[str]:
    day = day_words(moved.then.on)
    names = (
        (moved.anew, "Submitted for the first time since"),
        (moved.joined, "Joined the system since"),
        (moved.left, "No member any more"),
    )
    notes = [f"{what}: {_named(those)}." for those, what in names if those]
    if moved.again:
        who = count_words(moved.again, "organisation")
        where = "is where it was" if moved.again == 1 else "are where they were"
        notes.append(f"{who} submitted again and {where}.")
    if moved.other_rules:
        of = count_words(len(moved.then.submitters), "submission")
        notes.append(
            f"On {day}, {moved.other_rules} of {of} had been judged by other hard rules than those "
            "of today. Nothing is judged again here."
        )
    return notes


def _named(members: Sequence[Member], most: int = 8) -> str:
    names = [one.organisation.name for one in members[:most]]
    more = len(members) - len(names)
    return ", ".join(names) + (f" and {more} more" if more else "")
