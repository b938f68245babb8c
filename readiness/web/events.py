"""The record of who did what: of the whole copy, or of one organisation; and as files."""

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Form, StringField

from readiness.domain.calendar import LONDON
from readiness.domain.errors import InvalidAnswer, NotFound
from readiness.domain.event import KINDS, Chosen, Written
from readiness.files.events import events_lines, events_table
from readiness.usecases.events import EventPage, events_to_keep, read_events
from readiness.web import current
from readiness.web.forms import troubles_of, whole_number

bp = Blueprint("events", __name__)

_EARLIEST = date(1970, 1, 1)
"""No event is older, and not every day before can be told in every time zone."""

FILTERS = ("organisation", "person", "kind", "since", "until")


class FilterForm(Form):
    """Which events to show, as typed into the address."""

    organisation = StringField("Organisation code")
    person = StringField("Who")
    kind = StringField("What was done")
    since = StringField("From this day")
    until = StringField("To this day")

    def read(self, ods_code: str | None) -> Chosen:
        """Read what is asked for; what does not fit is said at its field and left aside."""
        since = self._read(self.since, _day)
        until = self._read(self.until, _day)
        if since and until and until < since:
            self.until.errors = ("Enter a last day that is not before the first.",)
        return Chosen(
            ods_code or (self.organisation.data or "").strip().upper() or None,
            self._read(self.person, _number),
            self._read(self.kind, _kind),
            _begins(since) if since else None,
            _begins(until + timedelta(days=1)) if until and until.year < 9999 else None,
        )

    @property
    def wrong(self) -> bool:
        """Whether some field needs the person."""
        return any(field.errors for field in self)

    def _read(self, field: Any, read: Callable[[str], Any]) -> Any:
        typed = (field.data or "").strip()
        try:
            return read(typed) if typed else None
        except InvalidAnswer as wrong:
            field.errors = (str(wrong),)
            return None


@bp.get("/record")
def record() -> ResponseReturnValue:
    """Show who did what in the whole copy."""
    return _page(None)


@bp.get("/record.csv")
def table() -> ResponseReturnValue:
    """Give the whole record as CSV."""
    return _file(None, "csv", "text/csv", events_table)


@bp.get("/record.jsonl")
def lines() -> ResponseReturnValue:
    """Give the whole record as JSON Lines."""
    return _file(None, "jsonl", "application/jsonl", events_lines)


@bp.get("/organisations/<ods_code>/record")
def of_organisation(ods_code: str) -> ResponseReturnValue:
    """Show who did what for one organisation."""
    return _page(ods_code)


@bp.get("/organisations/<ods_code>/record.csv")
def table_of_organisation(ods_code: str) -> ResponseReturnValue:
    """Give the record of one organisation as CSV."""
    return _file(ods_code, "csv", "text/csv", events_table)


@bp.get("/organisations/<ods_code>/record.jsonl")
def lines_of_organisation(ods_code: str) -> ResponseReturnValue:
    """Give the record of one organisation as JSON Lines."""
    return _file(ods_code, "jsonl", "application/jsonl", events_lines)


def _page(ods_code: str | None) -> ResponseReturnValue:
    form = FilterForm(request.args)
    chosen = form.read(_code(ods_code))
    page = read_events(current.db(), chosen, _page_number(), person=current.person())
    shown = render_template(
        "events/record.html",
        form=form,
        troubles=troubles_of(form),
        page=page,
        ods_code=ods_code,
        filtered=any(request.args.get(name) for name in FILTERS),
        kinds=sorted({(f"{noun}/{what}", f"{noun}: {w}") for (noun, what), w in KINDS.items()}),
        people=[(str(number), name) for number, name in page.people],
        **_addresses(ods_code, page),
    )
    return shown, 400 if form.wrong else 200


def _addresses(ods_code: str | None, page: EventPage) -> dict[str, str]:
    """Return where the files are, and the pages before and after, with the same filter."""
    asked: dict[str, Any] = {n: request.args[n] for n in FILTERS if request.args.get(n)}
    where: dict[str, Any] = {"ods_code": ods_code} if ods_code else {}
    suffix = "_of_organisation" if ods_code else ""
    here = "events.of_organisation" if ods_code else "events.record"

    def beside(number: int) -> str:
        there = 1 <= number <= page.pages
        return url_for(here, **{**asked, **where, "page": str(number)}) if there else ""

    return {
        "here": url_for(here, **where),
        "csv": url_for(f"events.table{suffix}", **{**asked, **where}),
        "jsonl": url_for(f"events.lines{suffix}", **{**asked, **where}),
        "newer": beside(page.number - 1),
        "older": beside(page.number + 1),
    }


def _file(
    ods_code: str | None, ending: str, kind: str, write: Callable[[Iterable[Written]], bytes]
) -> ResponseReturnValue:
    form = FilterForm(request.args)
    chosen = form.read(_code(ods_code))
    found = events_to_keep(current.db(), chosen, person=current.person())
    if form.wrong:
        raise InvalidAnswer("Go back to the record and choose again which events you want.")
    name = f"{ods_code or 'whole'}-record-{current.today()}.{ending}"
    return Response(
        write(found),
        content_type=f"{kind}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _code(told: str | None) -> str | None:
    """Return the code in an address, which names a file too: letters and digits alone."""
    if told is not None and not re.fullmatch("[A-Za-z0-9]{1,12}", told):
        raise NotFound("There is no organisation of that code here.")
    return told


def _page_number() -> int:
    return whole_number(request.args.get("page"), 1)


def _number(text: str) -> int:
    if number := whole_number(text):
        return number
    raise InvalidAnswer("Choose a person from the list.")


def _kind(text: str) -> tuple[str, str]:
    noun, _, what = text.partition("/")
    if (noun, what) not in KINDS:
        raise InvalidAnswer("Choose what was done from the list.")
    return noun, what


def _day(text: str) -> date:
    parts = re.split(r"[\s./-]+", text)
    if len(parts) == 3 and all(re.fullmatch(r"[0-9]{1,4}", part) for part in parts):
        with suppress(ValueError):
            numbers = [int(part) for part in parts]
            return date(*(numbers if len(parts[0]) == 4 else reversed(numbers)))
    raise InvalidAnswer("Enter a day, like 24 11 2026.")


def _begins(day: date) -> datetime:
    """Return the moment at which a day begins in London."""
    return datetime.combine(max(day, _EARLIEST), time.min, LONDON).astimezone(UTC)
