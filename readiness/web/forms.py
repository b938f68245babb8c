"""Forms gather what people type and show it again; the domain judges it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, Form, HiddenField, StringField, SubmitField, TextAreaField

from readiness.domain.answer_value import (
    LONGEST_TEXT,
    plain_value,
    read_link,
    read_text,
    read_value,
)
from readiness.domain.assessment import Answer
from readiness.domain.comparing import Compared
from readiness.domain.errors import InvalidAnswer
from readiness.domain.explanation import Badge
from readiness.domain.glossary import Explained
from readiness.domain.pack import DONT_KNOW, Kind, Pack, Question
from readiness.usecases.assessment import Change
from readiness.web.box import BOXES, Box, fields_as_saved
from readiness.web.clash import SCALES, Disagreement

Sent = MultiDict[str, str]
"""What a browser sent, by name."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One radio or tick box of a question, that of don’t know included."""

    id: str
    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that needs the person: the control’s id, what to do, and the reference."""

    control: str
    words: str
    ref: str


def whole_number(text: str | None, otherwise: int = 0) -> int:
    """Read a version or a page that a form or an address names, where it is a number at all."""
    return int(text) if text and re.fullmatch("[0-9]{1,9}", text) else otherwise


class Texts(Field):
    """Every text that was sent under one name, in order."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = list(valuelist)


class AnswerForm(Form):
    """One question, under names which begin with its key: as it is saved, or as it was sent."""

    value = Texts()
    dont_know = BooleanField(name="dont-know")
    note = TextAreaField("Note")
    evidence = StringField("Link to the evidence")
    share = BooleanField("Share this note with my system")
    seen = HiddenField()
    stand = StringField("Which should stand?")
    deciding = BooleanField()
    clear = SubmitField()

    def __init__(self, pack: Pack, question: Question, answer: Answer | None, sent: Sent | None):
        self.pack = pack
        self.question = question
        self.answer = answer
        self.clash: Disagreement | None = None
        self.badge: Badge | None = None
        self.others: tuple[Compared, ...] = ()
        self.closed = self.told = False
        self.assessment_id = 0
        super().__init__(sent, prefix=f"{question.key}-", data=fields_as_saved(question, answer))

    def change(self) -> Change:
        """Return what is said to the question, as typed. To keep theirs is to say what they say."""
        keep = self._keeps_theirs
        theirs = self.answer.value if self.answer else None
        return Change(
            self.question.key,
            plain_value(theirs) if keep else self.typed_value(),
            note=self.note.data,
            evidence=self.evidence.data,
            private=not self.share.data,
            seen=self._seen,
            withdraw=theirs is None if keep else self.clear.data,
        )

    def typed_value(self) -> str | list[str]:
        """Return the value as typed; a list where several were given, fitting or not."""
        texts: list[str] = self.value.data
        if self.question.kind is Kind.PARTNERS:
            texts = [code for text in texts for code in re.split(r"[\s,;]+", text) if code]
        if self.dont_know.data:
            texts = [*filter(str.strip, texts), DONT_KNOW]
        return "".join(texts) if len(texts) < 2 else texts

    @property
    def _seen(self) -> int:
        return whole_number(self.seen.data)

    @property
    def _keeps_theirs(self) -> bool:
        """Whether theirs was chosen, and is still what is saved; if not, mine meets the newest."""
        newest = self.answer.version if self.answer else 0
        return bool(self.deciding.data and self.stand.data == "theirs" and newest == self._seen)

    @property
    def undecided(self) -> bool:
        """Whether two answers stood side by side and neither was chosen."""
        return self.deciding.data and self.stand.data not in ("theirs", "mine")

    def blame(self, change: Change) -> None:
        """Say at each field what would fit there; what was decided before stays decided."""
        if self._keeps_theirs:
            saved = fields_as_saved(self.question, self.answer)
            self.value.data, self.dont_know.data = saved["value"], saved["dont_know"]
        for field, read in (
            (self.value, lambda: read_value(self.question, change.value)),
            (self.note, lambda: read_text(change.note, LONGEST_TEXT, "note")),
            (self.evidence, lambda: read_link(change.evidence)),
        ):
            try:
                read()
            except InvalidAnswer as wrong:
                field.errors = (str(wrong),)

    def lay_beside(self, clash: Disagreement) -> None:
        """Show what was typed beside what is saved by now; to save again is to decide."""
        self.clash = clash
        self.stand.data = ""
        self.seen.data = str(clash.theirs.version)
        self.note.data, self.evidence.data = clash.note, clash.evidence
        if clash.mine.value is None:
            self.value.data, self.dont_know.data = [], False

    @property
    def key(self) -> str:
        """The key of the question."""
        return self.question.key

    @property
    def explained(self) -> Explained:
        """The hint with the terms of the glossary in it."""
        return self.pack.explained[self.key]

    @property
    def type(self) -> str:
        """How it is answered: radio, checkbox, or text."""
        if self.question.kind in SCALES:
            return "radio"
        return "checkbox" if self.question.kind is Kind.CHOICES else "text"

    @property
    def box(self) -> Box:
        """How the box to type in is drawn."""
        return BOXES[self.question.kind]

    @property
    def typed(self) -> str:
        """What stands in the box to type in."""
        return "".join(self.value.data)

    @cached_property
    def options(self) -> tuple[Choice, ...]:
        """The options from worst to best, then don’t know; the first carries the field’s own id."""
        labels = {option.key: option.label for option in self.question.options}
        ids = (self.value.id if not n else f"{self.value.id}.{n}" for n in range(len(labels) + 1))
        choices = {**labels, DONT_KNOW: self.question.dont_know}.items()
        return tuple(Choice(id, key, label) for id, (key, label) in zip(ids, choices, strict=True))

    @property
    def side_by_side(self) -> bool:
        """Whether both answers stand side by side, to choose from, and not on the scale."""
        return self.clash is not None and self.clash.values_differ and not self.clash.on_scale

    @property
    def more_open(self) -> bool:
        """Whether note and link are to be seen at once."""
        both = self.clash is not None and self.clash.notes_differ
        return both or bool(self.note.errors or self.evidence.errors)

    @property
    def more_words(self) -> str:
        """What note and link hold."""
        if self.clash is not None and self.clash.notes_differ:
            return "Note and link: both kept"
        added = bool(self.note.data) + bool(self.evidence.data)
        return f"Note and link: {added} added" if added else "Add a note or link"

    @property
    def troubles(self) -> Iterator[Trouble]:
        """What needs the person here, in the order of the fields."""
        for field in (self.value, self.stand, self.note, self.evidence):
            for words in field.errors:
                yield Trouble(field.id, words.rstrip("."), self.question.ref)
        if self.clash is not None and not self.stand.errors:
            decided_at = self.value if self.clash.on_scale else self.note
            control = self.stand if self.side_by_side else decided_at
            yield Trouble(control.id, self.clash.summary, self.question.ref)


def troubles_of(form: Form) -> tuple[Trouble, ...]:
    """Return what needs the person in a plain form, in the order of its fields."""
    return tuple(
        Trouble(field.id, words.rstrip("."), "") for field in form for words in field.errors
    )
