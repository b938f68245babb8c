"""A role’s questions as a Word file: to print, or fill in on screen, and hand back."""

from docx.document import Document as Doc
from docx.shared import Mm, Pt
from docx.table import _Cell

from readiness.domain.question_sheet import QuestionSheet, SheetLine, SheetPart
from readiness.domain.wording import day_words
from readiness.files.word_file import GREY, add_table, begin_document, document_bytes, mark

BOX = {False: "☐", True: "☒"}
"""A box to tick, and one that is ticked."""

_SIZES = {"Normal": 9, "Heading 1": 16, "Heading 2": 11, "Footer": 8}
_WIDTHS = (Mm(128), Mm(58))


def question_sheet_document(sheet: QuestionSheet) -> bytes:
    """Write a sheet as `.docx`: real headings, and a table for each section.

    It is in British English, for A4, and carries its title. The same sheet gives the same bytes.
    """
    foot = f"{sheet.pack}. As of {day_words(sheet.on)}."
    document = begin_document(sheet.title, sheet.organisation.name, sheet.on, _SIZES, foot)
    document.add_heading(sheet.title, 1)
    document.add_paragraph(sheet.about)
    document.add_paragraph(sheet.purpose)
    _return_slip(document)
    for part in sheet.parts:
        _add_part(document, part)
    if not sheet.parts:
        document.add_paragraph("Nothing is open for this role.")
    if sheet.later:
        document.add_heading("May be asked later", 2)
        document.add_paragraph(sheet.later_words)
    return document_bytes(document)


def _return_slip(document: Doc) -> None:
    headings = ("Return it by", "To", "Filled in by, and on which day")
    table = add_table(document, headings, (Mm(46), Mm(62), Mm(78)), "Where this sheet goes back to")
    for cell in table.add_row().cells:
        cell.paragraphs[0].paragraph_format.space_before = Pt(10)


def _add_part(document: Doc, part: SheetPart) -> None:
    document.add_heading(part.title, 2)
    headings = ("Question and answer", "Note, or where the evidence is")
    table = add_table(document, headings, _WIDTHS, f"Questions: {part.title}")
    for line in part.lines:
        row = table.add_row()
        mark(row, "w:cantSplit")
        _add_line(row.cells[0], line)


def _add_line(cell: _Cell, line: SheetLine) -> None:
    asked = cell.paragraphs[0]
    asked.add_run(f"{line.question.ref}  {line.question.ask}").bold = True
    asked.paragraph_format.keep_with_next = True
    if line.question.hint:
        hint = cell.add_paragraph().add_run(line.question.hint)
        hint.font.color.rgb, hint.font.size = GREY, Pt(8)
    if line.blank:
        cell.add_paragraph(f"{line.blank}: {line.written}")
    boxes = "    ".join(f"{BOX[tick.ticked]}\N{NO-BREAK SPACE}{tick.label}" for tick in line.ticks)
    cell.add_paragraph(f"{line.how}:  {boxes}")
    if line.said:
        cell.add_paragraph().add_run(line.said).italic = True
