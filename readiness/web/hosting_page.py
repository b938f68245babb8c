"""What the pages about hosts and guests show, worked out before a template prints it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flask import url_for

from readiness.domain.assessment import Hosted
from readiness.domain.calendar import london_day
from readiness.domain.explanation import gate_words
from readiness.domain.hosting import Agreement, Side, Standing
from readiness.domain.pack import Pack, Question, Section
from readiness.domain.verdict import Verdict
from readiness.domain.wording import answer_words, count_words, day_words
from readiness.usecases.adopting import Hosts, hosts_of, unpublished
from readiness.usecases.assessment import OpenAssessment
from readiness.usecases.hosting import Hosting
from readiness.web import current


@dataclass(frozen=True, slots=True)
class Notice:
    """What a guest is told of its host: a heading, sentences, and one step onward."""

    heading: str
    sentences: tuple[str, ...]
    onward: str
    address: str


@dataclass(frozen=True, slots=True)
class SharedAnswer:
    """A question with what the host answered."""

    question: Question
    words: str
    note: str
    evidence: str


@dataclass(frozen=True, slots=True)
class SharedSection:
    """A section with the host’s answers; `kept` counts the questions whose answers it keeps."""

    section: Section
    answers: tuple[SharedAnswer, ...]
    kept: int


@dataclass(frozen=True, slots=True)
class GateChange:
    """A gate as it is, and as it would be."""

    title: str
    now: str
    then: str
    truth: str

    @property
    def changes(self) -> bool:
        """Whether anything of it would change."""
        return self.now != self.then


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """An agreement as one side reads it."""

    agreement: Agreement
    mine: Side
    pack: Pack | None
    on: date

    @property
    def other(self) -> str:
        """The name and code of the other side."""
        host = self.mine is Side.HOST
        other = self.agreement.guest if host else self.agreement.host
        return f"{other.name} ({other.ods_code})"

    @property
    def sections(self) -> str:
        """What the host answers, by title."""
        if self.pack is None:
            return ", ".join(self.agreement.sections)
        titles = {section.key: section.title for section in self.pack.sections}
        return ", ".join(titles.get(key, key) for key in self.agreement.sections)

    @property
    def days(self) -> str:
        """From when to when."""
        first = day_words(self.agreement.first)
        last = self.agreement.last
        return f"{first} to {day_words(last)}" if last else f"From {first}, with no end agreed"

    @property
    def standing(self) -> Standing:
        """How it stands today."""
        return self.agreement.standing(self.on)

    @property
    def waits_for_me(self) -> bool:
        """Whether it is for this side to accept it."""
        return self.agreement.waits_for is self.mine

    @property
    def words(self) -> str:
        """How it stands, in a few words."""
        match self.standing:
            case Standing.PROPOSED:
                return "Waits for you" if self.waits_for_me else "Waits for the other side"
            case Standing.HOLDS:
                left = self.agreement.days_left(self.on)
                return "Holds" if left is None else f"Holds, {count_words(left, 'day')} left"
            case Standing.TO_COME:
                return "Agreed, not begun"
            case Standing.OVER:
                return "Over"
            case Standing.DECLINED:
                return "Declined"

    @property
    def may_end(self) -> bool:
        """Whether there is something to end."""
        return self.standing in (Standing.HOLDS, Standing.TO_COME)


def agreement_rows(found: Hosting, packs: dict[str, Pack], on: date) -> list[AgreementRow]:
    """Return the agreements of an organisation: what waits for it first, then what holds."""
    sides = ((Side.GUEST, found.as_guest), (Side.HOST, found.as_host))
    rows = [
        AgreementRow(one, side, packs.get(one.pack_key), on)
        for side, every in sides
        for one in every
    ]
    return sorted(rows, key=lambda row: (not row.waits_for_me, list(Standing).index(row.standing)))


def shared_sections(hosted: Hosted, pack: Pack) -> tuple[SharedSection, ...]:
    """Return what a host shares by section, and how much of it stays with the host."""
    return tuple(
        _shared_section(pack.section(key), hosted, pack)
        for key in hosted.sections
        if any(section.key == key for section in pack.sections)
    )


def _shared_section(section: Section, hosted: Hosted, pack: Pack) -> SharedSection:
    answers = tuple(
        SharedAnswer(question, answer_words(question, answer.value), answer.note, answer.evidence)
        for question in section.questions
        if (answer := hosted.answers.get(question.key)) is not None and answer.value is not None
    )
    return SharedSection(
        section, answers, sum(question.sensitive for question in section.questions)
    )


def gate_changes(now: Verdict, then: Verdict) -> tuple[GateChange, ...]:
    """Set every gate beside what it would be."""
    return tuple(
        GateChange(
            after.stage.title,
            gate_words(before),
            gate_words(after),
            after.gate.value,
        )
        for before, after in zip(now.stages, then.stages, strict=True)
        if after.gate is not None
    )


def notice_of(opened: OpenAssessment) -> Notice | None:
    """Return what a guest is told of its host, or a host of its guests, on its pages."""
    found = host_notice(hosts_of(current.db(), opened, person=current.person()))
    return found or _notice_to_host(opened)


def _notice_to_host(opened: OpenAssessment) -> Notice | None:
    """Return what a host is told: an agreement that waits for it, or what its guests wait for."""
    for agreement in opened.tie.as_host:
        if agreement.waits_for is Side.HOST:
            return Notice(
                f"{agreement.guest.name} asks you to answer for it",
                (f"{count_words(len(agreement.sections), 'section')} would be yours to answer.",),
                "Read it, then accept or decline",
                url_for("hosting.agreements", ods_code=agreement.host.ods_code),
            )
    waiting = unpublished(current.db(), opened)
    if waiting is None:
        return None
    number, guests = waiting
    return Notice(
        f"Submission {number} is not published to your guests",
        (f"{count_words(len(guests), 'guest')} could adopt it.",),
        "See what they would get, then publish",
        url_for("hosting.publishing_page", assessment_id=opened.assessment.id, number=number),
    )


def host_of_section(opened: OpenAssessment, section: Section) -> str:
    """Return the name of the host that answers a section; empty where nobody else does."""
    host = opened.given.host
    return host.organisation.name if host and section.key in host.sections else ""


def host_of_question(opened: OpenAssessment, question: Question) -> str:
    """Say what the host answered to a question; empty where it is not the host’s."""
    host = opened.given.host
    if host is None or question.section not in host.sections:
        return ""
    answer, name = host.answers.get(question.key), host.organisation.name
    if answer is None:
        return f"{name} answers this section for you, and shares no answer to this question."
    words = answer_words(question, answer.value)
    return f"{name} answers this for you: {words}, in its submission of {day_words(host.on)}."


def host_notice(hosts: Hosts) -> Notice | None:
    """Return what a guest is told of its host, the most pressing of it; None without a host."""
    return next(_notices(hosts), None)


def _notices(hosts: Hosts) -> Iterator[Notice]:
    agreement, opened, on = hosts.agreement, hosts.opened, hosts.on
    if agreement is None or agreement.standing(on) is Standing.DECLINED:
        return
    host = agreement.host.name
    number = opened.assessment.id
    here = url_for("hosting.adopting", assessment_id=number)
    agreements = url_for("hosting.agreements", ods_code=agreement.guest.ods_code)
    ends = _ends(hosts)
    if hosts.lost:
        yield Notice(
            f"What {host} answered counts no longer",
            ("The agreement does not hold today, so its questions are asked of you again.",),
            "Look at the agreement" if not hosts.offered else "See what you may adopt",
            agreements if not hosts.offered else here,
        )
    if agreement.waits_for is Side.GUEST:
        yield Notice(
            f"{host} offers to answer for you",
            (f"{count_words(len(agreement.sections), 'section')} would be theirs to answer.",),
            "Read it, then accept or decline",
            agreements,
        )
    if not hosts.holds:
        return
    mine = opened.given.host
    newest = hosts.offered
    if newest is not None and mine is not None:
        yield Notice(
            f"{host} published newer answers on {day_words(london_day(newest.at))}",
            ("Nothing changes here until you adopt them.", *ends),
            "See what changes",
            here,
        )
    if newest is not None:
        yield Notice(
            f"{host} has published answers that you may adopt",
            ("Adopt them on one page, and those questions are no longer asked of you.", *ends),
            "See them, then adopt",
            here,
        )
    if mine is not None:
        yield Notice(
            f"{count_words(len(mine.sections), 'section')} answered by {host}",
            (
                f"From its submission of {day_words(mine.on)}, which you adopted on"
                f" {day_words(mine.adopted)}.",
                *ends,
            ),
            "See what it answered",
            here,
        )
    yield Notice(
        f"{host} has published nothing yet",
        ("Until it does, answer what you know yourself.", *ends),
        "Look at the agreement",
        agreements,
    )


def _ends(hosts: Hosts) -> tuple[str, ...]:
    """Warn of an agreement that ends soon."""
    left, agreement = hosts.days_left, hosts.agreement
    if left is None or agreement is None or agreement.last is None:
        return ()
    return (
        f"The agreement ends on {day_words(agreement.last)}, in {count_words(left, 'day')}. "
        "After that these questions are asked of you again.",
    )
