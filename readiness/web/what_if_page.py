"""What the page of a scratch copy shows: its questions in groups, and what would follow."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from readiness.domain.operators import Value
from readiness.domain.pack import Question
from readiness.domain.schedule import Timed
from readiness.domain.what_if import Difference, Moved, Turned
from readiness.domain.wording import answer_words, person_days, short_day
from readiness.usecases.what_if import Scratch
from readiness.web.box import BOXES, texts_as_saved
from readiness.web.forms import AnswerForm, Sent
from readiness.web.page_form import PageForm
from readiness.web.what_if_query import LONGEST, Query, query_of, what_if_address

TOO_LONG = (
    f"This copy is too long to be kept in an address of {LONGEST:,} characters. Put some answers "
    "back as they are, or shorten what is written."
)


@dataclass(frozen=True, slots=True)
class Tried:
    """A question on the copy: its form, who answers it, and how it is now, options and words."""

    form: AnswerForm
    owner: str
    present: tuple[str, ...]
    now: str


@dataclass(frozen=True, slots=True)
class TriedGroup:
    """Questions shown together for changing; `chosen` ones go along in the address."""

    title: str
    questions: tuple[Tried, ...]
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Altered:
    """A changed answer in words, and the address of the copy without it."""

    form: AnswerForm
    now: str
    then: str
    put_back: str


@dataclass(frozen=True)
class WhatIfPage:
    """A scratch copy as people see it."""

    query: Query
    scratch: Scratch

    @property
    def difference(self) -> Difference:
        """What would follow beside what follows now."""
        return self.scratch.difference

    @cached_property
    def form(self) -> PageForm:
        """Every question shown, as it is saved or changed; faults stand at their fields."""
        form = PageForm(self.query.opened, self._shown, self._completed)
        by_key = {answer.key: answer for answer in form.answers}
        for refusal in self.scratch.refused:
            by_key[refusal.change.question].blame(refusal.change)
        if len(urlencode(self.neat)) > LONGEST:
            form.stopped = TOO_LONG
        return form

    @property
    def neat(self) -> list[tuple[str, str]]:
        """The query that says just this copy, and nothing which is so already."""
        seen = {key: self.query.seen(key) for key in self.scratch.values}
        asking = self.query.asking
        return query_of(self.query.opened, self.scratch.values, asking=asking, seen=seen)

    @property
    def address(self) -> str:
        """The address that says just this copy."""
        seen = {key: self.query.seen(key) for key in self.scratch.values}
        asking = self.query.asking
        return what_if_address(self.query.opened, self.scratch.values, asking=asking, seen=seen)

    @property
    def told(self) -> bool:
        """Whether something of the address could not be used, and is told."""
        return bool(self.scratch.refused or self.idle or self.query.left_aside)

    @property
    def shows_result(self) -> bool:
        """Whether there is a change whose result can be shown."""
        return bool(self.scratch.values) and not self.form.troubles

    @cached_property
    def idle(self) -> tuple[Question, ...]:
        """The questions of the address which the copy does not ask."""
        asking = (key for key in self.query.asking if not self.scratch.asks(key))
        keys = dict.fromkeys([*self.scratch.idle, *asking])
        return tuple(self.query.opened.pack.questions[key] for key in keys)

    @cached_property
    def groups(self) -> tuple[TriedGroup, ...]:
        """The questions to change: changed ones, new ones, chosen ones, and the nearest gate's."""
        forms = {form.key: form for form in self.form.answers}
        return tuple(
            TriedGroup(title, tuple(self._tried(forms[key]) for key in keys), chosen)
            for title, keys, chosen in self._grouped
        )

    @cached_property
    def others(self) -> tuple[tuple[str, tuple[Question, ...]], ...]:
        """The other answers that hold gates, by the stage they hold."""
        verdict = self.difference.then.verdict
        pack = verdict.pack
        found = (
            (
                stage.title,
                tuple(
                    pack.questions[key]
                    for key, held in verdict.held.items()
                    if held is stage and key not in self._shown
                ),
            )
            for stage in pack.stages
        )
        return tuple((title, questions) for title, questions in found if questions)

    @property
    def sections(self) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
        """Every question that the copy asks and the page does not show, by section."""
        reading = self.difference.then.verdict.reading
        found = (
            (
                section.title,
                tuple(
                    (q.key, f"{q.ref} {q.ask}")
                    for q in reading.asked_in(section)
                    if q.key not in self._shown
                ),
            )
            for section in reading.pack.sections
        )
        return tuple((title, pairs) for title, pairs in found if pairs)

    @property
    def altered(self) -> tuple[Altered, ...]:
        """The changed answers, in the order of the pack."""
        forms = (form for form in self.form.answers if form.key in self.scratch.values)
        return tuple(self._altered(form, self.scratch.values[form.key]) for form in forms)

    @property
    def may_save(self) -> bool:
        """Whether all of the changed answers are this person’s to give."""
        may = self.query.opened.may
        return all(may.answers(one.form.question.section) for one in self.altered)

    @property
    def moved(self) -> tuple[tuple[str, str, str], ...]:
        """The actions that stay with other dates or effort: title, as it is now, as it would be."""
        return tuple(_moved(pair) for pair in self.difference.moved)

    @property
    def turned(self) -> tuple[tuple[Turned, str], ...]:
        """The rules that turn, each with its gate and whether it can close that."""
        titles = {stage.key: stage.title for stage in self.query.opened.pack.stages}
        rows = self.difference.turned
        return tuple((r, f"Out of {titles[r.now.rule.stage]}, {r.strength}") for r in rows)

    @property
    def changes_actions(self) -> bool:
        """Whether the plan would hold other actions, or the same with other days or effort."""
        difference = self.difference
        return bool(difference.falling_away or difference.coming_in or difference.moved)

    @property
    def actions(self) -> Iterator[tuple[str, tuple[tuple[Timed, str, str], ...]]]:
        """The actions that fall away, then those that come in: each with its owner and effort."""
        roles = self.query.opened.pack.roles
        for words, rows in (
            ("No longer in the plan", self.difference.falling_away),
            ("New in the plan", self.difference.coming_in),
        ):
            yield (
                words,
                tuple(
                    (row, roles[row.action.owner], person_days(row.action.effort)) for row in rows
                ),
            )

    @cached_property
    def _grouped(self) -> tuple[tuple[str, tuple[str, ...], bool], ...]:
        """The keys of each group with its title, and whether they were chosen; none twice."""
        verdict = self.difference.then.verdict
        nearest = next(iter(verdict.held.values()), None)
        gate = f"What holds the gate out of {nearest.title}" if nearest else ""
        holding = (key for key, stage in verdict.held.items() if stage is nearest)
        met: set[str] = set()
        groups = []
        for title, keys, chosen in (
            ("Changed on this copy", self._changed, True),
            (
                "Asked because of what you changed",
                (q.key for q in self.difference.appearing),
                False,
            ),
            ("Chosen by you", filter(self.scratch.asks, self.query.asking), True),
            (gate, holding, False),
        ):
            fresh = _fresh(keys, met)
            if fresh:
                groups.append((title, fresh, chosen))
        return tuple(groups)

    @property
    def _changed(self) -> tuple[str, ...]:
        refused = {refusal.change.question for refusal in self.scratch.refused}
        return tuple(k for k in self.query.changed if k in self.scratch.values or k in refused)

    @cached_property
    def _shown(self) -> frozenset[str]:
        return frozenset(key for _, keys, _ in self._grouped for key in keys)

    @property
    def _completed(self) -> Sent:
        """What would be sent had everybody chosen what is saved, but for what is changed."""
        sent: Sent = MultiDict(self.query.typed)
        for key in self._shown:
            question = self.query.opened.pack.questions[key]
            saved = self.query.opened.given.answers.get(key)
            sent[f"{key}-seen"] = str(self.query.seen(key))
            if question.kind not in BOXES and f"{key}-value" not in sent:
                sent.setlist(f"{key}-value", texts_as_saved(question, saved))
            if saved and not saved.private:
                sent[f"{key}-share"] = "yes"
        return sent

    def _tried(self, form: AnswerForm) -> Tried:
        saved = form.answer
        words = [self._since(form)]
        if saved is None or saved.value is None:
            words.append("Not answered yet.")
        elif form.question.kind in BOXES:
            words.append(f"As it is now: {_said(form)}. Leave this empty to keep that.")
        owner = self.query.opened.pack.roles[form.question.owner]
        present = texts_as_saved(form.question, saved)
        return Tried(form, owner, tuple(present), " ".join(filter(None, words)))

    def _since(self, form: AnswerForm) -> str:
        """Say who answered after the copy was made, if somebody did."""
        newest = form.answer.version if form.answer else 0
        if self.query.seen(form.key) == newest:
            return ""
        who = form.answer.by if form.answer and form.answer.by else "Somebody"
        return f"{who} answered this after the copy was made."

    def _altered(self, form: AnswerForm, value: Value) -> Altered:
        values = {key: other for key, other in self.scratch.values.items() if key != form.key}
        seen = {key: self.query.seen(key) for key in values}
        asking = {*self.query.asking, form.key}
        back = what_if_address(self.query.opened, values, asking=asking, seen=seen)
        return Altered(form, _said(form), answer_words(form.question, value), back)


def _fresh(keys: Iterable[str], met: set[str]) -> tuple[str, ...]:
    fresh = tuple(key for key in dict.fromkeys(keys) if key not in met)
    met.update(fresh)
    return fresh


def _said(form: AnswerForm) -> str:
    value = form.answer.value if form.answer else None
    return "Not answered" if value is None else answer_words(form.question, value)


def _moved(pair: Moved) -> tuple[str, str, str]:
    return pair.now.action.title, _dated(pair.now), _dated(pair.then)


def _dated(row: Timed) -> str:
    effort = person_days(row.action.effort)
    return f"{short_day(row.latest_start)}, {effort}" if row.latest_start else f"No date, {effort}"
