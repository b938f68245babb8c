"""What one cell of a register says, or what to do about it."""

import re
from datetime import date, datetime

from readiness.domain.organisation import OrganisationKind
from readiness.domain.register import ACTIVE, DORMANT, INACTIVE

_CODE = re.compile(r"[A-Z0-9]{1,10}|L-\d{4,7}")
_STATUS = {
    **{"active": ACTIVE, "a": ACTIVE, "open": ACTIVE},
    **{"inactive": INACTIVE, "c": INACTIVE, "closed": INACTIVE},
    **{"dormant": DORMANT, "d": DORMANT, "": "", "p": "", "proposed": ""},
}
PRESCRIBING = {
    "0": OrganisationKind.OTHER,
    "1": OrganisationKind.URGENT_CARE,
    "2": OrganisationKind.URGENT_CARE,
    "3": OrganisationKind.URGENT_CARE,
    "4": OrganisationKind.GP_PRACTICE,
    "5": OrganisationKind.PRISON_HEALTHCARE,
}
"""What older reports of prescribing cost centres say instead of a role."""


class Unfit(Exception):
    """A row that cannot be read: in which field, and what to do."""


def read_code(text: str, where: str = "code") -> str:
    """Read the code of an organisation or of a system."""
    code = text.strip().upper()
    if not _CODE.fullmatch(code):
        raise Unfit(where, "give a code of at most 10 letters and numbers, such as RX9")
    return code


def read_name(text: str) -> str:
    """Read a name; none is empty."""
    name = " ".join(text.split())
    if len(name) > 200 or not name.isprintable():
        raise Unfit("name", "give a name of at most 200 characters on one line")
    return name


def read_postcode(text: str) -> str:
    """Write a postcode with its space; what is none is left as it is, cut to ten characters."""
    joined = "".join(text.split()).upper()
    return f"{joined[:-3]} {joined[-3:]}" if 5 <= len(joined) <= 7 else joined[:10]


def read_status(text: str) -> str:
    """Read how an organisation stands; none is empty."""
    status = _STATUS.get(text.lower())
    if status is None:
        raise Unfit("status", "use active, inactive or dormant, or leave it empty")
    return status


def read_closed(text: str, opened: date | None) -> date | None:
    """Read the last day, which is not before the first."""
    closed = read_day(text, "closed")
    if closed and opened and closed < opened:
        raise Unfit("closed", "give a day that is not before it opened")
    return closed


def read_day(text: str, where: str) -> date | None:
    """Read a day: 20260331, 2026-03-31 or 31/03/2026."""
    if not text:
        return None
    try:
        if "/" in text:
            return datetime.strptime(text, "%d/%m/%Y").date()
        return date.fromisoformat(text)
    except ValueError:
        raise Unfit(where, "write the day like 20260331, 2026-03-31 or 31/03/2026") from None
