"""Guests and their hosts: what a host shares, and a pack as its guest meets it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import TypeVar

from readiness.domain.assessment import Answer, Answers, Given, Hosted, Reading, host_reading
from readiness.domain.condition import (
    AllOf,
    AnyOf,
    Condition,
    Count,
    Implies,
    Is,
    Named,
    Not,
    OnScale,
    Scale,
    Source,
    Subject,
    Truth,
    Versus,
    ask,
    leaf_subjects,
)
from readiness.domain.operators import passing
from readiness.domain.pack import HOST, HOST_ANSWER, Pack, Question, Rule, Section

_Deciding = TypeVar("_Deciding")
"""A value that holds conditions in its fields."""


def reading_of(pack: Pack, given: Given) -> Reading:
    """Lay a pack over what is given, with what a host answered settled in it."""
    return Reading(for_guest(pack, given), given)


def for_guest(pack: Pack, given: Given) -> Pack:
    """Return a pack as the organisation meets it: unchanged where it adopted nothing from a host.

    Rules of the sections that the host answers come to what they come to for the host, and ask for
    no work. Questions there are not asked; whatever else reads them reads the host's answer.
    """
    if given.host is None or pack.hosting is None or pack.whole is not None:
        return pack
    return _Settling(pack, given.host, given.on).pack()


def covered(pack: Pack, sections: Iterable[str]) -> tuple[Section, ...]:
    """Return the sections of a pack among some keys that a host may answer, in its order."""
    wanted = set(sections).intersection(pack.hosting.sections if pack.hosting else ())
    return tuple(section for section in pack.sections if section.key in wanted)


def share(
    pack: Pack,
    host: Given,
    sections: Iterable[str],
    *,
    assessment: int,
    submission: int,
    adopted: date,
) -> Hosted:
    """Return what a host's submission gives to a guest: nothing sensitive, and no private note.

    Of a rule that rests on what is held back the end alone is given, and so of a question whether
    the host was asked it.
    """
    about = covered(pack, sections)
    full = reading_of(pack, host)
    found = Hosted(
        organisation=host.organisation,
        assessment=assessment,
        submission=submission,
        on=host.on,
        adopted=adopted,
        sections=tuple(section.key for section in about),
        answers=_shared_answers(about, full),
        network=host.network,
    )
    part = host_reading(pack, found)
    asked = {
        question.key: full.asked(question.key)
        for section in about
        for question in section.questions
        if full.asked(question.key) is not part.asked(question.key)
    }
    found = replace(found, asked=asked)
    part = host_reading(pack, found)
    ends = {
        rule.key: ask(full.pack.rule_by_key[rule.key].condition, full).truth
        for rule in pack.rules
        if rule.section in found.sections
    }
    alone = {key: ask(pack.rule_by_key[key].condition, part).truth for key in ends}
    return replace(found, findings={k: end for k, end in ends.items() if end is not alone[k]})


def _shared_answers(about: Iterable[Section], full: Reading) -> Answers:
    return {
        question.key: _shared(full.given.answers[question.key])
        for section in about
        for question in section.questions
        if not question.sensitive
        and full.asked(question.key) is Truth.YES
        and question.key in full.given.answers
        and full.given.answers[question.key].value is not None
    }


def _shared(answer: Answer) -> Answer:
    """Return an answer without who gave it; a private note and its link stay behind."""
    if answer.private:
        return Answer(answer.value, private=False)
    return Answer(answer.value, answer.note, answer.evidence, private=False)


_DAY = Subject(Source.DAY, "judged")
_SETTLED: dict[Truth, Condition] = {
    Truth.YES: Is(_DAY, "on_or_after", date.min),
    Truth.NO: Is(_DAY, "on_or_before", date.min),
    Truth.UNKNOWN: Is(Subject(Source.NETWORK, HOST), "no_less_than", 0),
    Truth.NOT_ASKED: AllOf(()),
}
"""A condition that comes to each truth whoever is judged, and whenever."""

_MIRRORED = {
    "at_least": "at_most",
    "no_less_than": "no_more_than",
    "more_than": "less_than",
    "on_or_after": "on_or_before",
    "sooner_than": "later_than",
}
_MIRRORED |= {after: before for before, after in _MIRRORED.items()}
"""What holds of the second of two answers when an operator holds of the first."""


class _Settling:
    """A pack being settled: each condition is made anew only where a host's answer stands in it.

    Shared conditions and scales stay shared, for a verdict remembers how they came out.
    """

    def __init__(self, pack: Pack, hosted: Hosted, on: date) -> None:
        self.whole, self.hosted = pack, hosted
        sections = covered(pack, hosted.sections)
        self.sections = {section.key for section in sections}
        self.questions = {question.key for section in sections for question in section.questions}
        self.host = host_reading(pack, hosted)
        self.seen_from_guest = host_reading(pack, replace(hosted, on=on))
        self.conditions: dict[int, Condition] = {}
        self.scales: dict[int, Scale] = {}

    def pack(self) -> Pack:
        pack = self.whole
        routes = replace(
            pack.routes,
            routes=tuple(self._fields(route, "open_when") for route in pack.routes.routes),
            reasons=tuple(self._fields(reason, "when") for reason in pack.routes.reasons),
        )
        return replace(
            pack,
            rules=tuple(self._rule(rule) for rule in pack.rules),
            sections=tuple(self._section(section) for section in pack.sections),
            routes=routes,
            scales=tuple(self._scale(scale) for scale in pack.scales),
            profiles=tuple(
                replace(
                    self._fields(profile, "applies_when"),
                    least=tuple(
                        replace(one, scale=self._scale(one.scale)) for one in profile.least
                    ),
                )
                for profile in pack.profiles
            ),
            conditions={k: self._fields(named, "when") for k, named in pack.conditions.items()},
            fallbacks=tuple(self._fields(fallback, "when") for fallback in pack.fallbacks),
            deadlines=tuple(
                self._fields(deadline, "applies_when", "met_when", "begun_when")
                for deadline in pack.deadlines
            ),
            whole=pack,
        )

    def _fields(self, value: _Deciding, *names: str) -> _Deciding:
        """Settle the conditions that stand in some fields of a value."""
        changed = {}
        for name in names:
            was = getattr(value, name)
            if was is not None and (now := self.settled(was)) is not was:
                changed[name] = now
        return replace(value, **changed) if changed else value  # type: ignore[type-var]

    def _rule(self, rule: Rule) -> Rule:
        if rule.section not in self.sections:
            return self._fields(rule, "needs", "applies_when")
        return replace(rule, needs=self._end(rule.key), applies_when=None, do=(), board="")

    def _end(self, rule: str) -> Condition:
        end = self.hosted.findings.get(rule)
        if end is None:
            end = ask(self.whole.rule_by_key[rule].condition, self.host).truth
        return Named(HOST, rule, _SETTLED[end])

    def _section(self, section: Section) -> Section:
        return replace(section, questions=tuple(self._question(q) for q in section.questions))

    def _question(self, question: Question) -> Question:
        if question.key in self.questions:
            never = Named(HOST_ANSWER, question.key, _SETTLED[Truth.NO])
            return replace(question, asked_when=never)
        return self._fields(question, "asked_when")

    def _scale(self, scale: Scale) -> Scale:
        if id(scale) not in self.scales:
            rows = tuple(self._fields(row, "when") for row in scale.rows)
            groups = tuple(
                replace(group, parts=tuple(self.settled(part) for part in group.parts))
                for group in scale.groups
            )
            same = all(now is was for now, was in zip(rows, scale.rows, strict=True))
            self.scales[id(scale)] = scale if same else replace(scale, rows=rows, groups=groups)
        return self.scales[id(scale)]

    def settled(self, condition: Condition) -> Condition:
        """Return a condition with every comparison that reads the host settled; itself if none."""
        if id(condition) not in self.conditions:
            self.conditions[id(condition)] = self._settled(condition)
        return self.conditions[id(condition)]

    def _settled(self, condition: Condition) -> Condition:
        match condition:
            case Is() | Versus():
                return self._leaf(condition)
            case OnScale(scale, _):
                now = self._scale(scale)
                return condition if now is scale else replace(condition, scale=now)
            case Named("rule", key, _) if self.whole.rule_by_key[key].section in self.sections:
                return replace(condition, part=self._end(key))
            case Named() | Not():
                return self._fields(condition, "part")
            case Implies():
                return self._fields(condition, "when", "then")
            case AllOf(parts) | AnyOf(parts) | Count(_, _, parts):
                settled = tuple(self.settled(part) for part in parts)
                same = all(one is was for one, was in zip(settled, parts, strict=True))
                return condition if same else replace(condition, parts=settled)

    def _leaf(self, leaf: Is | Versus) -> Condition:
        """Settle a comparison that reads the host's answers, seen from the guest's own day."""
        read = [s.key in self.questions for s in leaf_subjects(leaf) if s.source is Source.QUESTION]
        if not any(read):
            return leaf
        if isinstance(leaf, Versus) and not all(read):
            return self._half(leaf)
        truth = ask(leaf, self.seen_from_guest).truth
        return Named(HOST_ANSWER, leaf.subject.key, _SETTLED[truth])

    def _half(self, leaf: Versus) -> Condition:
        """Put the host's answer in its place in a comparison with an answer of the guest."""
        first = leaf.subject.key in self.questions
        theirs, mine = (leaf.subject, leaf.other) if first else (leaf.other, leaf.subject)
        operator = _MIRRORED.get(leaf.operator, leaf.operator) if first else leaf.operator
        asked, value = self.host.asked(theirs.key), self.host.value(theirs)
        if asked is Truth.YES and value is not None:
            return Is(mine, operator, passing(operator, value, leaf.ranks))
        end = Truth.NOT_ASKED if asked is Truth.NO else Truth.UNKNOWN
        return Named(HOST_ANSWER, theirs.key, _SETTLED[end])
