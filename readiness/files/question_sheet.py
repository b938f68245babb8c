"""A role’s questions as a Word file: to print, or fill in on screen, and hand back."""

import io
import zipfile
from datetime import UTC, datetime, time
from typing import Any

from docx import Document
from docx.document import Document as Doc
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from readiness.domain.question_sheet import QuestionSheet, SheetLine, SheetPart
from readiness.domain.wording import day_words

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
"""What the file calls itself."""

BOX = {False: "☐", True: "☒"}
"""A box to tick, and one that is ticked."""

_FONT, _GREY = "Arial", RGBColor(0x4C, 0x62, 0x72)
_SIZES = {"Normal": 9, "Heading 1": 16, "Heading 2": 11, "Footer": 8}
_WIDTHS = (Mm(128), Mm(58))
_STAMP = (1980, 1, 1, 0, 0, 0)


def question_sheet_document(sheet: QuestionSheet) -> bytes:
    """Write a sheet as `.docx`: real headings, and a table for each section.

    It is in British English, for A4, and carries its title. The same sheet gives the same bytes.
    """
    document = Document()
    _set_up(document, sheet)
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
    out = io.BytesIO()
    document.save(out)
    return _settled(out.getvalue())


def _set_up(document: Doc, sheet: QuestionSheet) -> None:
    made = datetime.combine(sheet.on, time(), UTC).replace(tzinfo=None)
    about = document.core_properties
    about.title, about.subject = sheet.title, sheet.organisation.name
    about.author = about.last_modified_by = "HSCN Readiness"
    about.comments, about.language = "", "en-GB"
    about.created = about.modified = made
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = page.top_margin = Mm(12)
    page.bottom_margin, page.footer_distance = Mm(14), Mm(7)
    for name, size in _SIZES.items():
        _set_style(document.styles[name], size)
    languages = document.styles.element.iter(qn("w:lang"))
    for language in (*languages, *document.settings.element.iter(qn("w:themeFontLang"))):
        language.set(qn("w:val"), "en-GB")
    foot = page.footer.paragraphs[0]
    foot.add_run(f"{sheet.pack}. As of {day_words(sheet.on)}. Page ")
    _add_page_number(foot)


def _set_style(style: Any, size: int) -> None:
    style.font.name, style.font.size = _FONT, Pt(size)
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.rPr.rFonts
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    heading = style.name.startswith("Heading")
    style.paragraph_format.space_before = Pt(8 if heading else 0)
    style.paragraph_format.space_after = Pt(3 if heading else 2)
    style.paragraph_format.line_spacing = 1.0


def _add_page_number(paragraph: Paragraph) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def _return_slip(document: Doc) -> None:
    headings = ("Return it by", "To", "Filled in by, and on which day")
    table = _table(document, headings, (Mm(46), Mm(62), Mm(78)), "Where this sheet goes back to")
    for cell in table.add_row().cells:
        cell.paragraphs[0].paragraph_format.space_before = Pt(10)


def _add_part(document: Doc, part: SheetPart) -> None:
    document.add_heading(part.title, 2)
    headings = ("Question and answer", "Note, or where the evidence is")
    table = _table(document, headings, _WIDTHS, f"Questions: {part.title}")
    for line in part.lines:
        row = table.add_row()
        _mark(row, "w:cantSplit")
        _add_line(row.cells[0], line)


def _add_line(cell: _Cell, line: SheetLine) -> None:
    asked = cell.paragraphs[0]
    asked.add_run(f"{line.question.ref}  {line.question.ask}").bold = True
    asked.paragraph_format.keep_with_next = True
    if line.question.hint:
        hint = cell.add_paragraph().add_run(line.question.hint)
        hint.font.color.rgb, hint.font.size = _GREY, Pt(8)
    if line.blank:
        cell.add_paragraph(f"{line.blank}: {line.written}")
    boxes = "    ".join(f"{BOX[tick.ticked]}\N{NO-BREAK SPACE}{tick.label}" for tick in line.ticks)
    cell.add_paragraph(f"{line.how}:  {boxes}")
    if line.said:
        cell.add_paragraph().add_run(line.said).italic = True


def _table(document: Doc, headings: tuple[str, ...], widths: tuple[Mm, ...], what: str) -> Any:
    """Begin a table whose first row is marked as its head and comes again on each page."""
    table: Any = document.add_table(rows=1, cols=len(headings), style="Table Grid")
    table.autofit = False
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), what)
    table._tbl.tblPr.append(caption)
    _mark(table.rows[0], "w:tblHeader")
    for column, heading, width in zip(table.columns, headings, widths, strict=True):
        column.width = width
        column.cells[0].width = width
        column.cells[0].paragraphs[0].add_run(heading).bold = True
    return table


def _mark(row: Any, mark: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(mark))


def _settled(packed: bytes) -> bytes:
    """Return a zip with one time for all its files, so that the same text is the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            kept = zipfile.ZipInfo(entry.filename, _STAMP)
            new.writestr(kept, old.read(entry), zipfile.ZIP_DEFLATED)
    return out.getvalue()
