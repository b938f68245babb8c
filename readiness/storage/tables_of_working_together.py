"""The tables of sections given to people, of comments, and of marks on questions."""

TABLES = """
create table assignments (
    id integer primary key,
    assessment integer not null references assessments,
    section text not null,
    version integer not null check (version > 0),
    person integer references people,
    said text not null,
    due text,
    given_by integer not null references people,
    at text not null,
    unique (assessment, section, version)
) strict;

create index assignments_to_a_person on assignments (person) where person is not null;

create table comments (
    id integer primary key,
    assessment integer not null references assessments,
    question text not null,
    text text not null check (text <> ''),
    person integer not null references people,
    at text not null
) strict;

create index comments_on_a_question on comments (assessment, question, id);

create table comments_struck_out (
    comment integer primary key references comments,
    person integer not null references people,
    at text not null
) strict;

create table marks (
    id integer primary key,
    assessment integer not null references assessments,
    question text not null,
    version integer not null check (version > 0),
    standing integer not null check (standing in (0, 1)),
    why text not null,
    for_person integer references people,
    answer_version integer not null,
    person integer not null references people,
    at text not null,
    unique (assessment, question, version)
) strict;

create index marks_for_a_person on marks (for_person) where for_person is not null
"""

APPEND_ONLY = ("assignments", "comments", "comments_struck_out", "marks")
