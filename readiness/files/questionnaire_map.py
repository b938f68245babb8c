"""Where things stand in a questionnaire’s workbook: for what writes it, and for what reads it."""

from dataclasses import dataclass

FORMAT = "readiness-1"
"""The hidden sheet that says what the file is, and which cell belongs to which question."""

ABOUT = "Start here"
ABOUT_ROWS = {
    2: ("code", "Organisation code (ODS)"),
    3: ("name", "Organisation"),
    4: ("by", "Filled in by"),
    5: ("post", "Post"),
    6: ("on", "Day (like 30 9 2026)"),
    7: ("declared", "I declare that these answers are true as far as I know (Yes)"),
}
"""The rows of the first sheet that are filled in, from 0: what each holds, and its label."""

HEADINGS = (
    "Reference",
    "Question",
    "How to answer",
    "Answer",
    "Note, or where the evidence is",
    "Share the note with your system? (Yes)",
    "Key",
)
REFERENCE, ANSWER, NOTE, SHARE = "A", "D", "E", "F"
PLACE = {"A": 0, "D": 3, "E": 4, "F": 5}
KEY = 6

MARKS = ("pack", "version", "fingerprint", "round", "organisation", "questions")
MAP_HEADINGS = ("sheet", "row", "question", "option", "meaning", "answer stands in row")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a questionnaire, its number counted from 1, with what it asks."""

    sheet: str
    number: int
    question: str
    option: str
    meaning: str
    stands_in: object = None

    @property
    def key(self) -> str:
        """What stands hidden at the end of the row."""
        return f"{self.question}/{self.option}" if self.option else self.question
