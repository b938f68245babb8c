"""How the database came to be what it is: every change to its tables, in order.

A migration is never edited once it has been released; the next change is another function below.
"""

from collections.abc import Sequence

from sqlite_utils import Database, Migrations

from readiness.domain.spelling import key_of
from readiness.storage import (
    tables_of_access,
    tables_of_accounts,
    tables_of_comparing,
    tables_of_events,
    tables_of_hosting,
    tables_of_register,
    tables_of_returns,
    tables_of_sign_off,
    tables_of_working_together,
)

_AT_FIRST = (
    "answers",
    "submissions",
    "packs",
    "assessment_packs",
    "action_progress",
    "events",
)
_OF_RELEASES = ("pack_uploads", "upload_discards", "releases", "confirmations")
_OF_ROUNDS = ("rounds", "carried_answers")
_OF_TIME_AND_MONEY = ("freezes", "costs")
_OF_CONTRACTS = ("contract_names",)
APPEND_ONLY = (
    *_AT_FIRST,
    *_OF_RELEASES,
    *_OF_ROUNDS,
    *_OF_TIME_AND_MONEY,
    *_OF_CONTRACTS,
    *tables_of_access.APPEND_ONLY,
    *tables_of_sign_off.APPEND_ONLY,
    *tables_of_working_together.APPEND_ONLY,
    *tables_of_register.APPEND_ONLY,
    *tables_of_hosting.APPEND_ONLY,
    *tables_of_comparing.APPEND_ONLY,
)
"""The tables whose rows are added and never changed; the database itself refuses anything else."""


def keep_assessments_plans_and_events(db: Database) -> None:
    """Make the first tables, and the one local user as row 1, whom nobody added at any time."""
    _make(db, _FIRST_TABLES, _AT_FIRST)
    db.execute("insert into people (id, name) values (1, 'Local user')")


def keep_uploads_releases_and_confirmations(db: Database) -> None:
    """Make the tables of packs uploaded and released, and of answers confirmed under new rules."""
    _make(db, _TABLES_OF_RELEASES, _OF_RELEASES)


def keep_what_was_carried_from_one_assessment_to_the_next(db: Database) -> None:
    """Make the tables of assessments that follow others, and of the answers carried into them."""
    _make(db, _TABLES_OF_ROUNDS, _OF_ROUNDS)


def keep_freezes_and_costs(db: Database) -> None:
    """Make the tables of change freezes and of what people know of their costs."""
    _make(db, _TABLES_OF_TIME_AND_MONEY, _OF_TIME_AND_MONEY)


def keep_contracts_apart(db: Database) -> None:
    """Make the table of contracts’ names, and keep actions and costs by contract.

    What was said before belongs to the contract that has no key, the only one there was.
    """
    _make(db, _TABLES_OF_CONTRACTS, (*_OF_CONTRACTS, "action_progress", "costs"))


def keep_who_holds_which_role(db: Database) -> None:
    """Make the table of roles given to people and taken from them."""
    _make(db, tables_of_access.TABLES, tables_of_access.APPEND_ONLY)


def keep_who_signs_in(db: Database) -> None:
    """Make the tables of accounts, sessions, invitations and links."""
    _make(db, tables_of_accounts.TABLES, tables_of_accounts.APPEND_ONLY)


def keep_sign_offs_and_reviews(db: Database) -> None:
    """Make the tables of what was signed off, by which policy, and what reviewers say."""
    _make(db, tables_of_sign_off.TABLES, tables_of_sign_off.APPEND_ONLY)


def keep_who_has_which_section_and_what_they_say(db: Database) -> None:
    """Make the tables of sections given to people, of comments, and of marks on questions."""
    _make(db, tables_of_working_together.TABLES, tables_of_working_together.APPEND_ONLY)


def keep_events_as_a_chain(db: Database) -> None:
    """Give each event its organisation, and a hash over itself and the event before it."""
    for deed in ("update", "delete"):
        db.execute(f"drop trigger events_no_{deed}")
    _make(db, tables_of_events.TABLES, ())
    tables_of_events.chain_what_there_was(db)
    _make(db, "", tables_of_events.APPEND_ONLY)


