"""Joint actions of a system: see them, make one of points that stop several, say how it stands."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlite_utils import Database

from readiness.domain.answer_value import LONGEST_TEXT, read_text, read_typed_day
from readiness.domain.bits import union
from readiness.domain.comparison import Comparison, Group
from readiness.domain.errors import Conflict, InvalidAnswer, NotFound
from readiness.domain.holding import holds, places
from readiness.domain.joint_action import LONGEST_TITLE, JointAction, Offer, Offered, State
from readiness.domain.organisation import Organisation, Person
from readiness.domain.pack import Pack, Rule
from readiness.domain.shared import reads_sensitive
from readiness.domain.succession import forebears
from readiness.storage import register_places
from readiness.storage.database import immediate
from readiness.storage.events import note_event
from readiness.storage.joint_actions import (
    add_joint_action,
    add_offers,
    joint_actions_of,
    next_joint_action,
)
from readiness.usecases import permission
from readiness.usecases.change import read_or_note
from readiness.usecases.comparison import group_of

HIDDEN_ACTION = "Put right a point about security detail"
"""What is proposed for a rule whose sentence is not shared."""


class UnfitJointAction(InvalidAnswer):
    """What was said of a joint action does not fit: `wrong` says so by the name of the field."""

    def __init__(self, wrong: Mapping[str, Sequence[str]]) -> None:
        self.wrong = {field: tuple(sentences) for field, sentences in wrong.items() if sentences}
        super().__init__("\n".join(line for lines in self.wrong.values() for line in lines))


class JointActionSavedSince(Conflict):
    """Somebody else saved the joint action first: `theirs` is how it stands now."""

    def __init__(self, theirs: JointAction) -> None:
        self.theirs = theirs
        super().__init__(
            f"{theirs.by or 'Somebody'} changed this joint action after you opened the page. "
            "Look at what they said, then save again."
        )


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody says of a joint action, as typed; `lead` is the code of a member."""

    title: str
    lead: str
    named: str
    due: str
    note: str


def read_joint_actions(
    db: Database, system: str, *, person: Person, on: date
) -> tuple[Group, tuple[Offered, ...]]:
    """Return the joint actions of a system with what members said of each.

    Raises:
        NotFound: there is no such system, or it is not for this person.
    """
    person = permission.known(db, person)
    group, _ = group_of(db, system, person=person, on=on)
    return group, joint_actions_of(db, _codes(db, system, on))


def joint_actions_beside(db: Database, comparison: Comparison) -> tuple[Offered, ...]:
    """Return the joint actions under the rules of a comparison, for whoever is entitled to it."""
    every = joint_actions_of(db, _codes(db, comparison.group.code, comparison.on))
    return tuple(one for one in every if one.action.pack_key == comparison.pack.key)


def can_decide(db: Database, system: str, *, person: Person, on: date) -> tuple[str, ...]:
    """Return the code of a system for which a person decides, and of the systems it followed.

    Raises:
        NotFound, NotAllowed: the person may not see the system, or is no commissioner of it.
    """
    codes = _codes(db, system, on)
    permission.commissioning(permission.known(db, person), codes)
    return codes


def read_joint_action(
    db: Database, system: str, number: int, *, person: Person, on: date
) -> Offered:
    """Return one joint action of a system, for whoever may change it.

    Raises:
        NotFound: it has none of that number.
        NotFound, NotAllowed: the person may not see the system, or is no commissioner of it.
    """
    codes = can_decide(db, system, person=person, on=on)
    return _by_number(joint_actions_of(db, codes), number)


def stopped_by(comparison: Comparison, rules: Collection[str]) -> tuple[Organisation, ...]:
    """Return the members that one of some rules stops at the gate where they stand, by name."""
    those = union(hold.stopped for hold in holds(comparison) if hold.rule.key in rules)
    return tuple(comparison.compared[place].organisation for place in places(those))


def proposed_title(rules: Iterable[str], pack: Pack) -> str:
    """Propose a title: the first action of each rule, by key, as many as a title holds."""
    titles = dict.fromkeys(_first_action(pack.rule_by_key[key], pack) for key in rules)
    title = ""
    for one in filter(None, titles):
        longer = f"{title}; {one[0].lower()}{one[1:]}" if title else one
        title = longer if len(longer) <= LONGEST_TITLE else title
    return title


def start_joint_action(
    db: Database,
    comparison: Comparison,
    rules: Collection[str],
    draft: Draft,
    *,
    person: Person,
    at: datetime,
) -> JointAction:
    """Make a joint action and offer it to each member that one of its rules stops.

    To make the same again changes nothing.

    Raises:
        NotFound, NotAllowed: the person may not see the system, or is no commissioner of it.
        UnfitJointAction: with one sentence for each thing that does not fit.
    """
    system, person = comparison.group.code, permission.known(db, person)
    codes = can_decide(db, system, person=person, on=comparison.on)
    known = [rule.key for rule in comparison.pack.hard_rules if rule.key in rules]
    new = _read(JointAction(system, comparison.pack.key, tuple(known), ""), draft, comparison)
    with immediate(db):
        for one in joint_actions_of(db, codes):
            if one.action.open and _says(one.action) == _says(new):
                return one.action
        new = replace(new, number=next_joint_action(db))
        return _keep(db, comparison, Offered(new, ()), new, person=person, at=at)


