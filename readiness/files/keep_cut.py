"""The hard rules of a pack as a sheet on which practitioners say which to keep, change or cut."""

import io
from datetime import date, datetime, time

from readiness.domain.pack import Pack, Rule, Strength
from readiness.domain.wording import condition_words
from readiness.files.plan_rows import Cell
from readiness.files.sheets import Sheets, open_book
from readiness.files.table import csv_table

VERDICTS = ("Keep", "Change", "Cut")

COLUMNS = (
    ("Gate out of", 20),
    ("Rule: while it is unmet, we say", 48),
    ("What passes", 40),
    ("In full", 48),
    ("Why", 48),
    ("Source", 28),
    ("Questions", 48),
    ("Key", 24),
    ("Keep / Change / Cut", 14),
    ("Why so, and what instead", 48),
    ("Name", 20),
)
"""The headings of the sheet, each with its width in characters; the last three are left empty."""


def keep_cut_workbook(pack: Pack, on: date) -> bytes:
    """Write the sheet as `.xlsx`, with a sheet that says how to fill it in.

    Text is always text, never a formula or a link. The same pack and day give the same bytes.
    """
    out = io.BytesIO()
    book = open_book(out)
    title = f"{pack.title}: rules to keep, change or cut"
    book.set_properties({"title": title, "created": datetime.combine(on, time())})
    sheets = Sheets(book)
    sheets.add("How to fill this in", [(title, 100)], [[line] for line in _instructions(pack, on)])
    rows = _rows(pack)
    sheet = sheets.add("Rules", COLUMNS, rows, frozen=2)
    answer = len(COLUMNS) - 3
    choice = {"validate": "list", "source": list(VERDICTS)}
    sheet.data_validation(1, answer, max(len(rows), 1), answer, choice)
    book.close()
    return out.getvalue()


def keep_cut_table(pack: Pack) -> bytes:
    """Write the sheet as CSV in UTF-8 with a byte order mark, kept from acting as formulas."""
    return csv_table([[heading for heading, _ in COLUMNS], *_rows(pack)])


def _instructions(pack: Pack, on: date) -> list[str]:
    hard = sum(rule.strength is Strength.HARD for rule in pack.rules)
    return [
        f"This sheet lists the {hard} hard rules of the pack {pack.key}, version {pack.version},"
        f" fingerprint {pack.short_fingerprint}, as they stood on {on.isoformat()}.",
        "A hard rule closes a gate: while it is unmet, an organisation stays at that stage,"
        " however good the rest is.",
        "For each rule ask: would I hold an organisation back for this alone, before its board?",
        "Keep: yes, as it is written. Change: yes, but not like this; say what should pass."
        " Cut: no, advice is enough.",
        "Fill in the last three columns, and leave a rule empty that you cannot judge.",
        "Fill it in by yourself first, without looking at anybody else’s sheet.",
        "Where the source is our own judgement, your experience weighs most. Say what you saw.",
    ]


def _rows(pack: Pack) -> list[list[Cell]]:
    return [
        _row(rule, pack)
        for stage in pack.stages
        for rule in pack.rules
        if rule.stage == stage.key and rule.strength is Strength.HARD
    ]


def _row(rule: Rule, pack: Pack) -> list[Cell]:
    applies = rule.applies_when
    full = condition_words(rule.needs, pack)
    if applies is not None:
        full = f"Where {condition_words(applies, pack)}: {full}"
    read = [pack.questions[key] for key in rule.questions]
    return [
        pack.stages[pack.stage_index[rule.stage]].title,
        rule.otherwise,
        rule.needed,
        full,
        rule.because,
        f"{rule.source.title}, {rule.source.date}" if rule.source else "Our own judgement",
        "\n".join(f"{question.ref}: {question.ask}" for question in read),
        rule.key,
        None,
        None,
        None,
    ]