def keep_the_register(db: Database) -> None:
    """Make the tables of the register, and let every organisation there is be found by its name."""
    _make(db, tables_of_register.TABLES, tables_of_register.APPEND_ONLY)
    for number, (code, name) in enumerate(
        db.execute("select ods_code, name from organisations order by ods_code").fetchall(), 1
    ):
        given = [number, code, key_of(name)]
        db.execute("insert into organisation_keys values (?, ?, ?, '', null, 0)", given)
        db.execute("insert into organisation_names (rowid, name_key) values (?, ?)", given[::2])


def keep_what_hosts_answer_for_guests(db: Database) -> None:
    """Make the tables of agreements between hosts and guests, publications and adoptions."""
    _make(db, tables_of_hosting.TABLES, tables_of_hosting.APPEND_ONLY)


def keep_rounds_and_what_comes_back(db: Database) -> None:
    """Make the tables of rounds, returned files, shared drafts and joint actions."""
    _make(db, tables_of_comparing.TABLES, tables_of_comparing.APPEND_ONLY)


def keep_files_on_their_way_in(db: Database) -> None:
    """Make the tables of returned files that wait until somebody has looked at them."""
    _make(db, tables_of_returns.TABLES, ())


def _make(db: Database, tables: str, append_only: Sequence[str]) -> None:
    """Make tables, and let rows be added to some of them and never be changed."""
    for statement in tables.split(";"):
        db.execute(statement)
    for table in append_only:
        _never_changed(db, table)


def _never_changed(db: Database, table: str) -> None:
    for deed in ("update", "delete"):
        db.execute(
            f"create trigger {table}_no_{deed} before {deed} on {table} "
            f"begin select raise(abort, '{table} are added and never changed'); end"
        )


_FIRST_TABLES = """
create table people (
    id integer primary key,
    name text not null,
    created_at text
) strict;

create table organisations (
    ods_code text primary key not null,
    name text not null,
    kind text,
    setting text,
    sites integer,
    added_at text not null
) strict;

create table memberships (
    organisation text not null references organisations,
    system text not null,
    relation text not null,
    since text,
    until text,
    added_at text not null
) strict;

create unique index one_membership_from_a_day
    on memberships (organisation, system, relation, ifnull(since, ''));

create table packs (
    fingerprint text primary key not null,
    key text not null,
    version text not null,
    files text not null,
    kept_at text not null
) strict;

create table assessments (
    id integer primary key,
    organisation text not null references organisations,
    pack_key text not null,
    contract text,
    started_at text not null,
    started_by integer not null references people,
    closed_at text
) strict;

create unique index one_open_assessment
    on assessments (organisation, pack_key, ifnull(contract, '')) where closed_at is null;

create table assessment_packs (
    id integer primary key,
    assessment integer not null references assessments,
    fingerprint text not null references packs,
    since text not null,
    person integer not null references people
) strict;

create index packs_of_an_assessment on assessment_packs (assessment, id);

create table answers (
    id integer primary key,
    assessment integer not null references assessments,
    question text not null,
    version integer not null check (version > 0),
    value text,
    note text not null,
    evidence text not null,
    private integer not null check (private in (0, 1)),
    source text not null check (source in ('person', 'file', 'demo')),
    person integer not null references people,
    at text not null,
    unique (assessment, question, version)
) strict;

create table submissions (
    id integer primary key,
    assessment integer not null references assessments,
    number integer not null check (number > 0),
    fingerprint text not null references packs,
    document text not null,
    digest text not null,
    person integer not null references people,
    declared_at text not null,
    judged_on text not null,
    unique (assessment, number)
) strict;

create table action_progress (
    id integer primary key,
    organisation text not null references organisations,
    pack_key text not null,
    action text not null,
    version integer not null check (version > 0),
    owner text not null,
    state text not null,
    due text,
    note text not null,
    person integer not null references people,
    at text not null,
    unique (organisation, pack_key, action, version)
) strict;

create table events (
    id integer primary key,
    at text not null,
    person integer not null references people,
    noun text not null,
    subject text not null,
    what text not null,
    detail text not null
) strict;

create index events_of_a_subject on events (noun, subject, id)
"""

