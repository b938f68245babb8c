"""The tables of sign-offs, of what an organisation asks of them, and of what reviewers say."""

TABLES = """
create table sign_offs (
    id integer primary key,
    submission integer not null unique references submissions,
    decision text not null check (decision in ('signed', 'sent-back')),
    words text not null check (words <> ''),
    newest integer not null check (newest >= 0),
    person integer not null references people,
    at text not null
) strict;

create table sign_off_policies (
    id integer primary key,
    organisation text not null references organisations,
    version integer not null check (version > 0),
    another_person integer not null check (another_person in (0, 1)),
    person integer not null references people,
    at text not null,
    unique (organisation, version)
) strict;

create table reviews (
    id integer primary key,
    submission integer not null references submissions,
    rule text not null,
    version integer not null check (version > 0),
    opinion text not null check (opinion in ('agree', 'disagree', 'cannot-tell', '')),
    note text not null,
    person integer not null references people,
    at text not null,
    unique (submission, person, rule, version)
) strict
"""

APPEND_ONLY = ("sign_offs", "sign_off_policies", "reviews")
