"""Comparisons of made-up organisations, put together without a database."""

from dataclasses import replace
from datetime import date
from functools import cache
from random import Random

from readiness.content import rules_folder
from readiness.domain.assessment import Answer
from readiness.domain.buying import Buying, purchases
from readiness.domain.comparison import Comparison, Group, Member, Submitted, Way
from readiness.domain.tally import tally_of
from readiness.domain.verdict import assess
from readiness.storage.packs import current_pack
from tests.respondents import respondent

ON = date(2026, 11, 24)


@cache
def pack_of(key="hscn"):
    """Return a pack of ours, read once."""
    return current_pack(rules_folder(), key)


def givens_of(pack, size, *, seed=7, **answers):
    """Make so many organisations, with some answers set for all of them; None leaves one out."""
    random, found = Random(seed), []
    for number in range(size):
        given = respondent(pack, random)
        organisation = replace(
            given.organisation, ods_code=f"Q{number:04}", name=f"Fernhollow {number}"
        )
        own = {key.replace("_", "-"): value for key, value in answers.items()}
        set_for_all = {key: Answer(value) for key, value in own.items() if value is not None}
        kept = {key: answer for key, answer in given.answers.items() if key not in own}
        found.append(
            replace(given, organisation=organisation, on=ON, answers={**kept, **set_for_all})
        )
    return found


def comparison_of(pack, givens, *, silent=0):
    """Put organisations side by side, beside so many that submitted nothing."""
    members = []
    for given in givens:
        tally = tally_of(assess(pack, given), pack)
        sent = Submitted(Way.SIGNED, len(members) + 1, None, 1, given.on, "H Marsh", pack, tally)
        members.append(Member(given.organisation, sent))
    for given in givens_of(pack, silent, seed=8):
        other = replace(given.organisation, ods_code=f"S{given.organisation.ods_code}")
        members.append(Member(other))
    codes = tuple(one.code for one in members)
    return Comparison(pack, Group("QXX", "Wexmoor and Hale", codes), ON, tuple(members))


def buying_of(pack, givens, *, silent=0):
    """Return what organisations say of buying."""
    return Buying(comparison_of(pack, givens, silent=silent), purchases(pack, givens))
