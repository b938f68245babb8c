"""The tables of rounds, of what comes back in files, of shared drafts and of joint actions."""

TABLES = """
create table returned_documents (
    id integer primary key,
    organisation text not null references organisations,
    pack_key text not null,
    fingerprint text not null references packs,
    document text not null,
    digest text not null,
    way text not null check (way in ('returned', 'estimate')),
    round integer,
    declared_by text not null,
    declared_on text not null,
    file text not null,
    person integer not null references people,
    at text not null
) strict;

create index returned_by_an_organisation on returned_documents (organisation, pack_key);

create table system_rounds (
    id integer primary key,
    number integer not null check (number > 0),
    version integer not null check (version > 0),
    system text not null references organisations,
    pack_key text not null,
    name text not null check (name <> ''),
    question_set text not null check (question_set in ('whole', 'look')),
    closes text not null,
    state text not null check (state in ('open', 'closed', 'withdrawn')),
    person integer not null references people,
    at text not null,
    unique (number, version)
) strict;

create index rounds_of_a_system on system_rounds (system, pack_key);

create table round_members (
    id integer primary key,
    round integer not null,
    organisation text not null references organisations,
    version integer not null check (version > 0),
    deed text not null check (
        deed in ('asked', 'addressed', 'linked', 'opened', 'reminded', 'removed')
    ),
    address text not null,
    token text not null,
    person integer references people,
    at text not null,
    unique (round, organisation, version)
) strict;

create index round_members_by_token on round_members (token);

create index rounds_that_ask_a_member on round_members (organisation);

create table draft_consents (
    id integer primary key,
    assessment integer not null references assessments,
    version integer not null check (version > 0),
    shared integer not null check (shared in (0, 1)),
    person integer not null references people,
    at text not null,
    unique (assessment, version)
) strict;

create table joint_actions (
    id integer primary key,
    number integer not null check (number > 0),
    version integer not null check (version > 0),
    system text not null references organisations,
    pack_key text not null,
    rules text not null,
    title text not null check (title <> ''),
    lead text references organisations,
    lead_named text not null check (lead is not null or lead_named <> ''),
    due text,
    note text not null,
    state text not null check (state in ('open', 'done', 'withdrawn')),
    person integer not null references people,
    at text not null,
    unique (number, version)
) strict;

create index joint_actions_of_a_system on joint_actions (system, pack_key);

create table joint_action_offers (
    id integer primary key,
    joint_action integer not null,
    organisation text not null references organisations,
    version integer not null check (version > 0),
    reply text not null check (reply in ('offered', 'accepted', 'declined')),
    note text not null,
    person integer not null references people,
    at text not null,
    unique (joint_action, organisation, version)
) strict;

create index offers_to_an_organisation on joint_action_offers (organisation);

create table column_matches (
    id integer primary key,
    pack_key text not null,
    heading text not null,
    version integer not null check (version > 0),
    question text not null,
    person integer not null references people,
    at text not null,
    unique (pack_key, heading, version)
) strict
"""

APPEND_ONLY = (
    "returned_documents",
    "system_rounds",
    "round_members",
    "draft_consents",
    "joint_actions",
    "joint_action_offers",
    "column_matches",
)
