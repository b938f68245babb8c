"""Forms gather what people type and show it again; the domain judges it."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, Form, HiddenField, StringField, SubmitField, TextAreaField

from readiness.domain.assessment import (
    LONGEST_TEXT,
    Answer,
    plain_value,
    read_link,
    read_text,
    read_value,
)
from readiness.domain.condition import Value
from readiness.domain.errors import InvalidAnswer
from readiness.domain.explanation import Badge, badge
from readiness.domain.pack import DONT_KNOW, Kind, Pack, Question, Term
from readiness.usecases.assessment import Change, OpenAssessment
from readiness.web.clash import SCALES, Disagreement

Sent = MultiDict[str, str]
"""What a browser sent, by name."""


@dataclass(frozen=True, slots=True)
class Box:
    """How a box to type in is drawn: its label for those who cannot see it, width and example."""

    label: str
    width: int
    example: str = ""
    digits: bool = False


BOXES = {
    Kind.NUMBER: Box("Whole number", 5, digits=True),
    Kind.PERCENTAGE: Box("Percentage", 3, digits=True),
    Kind.MONEY: Box("Whole pounds", 10, digits=True),
    Kind.DATE: Box("Date", 10, "Like 30 9 2027."),
    Kind.PARTNERS: Box("Codes", 30, "Organisation codes, like RX9 QZZ, with spaces between them."),
    Kind.TEXT: Box("Answer", 30),
}


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
        self.question = question
        self.answer = answer
        self.clash: Disagreement | None = None
        self.terms: tuple[Term, ...] = ()
        self.badge: Badge | None = badge(pack, question.key)
        super().__init__(sent, prefix=f"{question.key}-", data=_as_saved(question, answer))

    def change(self) -> Change:
        """Return what is said to the question, as typed. To keep theirs is to say what they say."""
        theirs = self.answer.value if self.answer and self.stand.data == "theirs" else None
        keep = self.deciding.data and self.stand.data == "theirs"
        return Change(
            self.question.key,
            plain_value(theirs) if keep else self.typed_value(),
            note=self.note.data,
            evidence=self.evidence.data,
            private=not self.share.data,
            seen=int(self.seen.data) if re.fullmatch(r"\d{1,9}", self.seen.data) else 0,
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
    def undecided(self) -> bool:
        """Whether two answers stood side by side and neither was chosen."""
        return self.deciding.data and self.stand.data not in ("theirs", "mine")

    def blame(self, change: Change) -> None:
        """Say at each field what would fit there."""
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
        self.seen.data = str(clash.theirs.version)
        self.note.data, self.evidence.data = clash.note, clash.evidence
        if clash.mine.value is None:
            self.value.data, self.dont_know.data = [], False

    @property
    def key(self) -> str:
        """The key of the question."""
        return self.question.key

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


class PageForm:
    """The questions of a page, as they are saved or as they were sent."""

    def __init__(
        self, opened: OpenAssessment, keys: Collection[str], sent: Sent | None = None
    ) -> None:
        self.pack = pack = opened.pack
        answers = opened.given.answers
        self.answers = tuple(
            AnswerForm(pack, question, answers.get(key), sent)
            for key, question in pack.questions.items()
            if key in keys and (sent is None or f"{key}-seen" in sent)
        )
        self._explain_each_term_once(pack.glossary)

    def changes(self) -> tuple[Change, ...]:
        """Return what is said to each question where something was decided."""
        return tuple(form.change() for form in self.answers if not form.undecided)

    @property
    def undecided(self) -> tuple[AnswerForm, ...]:
        """The questions where nothing was decided yet."""
        return tuple(form for form in self.answers if form.undecided)

    @property
    def cleared(self) -> AnswerForm | None:
        """The question whose answer is to be cleared, if there is one."""
        return next((form for form in self.answers if form.clear.data), None)

    @property
    def troubles(self) -> tuple[Trouble, ...]:
        """Everything that needs the person, in the order of the page."""
        return tuple(trouble for form in self.answers for trouble in form.troubles)

    @property
    def needy(self) -> tuple[AnswerForm, ...]:
        """The questions that need the person."""
        return tuple(form for form in self.answers if any(form.troubles))

    def as_typed(self, key: str, sent: Sent) -> AnswerForm:
        """Show a question as it was sent, in place of as it is saved, and return its form."""
        place, saved = next((n, f) for n, f in enumerate(self.answers) if f.key == key)
        form = AnswerForm(self.pack, saved.question, saved.answer, sent)
        form.terms = saved.terms
        self.answers = (*self.answers[:place], form, *self.answers[place + 1 :])
        return form

    def _explain_each_term_once(self, glossary: tuple[Term, ...]) -> None:
        met: set[str] = set()
        for form in self.answers:
            text = f"{form.question.ask} {form.question.hint}"
            form.terms = tuple(t for t in terms_in(text, glossary) if t.word not in met)
            met |= {term.word for term in form.terms}


def terms_in(text: str, glossary: tuple[Term, ...]) -> tuple[Term, ...]:
    """Return the terms of a glossary which a text uses, in the order of the glossary."""
    used = {word.casefold() for word in _finder(glossary).findall(text)} if glossary else set()
    return tuple(term for term in glossary if term.word.casefold() in used)


@lru_cache(maxsize=32)
def _finder(glossary: tuple[Term, ...]) -> re.Pattern[str]:
    words = sorted((re.escape(term.word) for term in glossary), key=len, reverse=True)
    return re.compile(rf"\b({'|'.join(words)})s?\b", re.IGNORECASE)


def _as_saved(question: Question, answer: Answer | None) -> Mapping[str, object]:
    """Return the fields of a question as they are saved."""
    saved = answer or Answer(None, version=0)
    typed = question.kind not in SCALES and question.kind is not Kind.CHOICES
    dont_know = typed and saved.value == DONT_KNOW
    return {
        "value": [] if dont_know else _texts(question, saved.value),
        "dont_know": dont_know,
        "note": saved.note,
        "evidence": saved.evidence,
        "share": not saved.private,
        "seen": str(saved.version),
        "stand": "",
    }


def _texts(question: Question, value: Value | None) -> list[str]:
    """Write a saved value as somebody would type it."""
    match value:
        case None:
            return []
        case frozenset():
            several = sorted(value)
            return [" ".join(several)] if question.kind is Kind.PARTNERS else several
        case date():
            return [f"{value.day} {value.month} {value.year}"]
        case int():
            return [f"{value:,}"]
        case _:
            return [value]


def troubles_of(form: Form) -> tuple[Trouble, ...]:
    """Return what needs the person in a plain form, in the order of its fields."""
    return tuple(
        Trouble(field.id, words.rstrip("."), "") for field in form for words in field.errors
    )
