"""A paper for a board as a Word file: headings, pictures with words, tables with real heads."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

from docx.document import Document as Doc
from docx.shared import Mm

from readiness.domain import board
from readiness.domain.board import Held, IfMet
from readiness.domain.buying import Buying
from readiness.domain.comparison import Comparison
from readiness.domain.holding import Hold
from readiness.domain.joint_action import Offered
from readiness.domain.put_right import effect
from readiness.files.board_pictures import MOST_STOPS, stage_picture, stops_picture
from readiness.files.plan_rows import Cell
from readiness.files.system_tables import stage_rows
from readiness.files.system_views import left_out, moving_most, stops, told_rule
from readiness.files.system_workbook import Chosen
from readiness.files.word_file import add_table, begin_document, document_bytes, mark

_SIZES = {"Normal": 10, "Heading 1": 18, "Heading 2": 13, "List Number": 10, "List Bullet": 10,
          "Caption": 9, "Footer": 8}  # fmt: skip
_WIDE = Mm(170)

MOST_NAMED = 30
"""How many of those left out are named; of more only the reasons are counted."""


def board_paper(
    buying: Buying,
    met: Sequence[str] = (),
    chosen: Sequence[Chosen] = (),
    lede: str = "",
    joint: Sequence[Offered] = (),
) -> bytes:
    """Write the paper as `.docx`. The same values give the same bytes.

    Args:
        met: rules of which the paper says what would be if everyone met them; without any it is
            the single one that would move most.
        chosen: the filters of the page that it is taken from.
        lede: how far the system is, as that page says it.
        joint: the joint actions of the system under these rules.
    """
    comparison = buying.comparison
    pack, found = comparison.pack, stops(comparison)
    held = [_held(stop) for stop in found]
    title = board.paper_title(comparison)
    foot = f"{pack.title} {pack.version}."
    document = begin_document(title, comparison.group.name, comparison.on, _SIZES, foot)
    _margins(document)
    document.add_heading(title, 1)
    _paragraphs(document, [lede, *(f"{one.what}: {one.words}." for one in chosen)])
    _where(document, comparison)
    _holding(document, comparison, found, held)
    _move(document, comparison, met)
    document.add_heading("What it costs, and what doing nothing costs", 2)
    _lines(document, "Acting", board.what_it_costs(buying))
    _lines(document, "Doing nothing", board.what_doing_nothing_costs(buying))
    document.add_heading("What we ask the board to decide", 2)
    asks = board.what_we_ask(comparison, held, buying, joint)
    for ask in asks:
        document.add_paragraph(ask, "List Number")
    if not asks:
        document.add_paragraph("Nothing: no point stops anybody, and nothing is missing.")
    _fresh(document, comparison)
    document.add_heading("Sources", 2)
    for source in board.sources_of(pack, held):
        document.add_paragraph(source, "List Bullet")
    return document_bytes(document)


def _margins(document: Doc) -> None:
    page = document.sections[0]
    page.left_margin = page.right_margin = page.top_margin = Mm(20)
    page.bottom_margin, page.footer_distance = Mm(18), Mm(9)


def _where(document: Doc, comparison: Comparison) -> None:
    document.add_heading("Where we are", 2)
    _paragraphs(document, board.where_we_are(comparison))
    if not comparison.submitters:
        return
    counts = comparison.stages
    told = "; ".join(
        f"{stage.title}: {claimed} claimed, {evidenced} evidenced, {checked} checked"
        for stage, claimed, evidenced, checked in zip(
            comparison.pack.stages, counts.claimed, counts.evidenced, counts.agreed, strict=True
        )
    )
    name = f"Organisations at each stage, of {counts.of} that submitted"
    _picture(document, stage_picture(comparison), name, f"{name}. {told}. The table has the same.")
    heads = ("Stage", "Claimed", "Evidenced", "Checked")
    _table(document, heads, (80, 30, 30, 30), name, stage_rows(comparison))


def _holding(
    document: Doc, comparison: Comparison, found: Sequence[Hold], held: Sequence[Held]
) -> None:
    document.add_heading("What holds us up", 2)
    _paragraphs(document, board.what_holds(comparison, held))
    if not found:
        return
    of = len(comparison.compared)
    shown = found[:MOST_STOPS]
    told = "; ".join(
        f"{one.rule.otherwise.rstrip('.')}: {one.stopped} stopped, {one.not_known} not yet known"
        for one in held[:MOST_STOPS]
    )
    name = f"Organisations stopped (hatched) and not yet known (dashed), of {of} compared"
    _picture(document, stops_picture(shown), name, f"{name}. {told}. The table has the same.")
    rows: list[list[Cell]] = [
        [
            one.rule.otherwise,
            comparison.pack.stages[stop.stage].title,
            one.stopped,
            one.not_known,
            one.alone,
        ]
        for stop, one in zip(shown, held, strict=False)
    ]
    heads = ("What stops them", "Leads out of", "Stopped", "Not yet known", "Move if only this")
    _table(document, heads, (74, 36, 18, 20, 22), f"What holds up, of {of} compared", rows)
    if rest := len(found) - len(shown):
        verb = "is" if rest == 1 else "are"
        document.add_paragraph(f"{rest} more {verb} in the workbook.")


def _move(document: Doc, comparison: Comparison, met: Sequence[str]) -> None:
    document.add_heading("What one move would do", 2)
    found = _if_met(comparison, met)
    _paragraphs(document, board.what_one_move_does(comparison, found, bool(met)))
    if found is None or not found.moves:
        return
    stages = comparison.pack.stages
    rows: list[list[Cell]] = [
        [stage.title, now, then]
        for stage, now, then in zip(stages, found.now, found.then, strict=True)
    ]
    name = f"Evidenced stage now and then, of {len(comparison.compared)} compared"
    _table(document, ("Stage", "Now", "Then"), (80, 30, 30), name, rows)


def _fresh(document: Doc, comparison: Comparison) -> None:
    document.add_heading("How fresh this is, and what is left out", 2)
    _paragraphs(document, [*board.how_fresh(comparison), *board.what_is_left_out(comparison)])
    out = left_out(comparison)
    reasons = dict.fromkeys(why for _, why in out)
    rows: list[list[Cell]] = [
        [why, len(those), ", ".join(those) if len(out) <= MOST_NAMED else "named in the workbook"]
        for why in reasons
        for those in [[member.organisation.name for member, said in out if said == why]]
    ]
    if rows:
        _table(document, ("Why", "How many", "Who"), (60, 22, 88), "Who is left out", rows)


def _held(stop: Hold) -> Held:
    counts = (each.bit_count() for each in (stop.stopped, stop.not_known, stop.alone))
    return Held(stop.rule, *counts)


def _if_met(comparison: Comparison, met: Sequence[str]) -> IfMet | None:
    best = moving_most(comparison)
    keys = tuple(met) or ((best.rule.key,) if best else ())
    if not keys:
        return None
    found = effect(comparison, keys)
    rules = tuple(told_rule(comparison.pack.rule_by_key[key], comparison) for key in keys)
    now, then = zip(*found.counts, strict=True)
    return IfMet(rules, now, then, found.moves)


def _paragraphs(document: Doc, sentences: Iterable[str]) -> None:
    for sentence in filter(None, sentences):
        document.add_paragraph(sentence)


def _lines(document: Doc, what: str, sentences: Iterable[str]) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run(f"{what}. ").bold = True
    paragraph.add_run(" ".join(sentences))


def _picture(document: Doc, png: bytes, title: str, told: str) -> None:
    """Put in a picture with its title, and the same figures as text for whoever does not see it."""
    document.add_picture(io.BytesIO(png), width=_WIDE)
    drawn = document.inline_shapes[-1]._inline.docPr
    drawn.set("title", title)
    drawn.set("descr", told)
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    document.add_paragraph(title, "Caption")


def _table(
    document: Doc,
    heads: Sequence[str],
    widths: Sequence[int],
    what: str,
    rows: Iterable[Sequence[Cell]],
) -> None:
    millimetres = [Mm(width) for width in widths]
    table: Any = add_table(document, heads, millimetres, what)
    for row in rows:
        added = table.add_row()
        mark(added, "w:cantSplit")
        for cell, value, width in zip(added.cells, row, millimetres, strict=True):
            cell.width = width
            cell.paragraphs[0].add_run("–" if value in (None, 0) else str(value))
    document.add_paragraph()
