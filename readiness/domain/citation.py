"""Where something that a pack says comes from."""

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a question, rule or figure comes from; None is our own judgement.

    `review_by` is the day to see whether it still holds, where one is set.
    """

    title: str
    date: str
    review_by: datetime.date | None = None
