"""The tables of who signs in, how, from where, and by which links they came.

Of tokens only the hash is kept. What was done with them are events, which never change.
"""

TABLES = """
create table accounts (
    person integer primary key references people,
    email text not null unique,
    password text not null,
    totp_secret text not null default '',
    totp_pending text not null default '',
    totp_step integer not null default 0,
    made_at text not null,
    closed_at text
) strict;

create table recovery_codes (
    hash text primary key not null,
    person integer not null references people
) strict, without rowid;

create table sessions (
    hash text primary key not null,
    person integer not null references people,
    family text not null,
    csrf text not null,
    rights text not null,
    begun text not null,
    seen text not null,
    until text not null,
    device text not null
) strict, without rowid;

create index sessions_of_a_person on sessions (person);

create table one_time_links (
    hash text primary key not null,
    purpose text not null check (purpose in ('set-up', 'reset')),
    person integer references people,
    made_at text not null,
    until text not null
) strict, without rowid;

create table invitations (
    id integer primary key,
    hash text not null unique,
    email text not null,
    roles text not null,
    organisation text not null,
    made_by integer not null references people,
    made_at text not null,
    until text not null,
    accepted_by integer references people,
    withdrawn_at text
) strict;

create index invitations_to_an_address on invitations (email);

create table failures (
    id integer primary key,
    place text not null,
    at text not null
) strict;

create index failures_at_a_place on failures (place, at);

create table identities (
    issuer text not null,
    subject text not null,
    person integer not null references people,
    bound_at text not null,
    primary key (issuer, subject)
) strict, without rowid;

create table kept_forms (
    hash text primary key not null,
    person integer not null references people,
    address text not null,
    fields text not null,
    until text not null
) strict, without rowid
"""

APPEND_ONLY = ()
