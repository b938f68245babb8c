"""The tables of what registers say of organisations, of finding them, and of long work."""

TABLES = """
create table register_imports (
    id integer primary key,
    file text not null,
    source text not null,
    digest text not null,
    rows integer not null,
    faults integer not null,
    person integer not null references people,
    at text not null
) strict;

create table register_entries (
    id integer primary key,
    code text not null,
    source text not null,
    version integer not null check (version > 0),
    import integer not null references register_imports,
    name text not null,
    kind text,
    roles text not null,
    postcode text not null,
    opened text,
    closed text,
    status text not null,
    region text not null,
    places text not null,
    unique (code, source, version)
) strict;

create table successions (
    id integer primary key,
    predecessor text not null,
    successor text not null check (successor <> predecessor),
    on_day text not null,
    how text not null,
    version integer not null check (version > 0),
    import integer not null references register_imports,
    unique (predecessor, successor, on_day, version)
) strict;

create table organisation_keys (
    id integer primary key,
    code text not null unique,
    name_key text not null,
    postcode_key text not null,
    closed text,
    of_register integer not null check (of_register in (0, 1))
) strict;

create index organisations_by_postcode on organisation_keys (postcode_key);

create virtual table organisation_names using fts5 (name_key, tokenize = 'trigram');

alter table memberships add column source text;

create table register_uploads (
    id integer primary key,
    person integer not null references people,
    at text not null
) strict;

create table register_upload_files (
    upload integer not null references register_uploads on delete cascade,
    number integer not null,
    name text not null,
    kind text,
    content blob not null,
    primary key (upload, number)
) strict;

create table jobs (
    id integer primary key,
    noun text not null,
    subject text not null,
    state text not null check (state in ('running', 'done', 'failed')),
    done integer not null,
    total integer not null,
    words text not null,
    result text not null,
    person integer not null references people,
    started_at text not null,
    seen_at text not null
) strict
"""

APPEND_ONLY = ("register_imports", "register_entries", "successions")
