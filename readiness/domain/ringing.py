"""Whom to ring of a group: who is waited for, why, since when, and whom to ask for there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from readiness.domain.comparison import Comparison, Member, Way
from readiness.domain.system_round import Asked


class Reason(StrEnum):
    """Why to ring, the most urgent first."""

    SIGN_OFF = "sign-off"
    MISSED_START = "missed-start"
    NOT_STARTED = "not-started"
    PART_DONE = "part-done"
    SENT_BACK = "sent-back"
    STALE = "stale"


URGENT = frozenset({Reason.SIGN_OFF, Reason.MISSED_START})
"""The reasons that cannot wait for the next round."""


@dataclass(frozen=True, slots=True)
class Missed:
    """The action that should have begun first, by the plan that a submission leads to.

    `action` is its title as others may see it, `owner` the role that does it.
    """

    action: str
    owner: str
    latest_start: date
    target: date | None


@dataclass(frozen=True, slots=True)
class Contacts:
    """Who of an organisation may be asked for, by name; often nobody is known."""

    leads: tuple[str, ...] = ()
    approvers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """Whom to ask for: a name with what they are, or else a role alone."""

    name: str
    what: str


@dataclass(frozen=True, slots=True)
class Call:
    """A member to ring: the most urgent reason, since when, what else there is, whom to ask for.

    `asked` is how it stands with the open round that asks it. `since` is None where nothing has a
    day: who has not started and is in no round waits since nobody knows when.
    """

    member: Member
    reason: Reason
    since: date | None
    ask: tuple[Ask, ...]
    missed: Missed | None = None
    also: tuple[Reason, ...] = ()
    asked: Asked | None = None

    @property
    def urgent(self) -> bool:
        """Whether it stands first."""
        return self.reason in URGENT

    def days(self, on: date) -> int | None:
        """How many days it has been so."""
        return None if self.since is None else max(0, (on - self.since).days)


NOBODY = Contacts()
"""Nobody is known by name."""

MOST_NAMES = 3
"""How many people are named of one organisation."""


def whom_to_ring(
    comparison: Comparison,
    missed: Mapping[str, Missed] | None = None,
    contacts: Mapping[str, Contacts] | None = None,
    asked: Mapping[str, Asked] | None = None,
) -> tuple[Call, ...]:
    """Return the members to ring, each once: by reason, then the longest wait, then code.

    Args:
        missed: what each should have begun by now, by code.
        contacts: who is known there by name, by code.
        asked: how each stands with the open round that asks it, by code.
    """
    pack = comparison.pack
    usual = Ask("", pack.roles[pack.questions[pack.claimed].owner])
    found = []
    for member in comparison.members:
        late = (missed or {}).get(member.code)
        in_round = (asked or {}).get(member.code)
        reasons = tuple(_reasons(member, late, in_round, comparison.on))
        if reasons:
            (reason, since), *more = reasons
            ask = _ask(member, reason, late, (contacts or {}).get(member.code, NOBODY), usual)
            also = tuple(other for other, _ in more)
            found.append(Call(member, reason, since, ask, late, also, in_round))
    return tuple(sorted(found, key=_urgency))


def _urgency(call: Call) -> tuple[int, date, str]:
    return list(Reason).index(call.reason), call.since or date.max, call.member.code


def _reasons(
    member: Member, missed: Missed | None, asked: Asked | None, on: date
) -> Iterator[tuple[Reason, date | None]]:
    """Yield every reason to ring a member, the most urgent first, each with its day."""
    begun, submitted = member.begun, member.submitted
    if begun and begun.waiting:
        yield Reason.SIGN_OFF, begun.waiting
    if missed:
        yield Reason.MISSED_START, missed.latest_start
    if begun is None and submitted is None:
        yield Reason.NOT_STARTED, asked.asked if asked else None
    if begun and not submitted and not begun.waiting and not begun.sent_back:
        yield Reason.PART_DONE, begun.saved or begun.started
    if begun and begun.sent_back:
        yield Reason.SENT_BACK, begun.sent_back
    if submitted and submitted.stale(on):
        yield Reason.STALE, submitted.at


def _ask(
    member: Member, reason: Reason, missed: Missed | None, known: Contacts, usual: Ask
) -> tuple[Ask, ...]:
    """Name who can do something about a reason; where nobody is known, the role that does it."""
    leads = _named(known.leads, "IT lead")
    signer = _signer(member)
    if reason is Reason.SIGN_OFF:
        signs = Ask("", "Whoever signs off, as the senior responsible owner")
        return _named(known.approvers, "approver") or leads or (signs,)
    if reason is Reason.MISSED_START and missed:
        return leads or (Ask("", missed.owner),)
    if reason is Reason.STALE:
        return signer or leads or (usual,)
    return leads or (usual,)


def _signer(member: Member) -> tuple[Ask, ...]:
    if member.submitted is None:
        return ()
    signed = member.submitted.way is Way.SIGNED
    return _named([member.submitted.by], "signed it off" if signed else "returned it")


def _named(names: Sequence[str], what: str) -> tuple[Ask, ...]:
    return tuple(Ask(name, what) for name in names[:MOST_NAMES] if name)
