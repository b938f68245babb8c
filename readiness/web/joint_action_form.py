"""What a commissioner says of a joint action: the form gathers, the use case judges."""

from wtforms import Form, HiddenField, StringField, TextAreaField

from readiness.domain.joint_action import JointAction
from readiness.usecases.joint_actions import Draft, JointActionSavedSince, UnfitJointAction
from readiness.web.forms import Trouble, whole_number


class JointActionForm(Form):
    """What is done, who leads it, by when, and a note; `seen` is the version shown."""

    title = StringField("What is to be done?", id="title")
    lead = StringField("Which member leads it?", id="lead")
    named = StringField("Which person or post?", id="named")
    due = StringField("By when?", id="due")
    note = TextAreaField("Note", id="note")
    seen = HiddenField()

    clash: JointActionSavedSince | None = None

    @property
    def version(self) -> int:
        """The version that the person was looking at."""
        return whole_number(self.seen.data)

    @property
    def draft(self) -> Draft:
        """What was typed."""
        fields = (self.title, self.lead, self.named, self.due, self.note)
        return Draft(*(field.data or "" for field in fields))

    def show(self, wrong: UnfitJointAction) -> None:
        """Say at each field what does not fit."""
        for name, sentences in wrong.wrong.items():
            self[name].errors = list(sentences)

    def lay_beside(self, clash: JointActionSavedSince) -> None:
        """Keep what was typed, to be saved over theirs."""
        self.clash = clash
        self.seen.data = str(clash.theirs.version)

    @property
    def troubles(self) -> tuple[Trouble, ...]:
        """What needs the person, in the order of the fields."""
        if self.clash:
            return (Trouble(self.title.id, str(self.clash), ""),)
        return tuple(
            Trouble(field.id, words.rstrip("."), "")
            for field in (self.title, self.lead, self.named, self.due, self.note)
            for words in field.errors
        )


def as_kept(action: JointAction) -> dict[str, str]:
    """Return the fields of a joint action as they are saved."""
    day = action.due
    return {
        "title": action.title,
        "lead": action.member.ods_code if action.member else "",
        "named": action.named,
        "due": f"{day.day} {day.month} {day.year}" if day else "",
        "note": action.note,
        "seen": str(action.version),
    }
