"""Who did what and when, and the words for each kind of thing that is done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from readiness.domain.event_chain import Link

Detail = Mapping[str, object]

MOST_NAMED = 5
"""How many questions or sections the line of an event names."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that somebody did to a subject, such as assessment 7.

    `organisation` is the code of whom it is about, None where it is about the copy as a whole;
    `called` the name of the subject where that is a person.
    """

    at: datetime
    by: str
    noun: str
    subject: str
    what: str
    detail: Detail
    number: int = 0
    organisation: str | None = None
    hash: str = ""
    called: str | None = None

    @property
    def kind(self) -> str:
        """What kind of event it is, as it is filtered by: assessment/answered."""
        return f"{self.noun}/{self.what}"

    @property
    def words(self) -> str:
        """What was done, in words."""
        return words_of(self.noun, self.what)

    @property
    def about(self) -> str:
        """What it was done to: assessment 7, organisation ZX9; empty where the words say all."""
        return self.called or (f"{self.noun} {self.subject}" if self.subject else "")

    @property
    def more(self) -> str:
        """What else is worth reading at a glance, from what was noted beside."""
        return "; ".join(
            text
            for name, value in self.detail.items()
            if (text := _TOLD[name](value) if name in _TOLD else "")
        )


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which events are meant; what is None leaves all. `until` is the first moment beyond."""

    organisation: str | None = None
    person: int | None = None
    kind: tuple[str, str] | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """An event as it is stored, with the name of who did it and both hashes of the chain."""

    link: Link
    by: str
    before: str
    hash: str

    @property
    def words(self) -> str:
        """What was done, in words."""
        return words_of(self.link.noun, self.link.what)


def words_of(noun: str, what: str) -> str:
    """Say what was done; the bare names where this version knows no words for it."""
    return KINDS.get((noun, what), f"{noun}: {what}")


def _keys(value: object) -> str:
    """Name the first few of what was touched, and count the rest."""
    keys = [str(key) for key in value] if isinstance(value, Mapping | list) else []
    more = f" and {len(keys) - MOST_NAMED} more" if len(keys) > MOST_NAMED else ""
    return ", ".join(keys[:MOST_NAMED]) + more


_TOLD: dict[str, Callable[[object], str]] = {
    "versions": _keys,
    "sections": _keys,
    "members": _keys,
    "question": str,
    "number": lambda value: f"submission {value}",
    "file": str,
    "page": str,
    "role": str,
    "state": str,
    "contract": str,
    "called": str,
    "changed": _keys,
    "source": lambda value: "" if value == "person" else f"from {value}",
    "how": str,
}
"""How what is noted beside an event is told; what is not named here stays in the files."""

KINDS: dict[tuple[str, str], str] = {
    ("action", "said"): "said how an action stands",
    ("assessment", "answered"): "saved answers",
    ("assessment", "closed"): "closed an assessment",
    ("assessment", "confirmed"): "confirmed answers as still true",
    ("assessment", "exported"): "downloaded a file",
    ("assessment", "pack-changed"): "put an assessment under other rules",
    ("assessment", "renamed"): "called a contract otherwise",
    ("assessment", "started"): "started an assessment",
    ("assessment", "submitted"): "submitted an assessment",
    ("copy", "exported"): "downloaded a file",
    ("costs", "saved"): "saved what is known of costs",
    ("freeze", "removed"): "removed a change freeze",
    ("freeze", "saved"): "saved a change freeze",
    ("organisation", "added"): "added an organisation",
    ("organisation", "changed"): "corrected an organisation",
    ("organisation", "exported"): "downloaded a file",
    ("organisation", "joined-system"): "placed an organisation in a system",
    ("pack", "discarded"): "discarded a draft of rules",
    ("pack", "exported"): "downloaded a rule pack",
    ("pack", "released"): "released rules",
    ("pack", "rolled-back"): "went back to earlier rules",
    ("pack", "uploaded"): "uploaded a draft of rules",
    # Working together
    ("assessment", "assigned"): "gave sections to people",
    ("assessment", "comment-struck-out"): "struck out a comment",
    ("assessment", "commented"): "commented on a question",
    ("assessment", "mark-cleared"): "had another look at a question",
    ("assessment", "marked"): "marked a question for another look",
    # Signing off, reviewing, and looking from outside
    ("assessment", "reopened"): "reopened what was signed off",
    ("assessment", "reviewed"): "reviewed a submission",
    ("assessment", "sent-back"): "sent a submission back",
    ("assessment", "signed-off"): "signed off a submission",
    ("organisation", "sign-off-policy-decided"): "decided who may sign off",
    ("organisation", "viewed"): "looked at another organisation’s work",
    # Drafts shared by consent
    ("assessment", "draft-kept-back"): "kept a draft back from commissioners",
    ("assessment", "draft-shared"): "shared a draft with commissioners",
    # Hosts and guests, and the register
    ("assessment", "adopted"): "took over a host’s answers",
    ("assessment", "published"): "published answers for guests",
    ("assessment", "withdrew-adoption"): "gave back what was taken over from a host",
    ("hosting", "accepted"): "accepted an agreement of host and guest",
    ("hosting", "declined"): "declined an agreement of host and guest",
    ("hosting", "ended"): "ended an agreement of host and guest",
    ("hosting", "proposed"): "proposed an agreement of host and guest",
    ("register", "imported"): "imported the register",
    # Comparing
    ("joint-action", "accepted"): "accepted a joint action",
    ("joint-action", "declined"): "declined a joint action",
    ("joint-action", "done"): "said that a joint action is done",
    ("joint-action", "offered"): "offered a joint action to members",
    ("joint-action", "saved"): "saved a joint action",
    ("joint-action", "withdrawn"): "withdrew a joint action",
    # Rounds of systems
    ("round", "addressed"): "gave members of a round other addresses",
    ("round", "asked"): "asked more members in a round",
    ("round", "begun"): "began a round",
    ("round", "changed"): "changed a round",
    ("round", "linked"): "made links of a round",
    ("round", "reminded"): "noted who was reminded in a round",
    ("round", "removed"): "took a member out of a round",
    # Comparing a system
    ("organisation", "estimated"): "estimated where an organisation stands",
    ("organisation", "returned"): "imported answers that came back in a file",
    # People
    ("person", "accepted"): "accepted an invitation",
    ("person", "account-closed"): "closed a person’s account",
    ("person", "account-opened"): "opened a person’s account again",
    ("person", "identity-bound"): "bound a person to their single sign-on",
    ("person", "invitation-renewed"): "renewed an invitation",
    ("person", "invitation-withdrawn"): "withdrew an invitation",
    ("person", "invited"): "invited somebody",
    ("person", "password-changed"): "changed a password",
    ("person", "renamed"): "changed a person’s name",
    ("person", "reset"): "set a new password by a link",
    ("person", "reset-link-made"): "made a link to set a new password",
    ("person", "role-given"): "gave a role",
    ("person", "role-taken"): "took a role away",
    ("person", "second-factor-off"): "turned the second factor off",
    ("person", "second-factor-on"): "turned the second factor on",
    ("person", "set-up"): "set up this copy as its first administrator",
    ("person", "sign-in-failed"): "somebody failed to sign in",
    ("person", "signed-in"): "signed in",
    ("person", "signed-out"): "signed out",
}
"""What each kind of event is called: a noun and what was done to it. `tests/test_event_kinds.py`
holds it to every kind that the program notes."""