_TABLES_OF_RELEASES = """
create table pack_uploads (
    id integer primary key,
    fingerprint text not null references packs,
    files text not null,
    person integer not null references people,
    at text not null
) strict;

create table upload_discards (
    upload integer primary key references pack_uploads,
    person integer not null references people,
    at text not null
) strict;

create table releases (
    id integer primary key,
    pack_key text not null,
    fingerprint text references packs,
    upload integer references pack_uploads,
    note text not null check (note <> ''),
    person integer not null references people,
    at text not null
) strict;

create index releases_of_a_pack on releases (pack_key, id);

create table confirmations (
    id integer primary key,
    assessment integer not null references assessments,
    question text not null,
    version integer not null check (version > 0),
    fingerprint text not null references packs,
    person integer not null references people,
    at text not null,
    unique (assessment, question, version, fingerprint)
) strict
"""

_TABLES_OF_ROUNDS = """
create table rounds (
    assessment integer primary key references assessments,
    follows integer not null unique references assessments,
    submission integer not null references submissions,
    person integer not null references people,
    at text not null
) strict;

create table carried_answers (
    assessment integer not null references assessments,
    question text not null,
    version integer not null check (version > 0),
    follows integer not null references assessments,
    from_version integer not null check (from_version > 0),
    submission integer,
    fingerprint text not null references packs,
    confirmed_by integer references people,
    confirmed_at text,
    primary key (assessment, question)
) strict, without rowid
"""

_TABLES_OF_TIME_AND_MONEY = """
create table freezes (
    id integer primary key,
    organisation text not null references organisations,
    pack_key text not null,
    number integer not null check (number > 0),
    version integer not null check (version > 0),
    first_day text not null,
    last_day text not null check (last_day >= first_day),
    what text not null check (what <> ''),
    removed integer not null check (removed in (0, 1)),
    person integer not null references people,
    at text not null,
    unique (organisation, pack_key, number, version)
) strict;

create table costs (
    id integer primary key,
    organisation text not null references organisations,
    pack_key text not null,
    version integer not null check (version > 0),
    document text not null,
    person integer not null references people,
    at text not null,
    unique (organisation, pack_key, version)
) strict
"""

_TABLES_OF_CONTRACTS = """
create table contract_names (
    id integer primary key,
    organisation text not null references organisations,
    pack_key text not null,
    contract text not null,
    version integer not null check (version > 0),
    name text not null check (name <> ''),
    person integer not null references people,
    at text not null,
    unique (organisation, pack_key, contract, version)
) strict;

create table action_progress_by_contract (
    id integer primary key,
    organisation text not null references organisations,
    pack_key text not null,
    contract text not null default '',
    action text not null,
    version integer not null check (version > 0),
    owner text not null,
    state text not null,
    due text,
    note text not null,
    person integer not null references people,
    at text not null,
    unique (organisation, pack_key, contract, action, version)
) strict;

insert into action_progress_by_contract
    (id, organisation, pack_key, action, version, owner, state, due, note, person, at)
    select id, organisation, pack_key, action, version, owner, state, due, note, person, at
    from action_progress;

drop table action_progress;

alter table action_progress_by_contract rename to action_progress;

create table costs_by_contract (
    id integer primary key,
    organisation text not null references organisations,
    pack_key text not null,
    contract text not null default '',
    version integer not null check (version > 0),
    document text not null,
    person integer not null references people,
    at text not null,
    unique (organisation, pack_key, contract, version)
) strict;

insert into costs_by_contract (id, organisation, pack_key, version, document, person, at)
    select id, organisation, pack_key, version, document, person, at from costs;

drop table costs;

alter table costs_by_contract rename to costs
"""

MIGRATIONS = Migrations("readiness")
STEPS = (
    keep_assessments_plans_and_events,
    keep_uploads_releases_and_confirmations,
    keep_what_was_carried_from_one_assessment_to_the_next,
    keep_freezes_and_costs,
    keep_contracts_apart,
    keep_who_holds_which_role,
    keep_who_signs_in,
    keep_sign_offs_and_reviews,
    keep_who_has_which_section_and_what_they_say,
    keep_events_as_a_chain,
    keep_the_register,
    keep_what_hosts_answer_for_guests,
    keep_rounds_and_what_comes_back,
    keep_files_on_their_way_in,
)
for step in STEPS:
    MIGRATIONS()(step)
