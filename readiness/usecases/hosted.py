"""What assessments rest on of their organisation's host, as far as an agreement still holds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlite_utils import Database

from readiness.domain.answer_value import plain_value
from readiness.domain.assessment import Assessment, Given, Hosted
from readiness.domain.carry import reread
from readiness.domain.hosted import share
from readiness.domain.hosting import Adoption, Agreement
from readiness.domain.pack import Pack
from readiness.domain.record import read_given
from readiness.storage import packs
from readiness.storage.hosting import Adopted, adopted_by, agreements_among


@dataclass(frozen=True, slots=True)
class Tie:
    """How an assessment is tied to hosts and guests, and what it rests on.

    `agreements` are those in which its organisation is the guest, `as_host` those in which it is
    the host. `adoption` is what was said last; `hosted` is None where nothing is adopted, or where
    its agreement does not hold on the day.
    """

    agreements: tuple[Agreement, ...] = ()
    as_host: tuple[Agreement, ...] = ()
    adoption: Adoption | None = None
    hosted: Hosted | None = None


NO_TIE = Tie()


def ties_of(
    db: Database, found: Sequence[Assessment], under: Mapping[int, Pack], on: date
) -> dict[int, Tie]:
    """Return how some assessments are tied to hosts, by number, seen from a day.

    Where no organisation ever was anybody's host or guest it takes no query.

    Args:
        under: the pack of each, by number.
    """
    tied = [one for one in found if one.tied]
    every = agreements_among(db, (one.organisation.ods_code for one in tied)) if tied else ()
    ties = {one.id: _agreed(one, every) for one in tied}
    guests = [number for number, tie in ties.items() if tie.agreements]
    adopted = adopted_by(db, guests) if guests else {}
    return {
        number: _tied(db, under[number], tie, adopted.get(number), on)
        for number, tie in ties.items()
    }


def _agreed(assessment: Assessment, every: Sequence[Agreement]) -> Tie:
    code = assessment.organisation.ods_code
    here = [one for one in every if one.pack_key == assessment.pack_key]
    return Tie(
        tuple(one for one in here if one.guest.ods_code == code),
        tuple(one for one in here if one.host.ods_code == code),
    )


def _tied(db: Database, pack: Pack, tie: Tie, adopted: Adopted | None, on: date) -> Tie:
    if adopted is None:
        return tie
    tie, publication = replace(tie, adoption=adopted.adoption), adopted.publication
    by = next((one for one in tie.agreements if one.number == adopted.adoption.agreement), None)
    if publication is None or by is None or not by.holds(on):
        return tie
    hosted = shared(
        db,
        pack,
        adopted.document,
        adopted.fingerprint,
        set(by.sections) & set(publication.sections),
        assessment=publication.assessment,
        submission=publication.submission,
        adopted=adopted.adoption.on,
    )
    return replace(tie, hosted=hosted)


def shared(
    db: Database,
    pack: Pack,
    document: str,
    fingerprint: str,
    sections: Iterable[str],
    *,
    assessment: int,
    submission: int,
    adopted: date,
) -> Hosted:
    """Return what a submission of a host gives to a guest, read under the guest's own pack."""
    theirs = packs.pack_by_fingerprint(db, fingerprint)
    host = _under(pack, read_given(document, theirs, "the host’s submission"), theirs)
    return share(
        pack, host, sections, assessment=assessment, submission=submission, adopted=adopted
    )


def _under(pack: Pack, host: Given, theirs: Pack) -> Given:
    """Read what a host answered under one version of a pack under another; the rest falls away."""
    if pack.fingerprint == theirs.fingerprint:
        return host
    answers = {
        key: replace(answer, value=reread(pack.questions.get(key), plain_value(answer.value)))
        for key, answer in host.answers.items()
        if key in pack.questions
    }
    return replace(host, answers=answers)
