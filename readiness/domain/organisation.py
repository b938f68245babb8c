"""Organisations, the systems they belong to, and people."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from readiness.domain.access import Grant
from readiness.domain.errors import InvalidAnswer


class OrganisationKind(StrEnum):
    """Kinds of organisation, after the roles of the Organisation Data Service."""

    TRUST = "trust"
    CARE_TRUST = "care-trust"
    ICB = "icb"
    SUB_ICB = "sub-icb"
    CSU = "csu"
    NATIONAL_BODY = "national-body"
    GP_PRACTICE = "gp-practice"
    PCN = "pcn"
    URGENT_CARE = "urgent-care"
    PHARMACY = "pharmacy"
    DENTAL_PRACTICE = "dental-practice"
    OPTICIAN = "optician"
    SOCIAL_CARE_PROVIDER = "social-care-provider"
    LOCAL_AUTHORITY = "local-authority"
    INDEPENDENT_PROVIDER = "independent-provider"
    HOSPICE = "hospice"
    DIAGNOSTICS = "diagnostics"
    PRISON_HEALTHCARE = "prison-healthcare"
    SYSTEM_SUPPLIER = "system-supplier"
    OTHER = "other"


KIND_LABELS = {
    OrganisationKind.TRUST: "NHS trust or foundation trust",
    OrganisationKind.CARE_TRUST: "Care trust",
    OrganisationKind.ICB: "Integrated care board",
    OrganisationKind.SUB_ICB: "Sub-ICB location",
    OrganisationKind.CSU: "Commissioning support unit",
    OrganisationKind.NATIONAL_BODY: "NHS England region or national body",
    OrganisationKind.GP_PRACTICE: "GP practice",
    OrganisationKind.PCN: "Primary care network",
    OrganisationKind.URGENT_CARE: "Out of hours, walk-in centre or access hub",
    OrganisationKind.PHARMACY: "Pharmacy",
    OrganisationKind.DENTAL_PRACTICE: "Dental practice",
    OrganisationKind.OPTICIAN: "Optician",
    OrganisationKind.SOCIAL_CARE_PROVIDER: "Social care provider or care home",
    OrganisationKind.LOCAL_AUTHORITY: "Local authority",
    OrganisationKind.INDEPENDENT_PROVIDER: "Independent sector provider",
    OrganisationKind.HOSPICE: "Hospice",
    OrganisationKind.DIAGNOSTICS: "Pathology laboratory or diagnostic centre",
    OrganisationKind.PRISON_HEALTHCARE: "Prison or custody healthcare",
    OrganisationKind.SYSTEM_SUPPLIER: "Application or system supplier",
    OrganisationKind.OTHER: "Another kind of organisation",
}


_OTHER_NAMES = {
    OrganisationKind.TRUST: "nhs-trust foundation-trust nhs-foundation-trust ro197 ro57",
    OrganisationKind.CARE_TRUST: "ro107",
    OrganisationKind.ICB: "integrated-care-board ro261 ro318",
    OrganisationKind.SUB_ICB: "sub-icb-location ccg ro98 ro319",
    OrganisationKind.CSU: "commissioning-support-unit ro213",
    OrganisationKind.NATIONAL_BODY: "nhs-england-region special-health-authority ro209 ro189 ro161",
    OrganisationKind.GP_PRACTICE: "general-practice gp practice ro76 ro177",
    OrganisationKind.PCN: "primary-care-network ro272",
    OrganisationKind.URGENT_CARE: "out-of-hours walk-in extended-access-hub ro80 ro87 ro267",
    OrganisationKind.PHARMACY: "community-pharmacy ro182 ro181",
    OrganisationKind.DENTAL_PRACTICE: "dental general-dental-practice ro110",
    OrganisationKind.OPTICIAN: "optical-site ro167 ro166",
    OrganisationKind.SOCIAL_CARE_PROVIDER: "care-home social-care ro104 ro101 ro269 ro270",
    OrganisationKind.LOCAL_AUTHORITY: "council ro141",
    OrganisationKind.INDEPENDENT_PROVIDER: "independent-sector-provider independent ro172 ro176",
    OrganisationKind.HOSPICE: "ro7",
    OrganisationKind.DIAGNOSTICS: "pathology-laboratory community-diagnostic-centre ro173 ro317",
    OrganisationKind.PRISON_HEALTHCARE: "prison custody-healthcare ro175 ro234",
    OrganisationKind.SYSTEM_SUPPLIER: "application-service-provider ro92 ro146",
}
"""What else each kind is called in files: other words for it, and its ODS roles."""

_KIND_BY_NAME = {
    name: kind for kind, names in _OTHER_NAMES.items() for name in (kind.value, *names.split())
} | {OrganisationKind.OTHER.value: OrganisationKind.OTHER}


def read_kind(text: str) -> OrganisationKind | None:
    """Read a kind of organisation by its key, another name for it or its ODS role, else None."""
    return _KIND_BY_NAME.get(text.strip().lower().replace("_", "-").replace(" ", "-"))


class Setting(StrEnum):
    """What an NHS provider mainly does."""

    ACUTE = "acute"
    COMMUNITY = "community"
    MENTAL_HEALTH = "mental-health"
    AMBULANCE = "ambulance"
    SPECIALIST = "specialist"


SETTING_LABELS = {
    Setting.ACUTE: "Acute",
    Setting.COMMUNITY: "Community",
    Setting.MENTAL_HEALTH: "Mental health and learning disability",
    Setting.AMBULANCE: "Ambulance",
    Setting.SPECIALIST: "Specialist",
}

MOST_SITES = 5_000
"""More sites than any organisation in England has; a larger number is a slip of the keyboard."""

_ODS_ALPHABET = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation as the register or a person describes it; None is not known.

    `sites` counts the premises which have, or will have, a connection of their own.
    """

    ods_code: str
    name: str
    kind: OrganisationKind | None = None
    setting: Setting | None = None
    sites: int | None = None


