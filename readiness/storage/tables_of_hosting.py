"""The tables of agreements between hosts and guests, of what is published and what is adopted."""

TABLES = """
create table hosting_agreements (
    id integer primary key,
    number integer not null check (number > 0),
    version integer not null check (version > 0),
    host text not null references organisations,
    guest text not null references organisations,
    pack_key text not null,
    sections text not null,
    first_day text not null,
    last_day text,
    deed text not null check (deed in ('proposed', 'accepted', 'declined', 'ended')),
    side text not null check (side in ('host', 'guest', 'both')),
    paper text not null,
    person integer not null references people,
    at text not null,
    unique (number, version),
    check (host <> guest)
) strict;

create index hosting_agreements_of_a_host on hosting_agreements (host);

create index hosting_agreements_of_a_guest on hosting_agreements (guest);

create table publications (
    id integer primary key,
    submission integer not null references submissions,
    host text not null references organisations,
    pack_key text not null,
    sections text not null,
    person integer not null references people,
    at text not null
) strict;

create index publications_of_a_host on publications (host, pack_key);

create table adoptions (
    id integer primary key,
    assessment integer not null references assessments,
    version integer not null check (version > 0),
    publication integer references publications,
    agreement integer not null,
    adopted_on text not null,
    person integer not null references people,
    at text not null,
    unique (assessment, version)
) strict
"""

APPEND_ONLY = ("hosting_agreements", "publications", "adoptions")
