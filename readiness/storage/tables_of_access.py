"""The tables of who holds which role where."""

TABLES = """
create table grants (
    id integer primary key,
    person integer not null references people,
    role text not null,
    organisation text not null,
    version integer not null check (version > 0),
    given integer not null check (given in (0, 1)),
    given_by integer not null references people,
    at text not null,
    unique (person, role, organisation, version)
) strict;

create index grants_in_an_organisation on grants (organisation, person)
"""

APPEND_ONLY = ("grants",)
