"""One sheet with a row for each member: what its columns hold, and what each row says."""

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime

from readiness.domain.errors import InvalidAnswer
from readiness.domain.pack import Pack, Question
from readiness.domain.returned import Returned, Written, name_words
from readiness.domain.spelling import likeness, words_of
from readiness.domain.written_answer import plain_words, read_written

CODE, WHO, POST, DAY, UNUSED = "/code", "/who", "/post", "/day", "/unused"
"""What a column may hold beside the answers to a question."""

COLUMN_WORDS = {
    UNUSED: "Not used",
    CODE: "Organisation code",
    WHO: "Who filled it in",
    POST: "Their post",
    DAY: "Day on which it was filled in",
}

LEAST_LIKENESS = 0.9
"""How alike a heading and the words of a question have to be for the question to be proposed."""

MOST_SAMPLES = 3

_ABOUT_WORDS = (
    (CODE, "organisation code|ods code"),
    (DAY, "completion time|submitted|date completed|day"),
    (WHO, "filled in by|completed by|your name|respondent|who filled it in|name"),
    (POST, "post|job title|your role"),
)


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet as it stands: headings, and rows with the number each has in the file."""

    file: str
    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[object, ...]], ...]
    sheet: str = ""

    def column(self, place: int) -> list[object]:
        """Return what stands in a column, the empty cells left out."""
        found = (row[place] for _, row in self.rows)
        return [value for value in found if value is not None and str(value).strip()]


@dataclass(frozen=True, slots=True)
class Column:
    """A column with what it is taken to hold, how that was found, and whether answers fit it.

    `fits` of `filled` cells can be read as answers to the question.
    """

    place: int
    heading: str
    holds: str
    how: str
    samples: tuple[str, ...]
    filled: int = 0
    fits: int = 0

    @property
    def letter(self) -> str:
        """What a spreadsheet calls it."""
        return column_letter(self.place)

    @property
    def dragged(self) -> bool:
        """Whether nothing in it fits the question, so that it was perhaps dragged."""
        return self.holds[:1] != "/" and self.filled > 0 and self.fits == 0


def heading_key(heading: str) -> str:
    """Return a heading as it is remembered: without regard to case and space."""
    return plain_words(heading)[:500]


def match_columns(
    table: Table, pack: Pack, remembered: Mapping[str, str], codes: AbstractSet[str]
) -> tuple[Column, ...]:
    """Say what each column of a sheet holds: as remembered, else as its heading or content tells.

    Args:
        remembered: what columns held before, by `heading_key`.
        codes: the codes of the members, to find the column of codes by.

    A question that two columns seem to hold is proposed for the first of them only.
    """
    taken: set[str] = set()
    found = []
    for place, heading in enumerate(table.headings):
        holds, how = _proposed(table, place, heading, pack, remembered, codes)
        if holds in taken:
            holds, how = UNUSED, "another column holds that already"
        if holds != UNUSED:
            taken.add(holds)
        found.append(column_of(table, place, holds, how, pack))
    return tuple(found)


def column_of(table: Table, place: int, holds: str, how: str, pack: Pack) -> Column:
    """Return a column that holds something, with how many of its answers fit."""
    values = table.column(place)
    question = pack.questions.get(holds)
    fits = sum(_fits(question, value) for value in values) if question else 0
    samples = tuple(dict.fromkeys(_sample(value) for value in values))[:MOST_SAMPLES]
    return Column(place, table.headings[place], holds, how, samples, len(values), fits)


def returned_rows(
    table: Table, columns: Sequence[Column], pack: Pack, round_number: int | None
) -> tuple[Returned, ...]:
    """Return what each row says, those that are quite empty left out."""
    holds = {column.holds: column for column in columns}
    answers = tuple(column for column in columns if column.holds in pack.questions)
    asked = tuple(column.holds for column in answers)
    return tuple(
        Returned(
            table.file,
            pack.key,
            _cell(holds, CODE, row).upper(),
            name_words(_cell(holds, WHO, row)),
            _day(row[holds[DAY].place]) if DAY in holds else None,
            tuple(
                Written(f"column {one.letter}, row {number}", one.holds, row[one.place])
                for one in answers
            ),
            row=number,
            post=name_words(_cell(holds, POST, row)),
            round=round_number,
            fingerprint=pack.fingerprint,
            asked=asked,
            where_code=_where(holds, CODE, number),
            where_by=_where(holds, WHO, number),
            where_on=_where(holds, DAY, number),
        )
        for number, row in table.rows
        if any(value is not None and str(value).strip() for value in row)
    )


def column_letter(place: int) -> str:
    """Return what a spreadsheet calls a column, its place counted from 0."""
    letters, place = "", place + 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _proposed(
    table: Table,
    place: int,
    heading: str,
    pack: Pack,
    remembered: Mapping[str, str],
    codes: AbstractSet[str],
) -> tuple[str, str]:
    known = remembered.get(heading_key(heading))
    if known is not None and (known in COLUMN_WORDS or known in pack.questions):
        return known, "as you said before"
    if question := _by_reference(heading, pack):
        return question.key, "by its reference"
    values = table.column(place)
    if values and codes and 2 * sum(str(v).strip().upper() in codes for v in values) > len(values):
        return CODE, "by what stands in it"
    if question := _by_words(heading, pack):
        return question.key, "by its words"
    for holds, words in _ABOUT_WORDS:
        if re.fullmatch(rf"({words})[ :?]*", plain_words(heading)):
            return holds, "by its heading"
    return UNUSED, ""


def _by_reference(heading: str, pack: Pack) -> Question | None:
    """Return the question whose reference stands in a heading; of several the longest."""
    words = heading.casefold()
    found = [
        ref
        for ref in pack.by_ref
        if re.search(rf"(?<![\w.-]){re.escape(ref.casefold())}(?![\w-]|\.\w)", words)
    ]
    return pack.by_ref[max(found, key=len)] if found else None


def _by_words(heading: str, pack: Pack) -> Question | None:
    typed = words_of(heading)
    if len(typed) < 3:
        return None
    liked = [
        (min(likeness(typed, asked), likeness(asked, typed)), question)
        for question in pack.questions.values()
        if abs(len(asked := words_of(question.ask)) - len(typed)) <= 3
    ]
    alike = [pair for pair in liked if pair[0] >= LEAST_LIKENESS]
    best = max(alike, key=lambda pair: pair[0], default=None)
    if best is None or sum(pair[0] == best[0] for pair in alike) > 1:
        return None
    return best[1]


def _fits(question: Question, value: object) -> bool:
    try:
        return read_written(question, value) is not None
    except InvalidAnswer:
        return False


def _cell(holds: Mapping[str, Column], what: str, row: Sequence[object]) -> str:
    value = row[holds[what].place] if what in holds else None
    return "" if value is None else str(value).strip()


def _where(holds: Mapping[str, Column], what: str, number: int) -> str:
    return f"column {holds[what].letter}, row {number}" if what in holds else "the columns"


def _day(value: object) -> object:
    """Return a day, also of a time such as 24/11/2026 10:31 as sheets write it."""
    if isinstance(value, (date, datetime)) or value is None:
        return value
    text = str(value).strip()
    return re.split(r"[ T](?=\d{1,2}:)", text)[0]


def _sample(value: object) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= 60 else f"{text[:59]}…"
