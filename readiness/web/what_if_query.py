"""A scratch copy as the query of its address: written, and read again with what is left aside."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import url_for
from werkzeug.datastructures import MultiDict

from readiness.domain.assessment import Answer
from readiness.domain.operators import Value
from readiness.usecases.assessment import Change, OpenAssessment
from readiness.web.box import texts_as_saved
from readiness.web.forms import AnswerForm, Sent, whole_number

ASK = "ask"
"""The name under which the query names questions to be shown for changing."""

LONGEST = 8_000
"""The longest query that a copy is written into, in characters; mail and browsers carry that."""

MOST_LEFT_ASIDE = 10
"""How many names are told of those that nothing here is known by."""

_FIELD = re.compile(r"(.+)-(value|dont-know|seen)")


@dataclass(frozen=True)
class Query:
    """What an address says of an assessment.

    `typed` holds the fields that are understood, `asking` the questions to show for changing, and
    `left_aside` the names and keys which nothing here is known by.
    """

    opened: OpenAssessment
    typed: Sent
    asking: tuple[str, ...]
    left_aside: tuple[str, ...]

    @property
    def changed(self) -> tuple[str, ...]:
        """The questions to which something is said, in the order of the pack."""
        return tuple(
            key
            for key in self.opened.pack.questions
            if f"{key}-dont-know" in self.typed or any(self.typed.getlist(f"{key}-value"))
        )

    def changes(self) -> tuple[Change, ...]:
        """Return what is said to each question, as typed."""
        pack, answers = self.opened.pack, self.opened.given.answers
        return tuple(
            AnswerForm(pack, pack.questions[key], answers.get(key), self.typed).change()
            for key in self.changed
        )

    def seen(self, question: str) -> int:
        """Return the version of an answer that was seen when the copy was made of it."""
        saved = self.opened.given.answers.get(question)
        told = self.typed.get(f"{question}-seen")
        return whole_number(told, saved.version if saved else 0)


def read_query(opened: OpenAssessment, sent: Sent) -> Query:
    """Read the query of an address; what is not understood is left aside and told."""
    typed: Sent = MultiDict()
    asking: list[str] = []
    left_aside: list[str] = []
    for name, text in sent.items(multi=True):
        found = _FIELD.fullmatch(name)
        if name == ASK:
            (asking if text in opened.pack.questions else left_aside).append(text)
        elif found is None or found[1] not in opened.pack.questions:
            left_aside.append(name)
        elif text.strip() and (found[2] != "seen" or re.fullmatch(r"[0-9]{1,9}", text)):
            typed.add(name, text)
    told = tuple(dict.fromkeys(name[:60] for name in left_aside if name))
    return Query(opened, typed, tuple(dict.fromkeys(asking)), told[:MOST_LEFT_ASIDE])


def query_of(
    opened: OpenAssessment,
    values: Mapping[str, Value],
    *,
    asking: Collection[str] = (),
    seen: Mapping[str, int] | None = None,
) -> list[tuple[str, str]]:
    """Write a copy as the names and texts of a query, in the order of the pack.

    Args:
        values: the answers that are changed, by question.
        asking: questions to show for changing besides those.
        seen: the versions that were seen when the copy was made; the newest when left out.
    """
    seen = seen or {}
    written: list[tuple[str, str]] = []
    for key in opened.pack.questions:
        if key in values:
            written += _fields(opened, key, values[key], seen.get(key))
    return written + [(ASK, k) for k in opened.pack.questions if k in asking and k not in values]


def what_if_address(
    opened: OpenAssessment,
    values: Mapping[str, Value],
    *,
    asking: Collection[str] = (),
    seen: Mapping[str, int] | None = None,
) -> str:
    """Return the address of a scratch copy; the arguments are those of `query_of`."""
    query = urlencode(query_of(opened, values, asking=asking, seen=seen))
    address = url_for("what_if.what_if", assessment_id=opened.assessment.id)
    return f"{address}?{query}" if query else address


def _fields(
    opened: OpenAssessment, key: str, value: Value, seen: int | None
) -> Iterator[tuple[str, str]]:
    saved = opened.given.answers.get(key)
    texts = texts_as_saved(opened.pack.questions[key], Answer(value))
    yield from ((f"{key}-value", text) for text in texts)
    if not texts:
        yield f"{key}-dont-know", "yes"
    newest = saved.version if saved else 0
    yield f"{key}-seen", str(newest if seen is None else seen)
