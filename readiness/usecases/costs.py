"""Say what an organisation knows of its costs; what is left blank is not known."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlite_utils import Database

from readiness.domain.cost_figures import (
    FIGURES,
    MOST_MONTHS,
    Costs,
    Quote,
    costs_document,
    read_quote,
)
from readiness.domain.errors import Conflict, InvalidAnswer
from readiness.domain.organisation import Person
from readiness.storage.costs import add_costs, latest_costs
from readiness.storage.database import immediate
from readiness.storage.events import note_event
from readiness.usecases import permission
from readiness.usecases.assessment import OpenAssessment, SubmittedAssessment
from readiness.usecases.change import read_or_note
from readiness.usecases.contract import named


class UnfitCosts(InvalidAnswer):
    """Some figures do not fit: `wrong` says so by the name of the figure or the key of the role."""

    def __init__(self, wrong: Mapping[str, Sequence[str]]) -> None:
        self.wrong = {name: tuple(sentences) for name, sentences in wrong.items() if sentences}
        super().__init__("\n".join(line for lines in self.wrong.values() for line in lines))


class CostsSavedSince(Conflict):
    """Somebody else saved costs first: `theirs`, and `mine` as they were read."""

    def __init__(self, theirs: Costs, mine: Costs) -> None:
        self.theirs, self.mine = theirs, mine
        super().__init__(
            f"{theirs.by or 'Somebody'} changed the costs after you opened this page. "
            "Look at what they gave, then save again."
        )


def read_known_costs(
    db: Database, opened: OpenAssessment | SubmittedAssessment, *, person: Person
) -> Costs:
    """Return what an organisation knows of its costs, for a contract where there is one.

    Raises:
        NotFound, NotAllowed: the person may not see this organisation, or not do this for it.
    """
    permission.require(person, opened.assessment.organisation)
    assessment = opened.assessment
    code = assessment.organisation.ods_code
    return latest_costs(db, code, assessment.pack_key, assessment.contract_key)


def save_costs(
    db: Database,
    opened: OpenAssessment,
    *,
    day_rates: Mapping[str, str],
    figures: Mapping[str, str],
    seen: int,
    person: Person,
    at: datetime,
) -> Costs:
    """Save figures as typed; to save the newest again changes nothing.

    They belong to organisation, pack and contract, and so outlive the assessment. The rate of a
    role that is not named here stays as it was.

    Args:
        seen: the version that the person was looking at; 0 when nothing had been saved.

    Raises:
        UnfitCosts: with a sentence for each figure that does not fit.
        CostsSavedSince: somebody saved since.
        NotFound, NotAllowed: the person may not see this organisation, or not do this for it.
    """
    assessment = opened.assessment
    code, pack_key = assessment.organisation.ods_code, assessment.pack_key
    key = assessment.contract_key
    person = permission.managing(db, person, assessment.organisation)
    rates, quotes = _read(day_rates, figures)
    with immediate(db):
        newest = latest_costs(db, code, pack_key, key)
        kept = {role: q for role, q in newest.day_rates.items() if role not in day_rates}
        mine = Costs({**kept, **rates}, quotes)
        if costs_document(mine) == costs_document(newest):
            return newest
        if newest.version != seen:
            raise CostsSavedSince(newest, mine)
        mine = replace(mine, version=newest.version + 1, by=person.name, at=at)
        add_costs(db, code, pack_key, mine, person=person, at=at, contract_key=key)
        subject, told = f"{code}/{pack_key}", {"version": mine.version, **named(assessment)}
        note_event(db, "costs", subject, "saved", person=person, at=at, **told)
    return mine


def _read(
    day_rates: Mapping[str, str], figures: Mapping[str, str]
) -> tuple[dict[str, Quote], dict[str, Quote]]:
    wrong: dict[str, list[str]] = {name: [] for name in (*day_rates, *FIGURES)}
    rates = {
        role: rate
        for role, text in day_rates.items()
        if (rate := read_or_note(wrong[role], None, _reader(text))) is not None
    }
    quotes = {
        name: quote
        for name in FIGURES
        if (quote := read_or_note(wrong[name], None, _reader(figures.get(name, ""), name)))
    }
    if any(wrong.values()):
        raise UnfitCosts(wrong)
    return rates, quotes


def _reader(text: str, name: str = "") -> Callable[[], Quote | None]:
    if name == "dual_months":
        return lambda: read_quote(text, most=MOST_MONTHS, unit="months")
    return lambda: read_quote(text)
