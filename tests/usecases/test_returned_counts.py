"""What came back counts by its day; of the same day what was signed off counts."""

from datetime import timedelta
from random import Random

import pytest

from readiness.content import rules_folder
from readiness.domain.assessment import Given
from readiness.domain.comparison import Way
from readiness.domain.record import write_given
from readiness.storage.database import immediate
from readiness.storage.packs import current_folder
from readiness.storage.returns import add_returned
from readiness.usecases.comparison import read_comparison
from tests import examples
from tests.respondents import respondent
from tests.systems import fill_system, submit_signed


@pytest.mark.parametrize(("days", "counts"), [(-1, Way.SIGNED), (0, Way.SIGNED), (1, Way.RETURNED)])
def test_the_later_one_counts_and_of_one_day_the_signed_one(db, person, days, counts):
    rules = rules_folder()
    pack = current_folder(rules, "hscn").pack
    [code] = fill_system(db, rules, 1, submitted=0)
    on = examples.ON + timedelta(days=1)
    asked = {"person": person, "on": on}
    organisation = read_comparison(db, "ZXY", pack, **asked).members[0].organisation
    given = Given(organisation, examples.ON, respondent(pack, Random(1)).answers)
    declared = examples.ON + timedelta(days=days)
    with immediate(db):
        submit_signed(db, pack, given, person=person, at=examples.AT)
        add_returned(
            db,
            code,
            (pack.key, pack.fingerprint),
            write_given(Given(organisation, declared, given.answers), pack),
            Way.RETURNED,
            round_number=None,
            by="H Marsh",
            on=declared,
            file="back.xlsx",
            person=person,
            at=examples.AT,
        )

    [member] = read_comparison(db, "ZXY", pack, **asked).members

    assert member.submitted.way is counts
