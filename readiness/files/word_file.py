"""What all Word files share: British English, A4, one font, real heads of tables, same bytes."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from docx import Document
from docx.document import Document as Doc
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
"""What the file calls itself."""

GREY = RGBColor(0x4C, 0x62, 0x72)
"""For what is said beside."""

_FONT = "Arial"
_STAMP = (1980, 1, 1, 0, 0, 0)


def begin_document(title: str, subject: str, on: date, sizes: Mapping[str, int], foot: str) -> Doc:
    """Begin a document in British English for A4, with its title, and pages numbered in the foot.

    Args:
        sizes: of each style that is used, in points.
    """
    document = Document()
    made = datetime.combine(on, time(), UTC).replace(tzinfo=None)
    about = document.core_properties
    about.title, about.subject = title, subject
    about.author = about.last_modified_by = "HSCN Readiness"
    about.comments, about.language = "", "en-GB"
    about.created = about.modified = made
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = page.top_margin = Mm(12)
    page.bottom_margin, page.footer_distance = Mm(14), Mm(7)
    for name, size in sizes.items():
        _set_style(document.styles[name], size)
    languages = document.styles.element.iter(qn("w:lang"))
    for language in (*languages, *document.settings.element.iter(qn("w:themeFontLang"))):
        language.set(qn("w:val"), "en-GB")
    paragraph = page.footer.paragraphs[0]
    paragraph.add_run(f"{foot} Page ")
    _add_page_number(paragraph)
    return document


def add_table(document: Doc, headings: Sequence[str], widths: Sequence[Mm], what: str) -> Any:
    """Begin a table whose first row is marked as its head and comes again on each page."""
    table: Any = document.add_table(rows=1, cols=len(headings), style="Table Grid")
    table.autofit = False
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), what)
    table._tbl.tblPr.append(caption)
    mark(table.rows[0], "w:tblHeader")
    for column, heading, width in zip(table.columns, headings, widths, strict=True):
        column.width = width
        column.cells[0].width = width
        column.cells[0].paragraphs[0].add_run(heading).bold = True
    return table


def mark(row: Any, mark: str) -> None:
    """Mark a row of a table: w:tblHeader for its head, w:cantSplit to keep it on one page."""
    row._tr.get_or_add_trPr().append(OxmlElement(mark))


def document_bytes(document: Doc) -> bytes:
    """Return a document with one time for all its parts: the same text is the same bytes."""
    written, out = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            kept = zipfile.ZipInfo(entry.filename, _STAMP)
            new.writestr(kept, old.read(entry), zipfile.ZIP_DEFLATED)
    return out.getvalue()


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
