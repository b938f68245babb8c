"""Comparisons made by hand: members whose hard rules and stages a test chooses."""

from datetime import date, timedelta

from hypothesis import strategies as st

from readiness.content import rules_folder
from readiness.domain.comparison import Comparison, Group, Member, Submitted, Way
from readiness.domain.organisation import Organisation, OrganisationKind, Setting
from readiness.domain.tally import Tally
from readiness.storage.packs import current_pack

ON = date(2026, 11, 24)
KINDS = {
    "trust": (OrganisationKind.TRUST, Setting.ACUTE),
    "practice": (OrganisationKind.GP_PRACTICE, None),
    "council": (OrganisationKind.LOCAL_AUTHORITY, None),
}


PACK = current_pack(rules_folder(), "hscn")


def letters():
    """Draw a letter for each hard rule of the pack."""
    size = len(PACK.hard_rules)
    return st.text(alphabet="mnu-", min_size=size, max_size=size)


def submitted(truths="", *, claimed=0, evidenced=0, at_most=None, checked=None, age=0, **more):
    """Return a submission that comes to this, so many days old."""
    truths = truths or "m" * len(PACK.hard_rules)
    tally = Tally(claimed, evidenced, evidenced if at_most is None else at_most, truths)
    day = ON - timedelta(days=age)
    return Submitted(Way.SIGNED, 1, 1, 1, day, "Ruth Adeyemi", PACK, tally, checked, **more)


def member(code, kind="trust", sent=None, *, name="", **more):
    """Return a member of a kind with what it submitted, or nothing."""
    organisation = Organisation(code, name or f"Fernhollow {code}", *KINDS[kind])
    return Member(organisation, sent, **more)


def compared(members):
    """Compare some members, in the order in which a comparison has them."""
    members = tuple(sorted(members, key=lambda one: one.organisation.name.casefold()))
    group = Group("ZXY", "Wexmoor and Hale", tuple(one.code for one in members))
    return Comparison(PACK, group, ON, members)
