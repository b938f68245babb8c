"""What is known of an organisation, in words."""

from dataclasses import dataclass
from datetime import date

from readiness.domain.organisation import KIND_LABELS, SETTING_LABELS, OrganisationKind
from readiness.domain.regions import REGIONS
from readiness.domain.register import DORMANT
from readiness.domain.wording import day_words
from readiness.usecases.about import About, Place
from readiness.usecases.register import UNKNOWN_DAY

RELATIONS = {
    "geographic": "Lies in its area",
    "commissioner": "Commissioned by it",
    "constitution_partner": "Partner in its constitution",
    "principal_icb_finance": "Has it as principal board for finance",
    "member": "Member",
}
"""What a place in a system is called; any other relation is shown as it was given."""

NATIONS = {**REGIONS, "W00": "Wales"}
"""What registers say of where an organisation lies."""


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place in a system as its table shows it."""

    system: str
    code: str
    relation: str
    days: str


@dataclass(frozen=True, slots=True)
class AboutPage:
    """Facts as pairs of heading and words, places in systems, and what followed what."""

    facts: tuple[tuple[str, str], ...]
    places: tuple[PlaceRow, ...]
    successions: tuple[str, ...]
    closed: str
    sources: str


def about_page(about: About, on: date) -> AboutPage:
    """Put what is known of an organisation into words."""
    return AboutPage(
        tuple(_facts(about)),
        tuple(_place(place) for place in about.places),
        (*_became(about), *_came_of(about)),
        _closed(about, on),
        ", ".join(f"{source} on {day_words(at.date())}" for source, at in about.sources),
    )


def kind_words(kind: OrganisationKind | None) -> str:
    """Return what a kind is called."""
    return KIND_LABELS[kind] if kind else "Kind not known"


def _facts(about: About) -> list[tuple[str, str]]:
    one, entry = about.organisation, about.entry
    facts = [("Code", one.ods_code), ("Kind", KIND_LABELS[one.kind] if one.kind else "Not known")]
    if one.setting:
        facts.append(("Main setting", SETTING_LABELS[one.setting]))
    if one.sites:
        facts.append(("Sites with a connection", f"{one.sites:,}"))
    if entry is None:
        return facts
    if entry.name and entry.name != one.name:
        facts.append(("Name in the register", entry.name))
    if entry.roles:
        facts.append(("ODS roles", ", ".join(entry.roles)))
    facts.append(("Postcode", entry.postcode or "Not known"))
    if entry.region:
        facts.append(("NHS region", NATIONS.get(entry.region, entry.region)))
    facts.append(("Opened", day_words(entry.opened) if entry.opened else "Not known"))
    if about.closed:
        known = about.closed != UNKNOWN_DAY
        facts.append(("Last day", day_words(about.closed) if known else "Not known"))
    if entry.status == DORMANT:
        facts.append(("Status", "Dormant: it rests, and has not closed"))
    return facts


def _place(place: Place) -> PlaceRow:
    one = place.membership
    since = f"since {day_words(one.since)}" if one.since else ""
    until = f"until {day_words(place.ends)}" if place.ends else ""
    relation = RELATIONS.get(one.relation, one.relation)
    days = f"{since} {until}".strip() or "no days given"
    return PlaceRow(place.name or one.system, one.system, relation, days)


def _closed(about: About, on: date) -> str:
    if about.closed is None or about.closed >= on:
        return ""
    since = "" if about.closed == UNKNOWN_DAY else f" on {day_words(about.closed)}"
    return f"It closed{since}. What was answered for it stays to be read; no new assessment starts."


def _became(about: About) -> list[str]:
    by_day: dict[date, list[str]] = {}
    for one in about.followed_by:
        by_day.setdefault(one.on, []).append(about.name(one.successor))
    return [
        f"Became {names[0]} on {day_words(day)}."
        if len(names) == 1
        else f"Was split on {day_words(day)} among {_list(names)}."
        for day, names in sorted(by_day.items())
    ]


def _came_of(about: About) -> list[str]:
    by_day: dict[date, list[str]] = {}
    for one in about.followed:
        by_day.setdefault(one.on, []).append(about.name(one.predecessor))
    return [
        f"Took over the work of {_list(names)}, or part of it, on {day_words(day)}."
        for day, names in sorted(by_day.items())
    ]


def _list(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else words[0]