@dataclass(frozen=True, slots=True)
class Membership:
    """An organisation's dated place in a system; None is open-ended or not known."""

    organisation: str
    system: str
    relation: str
    since: date | None = None
    until: date | None = None


LOCAL_PERSON = 1
"""The number of whoever runs a copy on their own computer, whom every copy has."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who uses this copy, with the roles they hold in it."""

    id: int
    name: str
    grants: tuple[Grant, ...] = ()

    @property
    def local(self) -> bool:
        """Whether this is whoever runs the copy, who may do everything in it."""
        return self.id == LOCAL_PERSON


def read_organisation(
    ods_code: str, name: str, kind: str | None, setting: str | None, sites: int | str | None
) -> Organisation:
    """Read an organisation as people or files give it.

    Raises:
        InvalidAnswer: with one sentence for each thing that does not fit, on lines of their own.
    """
    wrong = []
    code = ods_code.strip().upper()
    if not 1 <= len(code) <= 12 or not set(code) <= _ODS_ALPHABET:
        wrong.append("Enter an organisation code of letters and numbers, like RX9 or ZX901.")
    if not name.strip() or len(name) > 200 or not name.isprintable():
        wrong.append("Enter the organisation’s name, in at most 200 characters on one line.")
    known_kind = read_kind(kind) if kind else None
    if kind and known_kind is None:
        wrong.append(f"Choose a kind of organisation from the list: {', '.join(OrganisationKind)}.")
    known_setting = _setting(setting, wrong)
    count = _sites(sites, wrong)
    if wrong:
        raise InvalidAnswer("\n".join(wrong))
    return Organisation(code, " ".join(name.split()), known_kind, known_setting, count)


def _setting(text: str | None, wrong: list[str]) -> Setting | None:
    if text in (None, ""):
        return None
    if text not in list(Setting):
        wrong.append(f"Choose a setting from the list: {', '.join(Setting)}.")
        return None
    return Setting(str(text))


def _sites(given: int | str | None, wrong: list[str]) -> int | None:
    if given in (None, ""):
        return None
    text = str(given).strip()
    if isinstance(given, bool) or not text.isdecimal() or not 1 <= int(text) <= MOST_SITES:
        wrong.append(f"Enter the number of sites as a whole number from 1 to {MOST_SITES:,}.")
        return None
    return int(text)
