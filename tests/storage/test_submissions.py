"""Submissions: the newest document of each assessment, one at a time."""

import json
from contextlib import closing

import pytest

from readiness.domain.assessment import Answer, Given
from readiness.domain.reader import read_pack
from readiness.domain.record import digest_of, write_given
from readiness.storage.assessments import add_assessment, assessment_by_id
from readiness.storage.database import IN_MEMORY, immediate, migrate, open_database
from readiness.storage.organisations import store_organisation
from readiness.storage.packs import keep_pack
from readiness.storage.people import person_by_id
from readiness.storage.submissions import add_submission, newest_submissions
from tests.examples import AT, CLINIC, ON, PACK, TRUST, tiny_pack

TINY = read_pack(tiny_pack())
PLAN = ("answers", "plan", "value")
OTHER = read_pack(tiny_pack(pack=PACK.replace("key: tiny", "key: other")))


class Submitting:
    """Submits documents to a database, each organisation to one assessment under each pack."""

    def __init__(self, db):
        self.db = db
        self.person = person_by_id(db, 1)
        self.numbers = {}

    def __call__(self, organisation, pack, plan):
        """Submit one answer, and return the document."""
        document = write_given(Given(organisation, ON, {"plan": Answer(plan)}), pack)
        if (organisation, pack.key) not in self.numbers:
            self.numbers[organisation, pack.key] = self._start(organisation, pack)
        self._add(self.numbers[organisation, pack.key], document)
        return document

    def again(self, document):
        """Submit any document to the first assessment."""
        self._add(1, document)

    def _start(self, organisation, pack):
        with immediate(self.db):
            store_organisation(self.db, organisation, at=AT)
            keep_pack(self.db, pack, tiny_pack(), at=AT)
            return add_assessment(self.db, organisation.ods_code, pack, person=self.person, at=AT)

    def _add(self, number, document):
        with immediate(self.db):
            add_submission(
                self.db,
                assessment_by_id(self.db, number),
                document,
                digest_of(document),
                judged_on=ON,
                person=self.person,
                at=AT,
            )


@pytest.fixture
def submit():
    """Return what submits to a database in memory."""
    with closing(open_database(IN_MEMORY)) as db:
        migrate(db)
        yield Submitting(db)


def test_the_newest_submission_of_each_assessment_under_a_pack_is_found(submit):
    submit(TRUST, TINY, "none")
    submit(CLINIC, TINY, "drafted")
    submit(TRUST, TINY, "agreed")
    submit(CLINIC, OTHER, "agreed")

    found = newest_submissions(submit.db, "tiny", [PLAN])

    assert list(found) == [("ZX9", ["agreed"]), ("ZX8", ["drafted"])]
    assert list(newest_submissions(submit.db, "none-such", [PLAN])) == []


def test_what_is_taken_out_of_a_document_is_what_parsing_it_gives(submit):
    document = json.loads(submit(TRUST, TINY, 'naïve "plan" \\ [1] \U0001f9ea'))
    document["answers"] |= {f"number-{n}": {"value": n} for n in range(250)}
    document["odd"] = [True, False, None, 1.5, "1", {"a": [1]}, []]
    places = [*[("answers", f"number-{n}", "value") for n in range(250)], ("odd",), PLAN, ("none",)]
    submit.again(json.dumps(document))

    ((_, values),) = newest_submissions(submit.db, "tiny", places)

    assert values == [*range(250), document["odd"], document["answers"]["plan"]["value"], None]
    for few in (places[:1], places[:100], places[:101]):
        ((_, values),) = newest_submissions(submit.db, "tiny", few)
        assert values == list(range(len(few)))


def test_submissions_are_found_in_one_query_that_sorts_nothing(submit):
    statements = []
    submit(TRUST, TINY, "none")
    submit.db.conn.set_trace_callback(statements.append)

    list(newest_submissions(submit.db, "tiny", [PLAN]))

    submit.db.conn.set_trace_callback(None)
    assert len(statements) == 1
    plan = [row[-1] for row in submit.db.execute(f"explain query plan {statements[0]}")]
    assert not any("TEMP B-TREE" in step for step in plan)