def save_joint_action(
    db: Database,
    comparison: Comparison,
    number: int,
    draft: Draft,
    state: State,
    *,
    seen: int,
    person: Person,
    at: datetime,
) -> JointAction:
    """Change a joint action, or say that it is done or withdrawn; the same again changes nothing.

    While it is open it is also offered to members that its rules stop by now.

    Raises:
        NotFound, NotAllowed: the person may not see the system, or is no commissioner of it.
        UnfitJointAction: with one sentence for each thing that does not fit.
        JointActionSavedSince: somebody saved it since.
    """
    person = permission.known(db, person)
    codes = can_decide(db, comparison.group.code, person=person, on=comparison.on)
    with immediate(db):
        there = _by_number(joint_actions_of(db, codes), number)
        said = replace(_read(there.action, draft, comparison), state=state)
        if _says(said) == _says(there.action) and not _unoffered(comparison, there, said):
            return there.action
        if there.action.version != seen:
            raise JointActionSavedSince(there.action)
        return _keep(db, comparison, there, said, person=person, at=at)


def _first_action(rule: Rule, pack: Pack) -> str:
    if reads_sensitive(rule, pack):
        return HIDDEN_ACTION
    return pack.action_by_key[rule.do[0]].title if rule.do else ""


def _by_number(every: Sequence[Offered], number: int) -> Offered:
    for one in every:
        if one.action.number == number:
            return one
    raise NotFound("There is no such joint action here.")


def _codes(db: Database, system: str, on: date) -> tuple[str, ...]:
    """Return the code of a system and those of the systems it followed."""
    return (system, *forebears(system, register_places.all_successions(db), on))


def _keep(
    db: Database,
    comparison: Comparison,
    there: Offered,
    said: JointAction,
    *,
    person: Person,
    at: datetime,
) -> JointAction:
    """Add a version and the offers that are due, both on record; inside `immediate`."""
    said = replace(said, version=there.action.version + 1, by=person.name, at=at)
    new = _unoffered(comparison, there, said)
    add_joint_action(db, said, person=person, at=at)
    what = (
        "done"
        if said.state is State.DONE
        else "withdrawn"
        if said.state is State.WITHDRAWN
        else "saved"
    )
    note_event(
        db,
        "joint-action",
        said.number,
        what,
        person=person,
        at=at,
        organisation=said.system,
        version=said.version,
    )
    if new:
        add_offers(db, [Offer(said.number, one) for one in new], person=person, at=at)
        note_event(
            db,
            "joint-action",
            said.number,
            "offered",
            person=person,
            at=at,
            organisation=said.system,
            members=[one.ods_code for one in new],
        )
    return said


def _unoffered(
    comparison: Comparison, there: Offered, said: JointAction
) -> tuple[Organisation, ...]:
    """Return whom an open joint action is still to be offered to."""
    if not said.open:
        return ()
    known = {offer.organisation.ods_code for offer in there.offers}
    stopped = stopped_by(comparison, said.rules)
    return tuple(one for one in stopped if one.ods_code not in known)


def _says(action: JointAction) -> tuple[object, ...]:
    lead = action.member.ods_code if action.member else None
    said = (action.title, lead, action.named, action.due, action.note)
    return (action.system, action.pack_key, action.rules, action.state, *said)


def _read(action: JointAction, draft: Draft, comparison: Comparison) -> JointAction:
    """Return a joint action as somebody says it is, if all that they typed fits."""
    wrong: dict[str, list[str]] = {name: [] for name in ("title", "lead", "named", "due", "note")}
    title = read_or_note(
        wrong["title"], "-", lambda: read_text(draft.title, LONGEST_TITLE, "title")
    )
    named = read_or_note(
        wrong["named"], "-", lambda: read_text(draft.named, LONGEST_TITLE, "name or post")
    )
    due = read_or_note(wrong["due"], None, lambda: _day(draft.due))
    note = read_or_note(wrong["note"], "", lambda: read_text(draft.note, LONGEST_TEXT, "note"))
    member = _lead(action, draft.lead, comparison)
    if not title:
        wrong["title"].append("Say what is to be done.")
    if draft.lead and member is None:
        wrong["lead"].append("Choose a member of the system, or name a person or post.")
    elif not draft.lead and not named:
        wrong["lead"].append("Say who leads it: choose a member, or name a person or post.")
    if not action.rules:
        wrong["title"].append("Go back and tick the points that it is about.")
    if any(wrong.values()):
        raise UnfitJointAction(wrong)
    return replace(
        action,
        title=" ".join(title.split()),
        member=member,
        named=" ".join(named.split()),
        due=due,
        note=note,
    )


def _lead(action: JointAction, code: str, comparison: Comparison) -> Organisation | None:
    """Return the member that leads; whoever led before may go on though they left the system."""
    members = [member.organisation for member in comparison.members]
    known = [*members, action.member] if action.member else members
    return next((one for one in known if one.ods_code == code), None)


def _day(typed: str) -> date | None:
    if not typed.strip():
        return None
    return read_typed_day(typed)
