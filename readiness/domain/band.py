"""Bands of like organisations: who is compared with whom. They are fixed, and so is their order."""

from collections.abc import Iterable
from enum import StrEnum

from readiness.domain.organisation import Organisation, OrganisationKind, Setting


class Band(StrEnum):
    """A band of organisations that are alike enough to be looked at side by side."""

    ACUTE = "acute"
    COMMUNITY = "community"
    AMBULANCE = "ambulance"
    COMMISSIONERS = "commissioners"
    COUNCILS = "councils"
    PRACTICES = "practices"
    PRIMARY_CARE = "primary-care"
    HOSPICES = "hospices"
    INDEPENDENTS = "independents"
    OTHERS = "others"


BAND_LABELS = {
    Band.ACUTE: "Acute",
    Band.COMMUNITY: "Community and mental health",
    Band.AMBULANCE: "Ambulance",
    Band.COMMISSIONERS: "Commissioners and support units",
    Band.COUNCILS: "Councils",
    Band.PRACTICES: "Practices",
    Band.PRIMARY_CARE: "Pharmacies, dentists and opticians",
    Band.HOSPICES: "Hospices",
    Band.INDEPENDENTS: "Independents",
    Band.OTHERS: "Others, and kind not known",
}

_BY_SETTING = {
    Setting.COMMUNITY: Band.COMMUNITY,
    Setting.MENTAL_HEALTH: Band.COMMUNITY,
    Setting.AMBULANCE: Band.AMBULANCE,
}
_BY_KIND = {
    OrganisationKind.TRUST: Band.ACUTE,
    OrganisationKind.CARE_TRUST: Band.COMMUNITY,
    OrganisationKind.ICB: Band.COMMISSIONERS,
    OrganisationKind.SUB_ICB: Band.COMMISSIONERS,
    OrganisationKind.CSU: Band.COMMISSIONERS,
    OrganisationKind.NATIONAL_BODY: Band.COMMISSIONERS,
    OrganisationKind.GP_PRACTICE: Band.PRACTICES,
    OrganisationKind.PCN: Band.PRACTICES,
    OrganisationKind.URGENT_CARE: Band.PRACTICES,
    OrganisationKind.PHARMACY: Band.PRIMARY_CARE,
    OrganisationKind.DENTAL_PRACTICE: Band.PRIMARY_CARE,
    OrganisationKind.OPTICIAN: Band.PRIMARY_CARE,
    OrganisationKind.LOCAL_AUTHORITY: Band.COUNCILS,
    OrganisationKind.HOSPICE: Band.HOSPICES,
    OrganisationKind.INDEPENDENT_PROVIDER: Band.INDEPENDENTS,
    OrganisationKind.SOCIAL_CARE_PROVIDER: Band.INDEPENDENTS,
    OrganisationKind.DIAGNOSTICS: Band.INDEPENDENTS,
}
_PROVIDERS = frozenset({OrganisationKind.TRUST, OrganisationKind.CARE_TRUST, None})


def band_of(organisation: Organisation) -> Band:
    """Return the band of an organisation: by what a provider mainly does, else by its kind.

    A trust of which nobody said what it mainly does counts as acute.
    """
    if organisation.kind in _PROVIDERS and organisation.setting in _BY_SETTING:
        return _BY_SETTING[organisation.setting]
    if organisation.kind is None:
        return Band.ACUTE if organisation.setting else Band.OTHERS
    return _BY_KIND.get(organisation.kind, Band.OTHERS)


def by_order(bands: Iterable[Band]) -> tuple[Band, ...]:
    """Return the bands that are among some, each once, in their fixed order."""
    among = frozenset(bands)
    return tuple(band for band in Band if band in among)
