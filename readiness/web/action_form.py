"""What people say of an action: the form gathers, the use case judges."""

import re

from wtforms import Form, HiddenField, StringField, TextAreaField

from readiness.domain.plan import Progress
from readiness.files.plan_rows import STATE_WORDS
from readiness.usecases.plan import SaidSince, Unfit
from readiness.web.forms import Trouble


class ActionForm(Form):
    """Who does an action, how far it has come, by when, and a note; `seen` is the version shown."""

    owner = StringField("Who does it", id="owner")
    state = StringField("How far has it come?", id="state")
    due = StringField("Due date", id="due")
    note = TextAreaField("Note", id="note")
    seen = HiddenField()

    clash: SaidSince | None = None
    options = tuple((state.value, words, "") for state, words in STATE_WORDS.items())

    @property
    def state_words(self) -> str:
        """The state that was typed, as people read it."""
        words = {value: label for value, label, _ in self.options}
        return words.get(self.state.data or "", "none")

    def show(self, wrong: Unfit) -> None:
        """Say at each field what does not fit."""
        for name, sentences in wrong.wrong.items():
            self[name].errors = list(sentences)

    @property
    def version(self) -> int:
        """The version that the person was looking at."""
        seen = self.seen.data or ""
        return int(seen) if re.fullmatch(r"\d{1,9}", seen) else 0

    def lay_beside(self, clash: SaidSince) -> None:
        """Keep what was typed, to be saved over theirs."""
        self.clash = clash
        self.seen.data = str(clash.theirs.version)

    @property
    def theirs(self) -> "ActionForm | None":
        """What the other person said, where two did."""
        return ActionForm(data=as_said(self.clash.theirs)) if self.clash else None

    @property
    def troubles(self) -> tuple[Trouble, ...]:
        """What needs the person, in the order of the fields."""
        if self.clash:
            return (Trouble(self.owner.id, str(self.clash), ""),)
        return tuple(
            Trouble(field.id, words.rstrip("."), "")
            for field in (self.owner, self.state, self.due, self.note)
            for words in field.errors
        )


def as_said(progress: Progress) -> dict[str, str]:
    """Return the fields of an action as they are saved."""
    day = progress.due
    return {
        "owner": progress.owner,
        "state": progress.state.value,
        "due": f"{day.day} {day.month} {day.year}" if day else "",
        "note": progress.note,
        "seen": str(progress.version),
    }
