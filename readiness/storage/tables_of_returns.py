"""The tables of returned files that wait between a look at them and their import."""

TABLES = """
create table return_uploads (
    id integer primary key,
    system text not null references organisations,
    pack_key text not null,
    round integer,
    person integer not null references people,
    at text not null
) strict;

create table return_upload_files (
    upload integer not null references return_uploads on delete cascade,
    number integer not null,
    name text not null,
    content blob not null,
    primary key (upload, number)
) strict
"""
