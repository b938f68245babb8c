"""The shape of the file of deadlines: which keys, which values, what may be left out."""

import re

from readiness.domain.due_date import EveryYear, VehicleDay
from readiness.domain.shapes import (
    CONDITION,
    DAY,
    KEY,
    PERIOD,
    SENTENCE,
    ListOf,
    OneOf,
    Parsed,
    Record,
    WordsOr,
)
from readiness.domain.shapes import Field as F

DAYS_OF = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
"""How many days each month has in every year, from the first."""


def read_day_of_year(text: str) -> EveryYear:
    """Read a day that comes each year, written month-day.

    Raises:
        ValueError: it is not one, or not in every year.
    """
    found = re.fullmatch(r"([0-9]{2})-([0-9]{2})", text.strip())
    month, day = (int(found[1]), int(found[2])) if found else (0, 0)
    if not (1 <= month <= 12 and 1 <= day <= DAYS_OF[month]):
        raise ValueError("write a month and a day that every year has, such as 12-31")
    return EveryYear(month, day)


_DAY_OF_YEAR = Parsed(read_day_of_year, {"type": "string", "pattern": r"^\d{2}-\d{2}$"})
_DUE_DAY = WordsOr(
    Record(
        {
            "fixed": F(DAY, None),
            "yearly": F(_DAY_OF_YEAR, None),
            "question": F(KEY, None),
            "vehicle": F(OneOf(tuple(VehicleDay)), None),
            "before": F(PERIOD, None),
        }
    )
)

DEADLINES = Record(
    {
        "deadlines": F(
            ListOf(
                Record(
                    {
                        "key": F(KEY),
                        "title": F(SENTENCE),
                        "short": F(SENTENCE, ""),
                        "day": F(_DUE_DAY),
                        "applies_when": F(CONDITION, None),
                        "met_when": F(CONDITION, None),
                        "do": F(ListOf(KEY), ()),
                        "begin_before": F(PERIOD, None),
                        "begun_when": F(CONDITION, None),
                        "because": F(SENTENCE),
                        "fallbacks": F(ListOf(KEY), ()),
                        "source": F(SENTENCE, None),
                        "review_by": F(DAY, None),
                    }
                ),
                least=1,
            )
        )
    }
)
