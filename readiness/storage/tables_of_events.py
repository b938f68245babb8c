"""The table of events as a chain, and how the events there were before were put into it."""

from sqlite_utils import Database

from readiness.domain.event_chain import BEGINNING, Link, hash_of

TABLES = """
alter table events rename to events_unchained;

drop index events_of_a_subject;

create table events (
    id integer primary key,
    at text not null,
    person integer not null references people,
    organisation text,
    noun text not null,
    subject text not null,
    what text not null,
    detail text not null,
    hash text not null unique check (length(hash) = 64)
) strict;

create index events_of_a_subject on events (noun, subject, id);

create index events_of_an_organisation on events (organisation, id)
"""

APPEND_ONLY = ("events",)

_THERE_WERE = """
select id, at, person,
    case
        when noun = 'assessment'
            then (select organisation from assessments where id = cast(subject as integer))
        when noun = 'organisation' then subject
        when noun in ('action', 'costs', 'freeze') then substr(subject, 1, instr(subject, '/') - 1)
    end,
    noun, subject, what, detail
from events_unchained order by id
"""


def chain_what_there_was(db: Database) -> None:
    """Copy every event into the chain under its number, and drop where it was."""
    before = BEGINNING
    for row in db.execute(_THERE_WERE).fetchall():
        link = Link(*row)
        before = hash_of(before, link)
        db.execute("insert into events values (?, ?, ?, ?, ?, ?, ?, ?, ?)", (*link, before))
    db.execute("drop table events_unchained")
