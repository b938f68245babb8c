"""Who is signed in where; failures to sign in; forms that outlasted a session."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlite_utils import Database

from readiness.domain.organisation import Person
from readiness.storage.database import add, change, rows, time_text
from readiness.storage.people import COLUMNS as PERSON
from readiness.storage.people import person_of


@dataclass(frozen=True, slots=True)
class Session:
    """A browser in which somebody is signed in; `family` stays when the token is renewed.

    `proved_twice` says whether they have a second factor, or come in by a service that vouches.
    """

    hash: str
    person: int
    family: str
    csrf: str
    rights: str
    begun: datetime
    seen: datetime
    until: datetime
    device: str
    proved_twice: bool = False


_COLUMNS = "hash, sessions.person, family, csrf, rights, begun, seen, until, device"


def session_by_hash(db: Database, token_hash: str) -> tuple[Session, Person] | None:
    """Return a session of somebody whose account is open, be it too old or not, and whose it is."""
    found = rows(
        db,
        f"""select {PERSON}, totp_secret <> '' or password = '', {_COLUMNS}
            from sessions join accounts on accounts.person = sessions.person
            join people on people.id = sessions.person
            where hash = ? and closed_at is null""",
        (token_hash,),
    )
    if not found:
        return None
    person, (twice, *columns) = person_of(found[0][:3]), found[0][3:]
    return replace(_session(tuple(columns)), proved_twice=bool(twice)), person


def sessions_of(db: Database, person_id: int, *, since: datetime, at: datetime) -> list[Session]:
    """Return a person's sessions seen since a time and not over, the last seen first."""
    found = rows(
        db,
        """select hash, person, family, csrf, rights, min(begun), max(seen), max(until), device
           from sessions where person = ? and seen > ? and until > ?
           group by family order by max(seen) desc""",
        (person_id, time_text(since), time_text(at)),
    )
    return [_session(row) for row in found]


def store_session(db: Database, session: Session) -> None:
    """Add a session, inside `immediate` only."""
    add(
        db,
        "sessions",
        hash=session.hash,
        person=session.person,
        family=session.family,
        csrf=session.csrf,
        rights=session.rights,
        begun=time_text(session.begun),
        seen=time_text(session.seen),
        until=time_text(session.until),
        device=session.device,
    )


def see_session(db: Database, token_hash: str, *, at: datetime) -> None:
    """Note when a session was last used, inside `immediate` only."""
    change(
        db,
        "update sessions set seen = :at where hash = :hash",
        {"hash": token_hash, "at": time_text(at)},
    )


def shorten_session(db: Database, token_hash: str, *, until: datetime) -> None:
    """Let a session end at a time, inside `immediate` only."""
    change(
        db,
        "update sessions set until = min(until, :until) where hash = :hash",
        {"hash": token_hash, "until": time_text(until)},
    )


def end_family(db: Database, person_id: int, family: str) -> None:
    """End one of a person's sessions, inside `immediate` only."""
    change(
        db,
        "delete from sessions where person = :person and family = :family",
        {"person": person_id, "family": family},
    )


def end_sessions(db: Database, person_id: int, *, but: str = "") -> None:
    """End all sessions of a person but those of one family, inside `immediate` only."""
    change(
        db,
        "delete from sessions where person = :person and family <> :but",
        {"person": person_id, "but": but},
    )


def drop_old(db: Database, *, at: datetime) -> None:
    """Drop sessions, failures and kept forms that no longer count, inside `immediate` only."""
    a_day_ago = {"then": time_text(at - timedelta(days=1))}
    change(db, "delete from sessions where until < :then", a_day_ago)
    change(db, "delete from failures where at < :then", a_day_ago)
    change(db, "delete from one_time_links where until < :then", a_day_ago)
    change(db, "delete from kept_forms where until < :now", {"now": time_text(at)})


def failures_at(db: Database, place: str, *, since: datetime) -> tuple[int, datetime | None]:
    """Return how many failures there were at a place since a time, and when the last one was."""
    found = rows(
        db,
        "select count(*), max(at) from failures where place = ? and at > ?",
        (place, time_text(since)),
    )
    number, last = found[0]
    return int(number), datetime.fromisoformat(last) if last else None


def add_failure(db: Database, place: str, *, at: datetime) -> int:
    """Count a failure at a place, inside `immediate` only; return its number."""
    return add(db, "failures", place=place, at=time_text(at))


def forget_failures(db: Database, place: str, numbers: Sequence[int]) -> None:
    """Forget all failures at a place, and some by number, inside `immediate` only."""
    change(db, "delete from failures where place = :place", {"place": place})
    for number in numbers:
        change(db, "delete from failures where id = :id", {"id": number})


def keep_form(
    db: Database, token_hash: str, person_id: int, address: str, fields: str, *, until: datetime
) -> None:
    """Keep what somebody sent after their session had ended, inside `immediate` only."""
    add(
        db,
        "kept_forms",
        hash=token_hash,
        person=person_id,
        address=address,
        fields=fields,
        until=time_text(until),
    )


def kept_form(
    db: Database, token_hash: str, person_id: int, *, at: datetime
) -> tuple[str, str] | None:
    """Return the address and the fields of a form that is kept for a person."""
    found = rows(
        db,
        "select address, fields from kept_forms where hash = ? and person = ? and until > ?",
        (token_hash, person_id, time_text(at)),
    )
    return (found[0][0], found[0][1]) if found else None


def _session(row: tuple[Any, ...]) -> Session:
    token_hash, person, family, csrf, rights, begun, seen, until, device = row
    begun, seen, until = (datetime.fromisoformat(text) for text in (begun, seen, until))
    return Session(token_hash, person, family, csrf, rights, begun, seen, until, device)
