"""What returned files would bring: worked out without storing any of it."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from sqlite_utils import Database

from readiness.domain.assessment import Answers, Given, Reading
from readiness.domain.came_back import AskingRound, KeptReturn
from readiness.domain.comparison import Group, Way
from readiness.domain.errors import Fault, NotFound, PackFaults
from readiness.domain.organisation import Organisation
from readiness.domain.pack import Pack
from readiness.domain.record import write_given
from readiness.domain.returned import (
    Answered,
    Returned,
    changed_questions,
    merged,
    read_answers,
    read_declaration,
)
from readiness.domain.wording import count_words, day_words
from readiness.storage import returns
from readiness.storage.compared import lines_of
from readiness.storage.organisations import organisations_by_code
from readiness.usecases.kept_answers import answers_in
from readiness.usecases.pack import pack_in_use


@dataclass(frozen=True, slots=True)
class Coming:
    """What a file would bring: whose answers, how many, and what is wrong with it.

    `asked` counts the questions of the file and `answered` those it answers, don’t know included.
    `changed` are the questions whose answers would be others than those that came back before.
    `told` are sentences on what becomes of it. `document` is empty where it cannot be imported.
    """

    returned: Returned
    organisation: Organisation | None = None
    on: date | None = None
    asked: int = 0
    answered: int = 0
    changed: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    twice: bool = False
    round: int | None = None
    document: str = ""
    pack: tuple[str, str] = ("", "")
    base: int = 0

    @property
    def takeable(self) -> bool:
        """Whether it can be imported."""
        return bool(self.document)


@dataclass(frozen=True)
class Preview:
    """What some files would bring, nothing of which is stored yet."""

    comings: tuple[Coming, ...]

    @property
    def digest(self) -> str:
        """A fingerprint of what was looked at, to import exactly that."""
        seen = [(one.returned.name, one.document, one.base, one.round) for one in self.comings]
        return hashlib.sha256(repr(seen).encode()).hexdigest()

    @property
    def takeable(self) -> tuple[Coming, ...]:
        """What can be imported."""
        return tuple(one for one in self.comings if one.takeable)


def work_out_preview(
    db: Database,
    rules: Path,
    group: Group,
    readings: Sequence[Returned],
    round_number: int | None,
    on: date,
) -> Preview:
    """Say what some files would bring, one after another.

    Args:
        round_number: the round that they are imported for; None takes the one each file names.
    """
    codes = [code_of(one) for one in readings]
    here = [code for code in codes if code in group.codes]
    numbers = {one.round for one in readings} | {round_number}
    packs = _packs_of(db, rules, readings)
    look = _Look(
        db,
        group,
        on,
        round_number,
        packs,
        {one.ods_code: one for one in organisations_by_code(db, here)},
        {number: returns.round_by_number(db, number) for number in numbers if number},
        returns.newest_returned(db, here, Way.RETURNED),
        {key: signed_days(db, here, key, on) for key in packs},
        {},
    )
    comings = [look.at(one) for one in readings]
    answered = Counter(key for one in comings for key in _answered(one))
    return Preview(
        tuple(
            replace(one, twice=any(answered[key] > 1 for key in _answered(one))) for one in comings
        )
    )


def signed_days(db: Database, codes: Sequence[str], pack_key: str, on: date) -> dict[str, date]:
    """Return the day of the newest submission of each organisation that counts as signed off."""
    tomorrow = datetime.combine(on + timedelta(days=1), time(), UTC)
    found, _ = lines_of(db, codes, pack_key, tomorrow)
    return {code: line.at for code, line in found.items() if line.way is Way.SIGNED}


def code_of(returned: Returned) -> str:
    """Return whose answers a file holds, as whoever filled it in says; else whom it was for."""
    return returned.code or returned.made_for


def whose(returned: Returned) -> str:
    """Return who declared the answers, with their post."""
    return f"{returned.by}, {returned.post}" if returned.post else returned.by


@dataclass(frozen=True, slots=True)
class _Look:
    """All that a file is looked at beside; `before` are answers looked at already, with a day."""

    db: Database
    group: Group
    on: date
    round_number: int | None
    packs: Mapping[str, Pack]
    organisations: Mapping[str, Organisation]
    rounds: Mapping[int, AskingRound | None]
    newest: Mapping[tuple[str, str, int | None], KeptReturn]
    signed: Mapping[str, Mapping[str, date]]
    before: dict[tuple[str, str, int | None], tuple[Answers, date]]

    def at(self, returned: Returned) -> Coming:
        """Look at one file."""
        pack = self.packs.get(returned.pack_key)
        organisation = self.organisations.get(code_of(returned))
        number = self.round_number or returned.round
        day, undeclared = read_declaration(returned, self.on)
        faults = [*returned.faults]
        if pack is None:
            faults.append(returned.fault("the file", "use a questionnaire of rules in use here"))
            return Coming(returned, organisation, faults=tuple(faults))
        if faults and not returned.asked:  # nothing of it could be read
            return Coming(returned, organisation, faults=tuple(faults))
        faults += [*self._whose_faults(returned), *self._round_faults(returned, number)]
        read = read_answers(returned, pack)
        faults += [*undeclared, *read.faults]
        if not read.answers and not faults:
            faults.append(returned.fault("the file", "answer at least one question"))
        coming = Coming(returned, organisation, day, faults=tuple(faults), round=number)
        if organisation is None or day is None:
            keys = [key for key in returned.asked if key in pack.questions]
            return replace(coming, asked=len(keys), answered=len(read.answers))
        return self._filled(coming, pack, organisation, day, read)

    def _filled(
        self, coming: Coming, pack: Pack, organisation: Organisation, day: date, read: Answered
    ) -> Coming:
        returned, place = coming.returned, (organisation.ods_code, pack.key, coming.round)
        kept = self.newest.get(place)
        known = self.before.get(place)
        if known is None:
            known = (answers_in(self.db, kept, pack), kept.on) if kept else ({}, day)
        before, latest = known
        after = merged(before, returned, read.answers)
        day = day if returned.whole else max(day, latest)
        given = Given(organisation, day, after)
        whole = not coming.faults
        if whole:
            self.before[place] = after, day
        asked, answered = _counted(pack, returned, given)
        return replace(
            coming,
            on=day,
            asked=asked,
            answered=answered,
            changed=changed_questions(before, after) if before else (),
            told=tuple(self._told(replace(coming, on=day), pack, kept, read)) if whole else (),
            document=write_given(given, pack) if whole else "",
            pack=(pack.key, pack.fingerprint),
            base=kept.row if kept else 0,
        )

    def _whose_faults(self, returned: Returned) -> Iterator[Fault]:
        code = code_of(returned)
        if not code:
            yield returned.fault(returned.where_code, "give the organisation’s code")
        elif returned.made_for and returned.code and returned.code != returned.made_for:
            what = f"write {returned.made_for}, or use the questionnaire made for {returned.code}"
            yield returned.fault(returned.where_code, what)
        elif code not in self.group.codes:
            what = f"correct the code: {code} is no member of {self.group.name} today"
            yield returned.fault(returned.where_code, what)

    def _round_faults(self, returned: Returned, number: int | None) -> Iterator[Fault]:
        if returned.round and self.round_number and returned.round != self.round_number:
            named = self.rounds.get(returned.round)
            what = f"import it for its own round, {_called(named, returned.round)}"
            yield returned.fault("the file", what)
            return
        asking = self.rounds.get(number) if number else None
        if not number:
            return
        if asking is None or asking.system not in (self.group.code, *self.group.was):
            yield returned.fault("the file", "use a questionnaire of a round of this system")
        elif asking.pack_key != returned.pack_key:
            what = f"use a questionnaire of the round {_called(asking, number)}: its rules differ"
            yield returned.fault("the file", what)
        elif asking.state == "withdrawn":
            yield returned.fault("the file", f"the round {_called(asking, number)} was withdrawn")
        elif code_of(returned) in self.group.codes and code_of(returned) not in asking.members:
            what = f"add it to the round {_called(asking, number)} first: it was not asked there"
            yield returned.fault(returned.where_code, what)

    def _told(
        self, coming: Coming, pack: Pack, kept: KeptReturn | None, read: Answered
    ) -> Iterator[str]:
        returned, code = coming.returned, code_of(coming.returned)
        signed = self.signed.get(pack.key, {}).get(code)
        if signed and coming.on:
            counts = "that counts, not this" if signed >= coming.on else "this counts in its place"
            yield f"It signed off a submission of {day_words(signed)}: {counts}."
        asking = self.rounds.get(coming.round) if coming.round else None
        if asking and (asking.state == "closed" or self.on > asking.closes):
            yield f"The round closed on {day_words(asking.closes)}."
        if coming.round and not returned.round:
            yield f"The file names no round: it counts for {_called(asking, coming.round)}."
        if read.left_out:
            refs = ", ".join(_ref(pack, key) for key in read.left_out)
            left_out = count_words(len(read.left_out), "answer is", "answers are")
            yield (
                f"Made from another version of the rules: {left_out} left out, for the questions "
                f"are others by now ({refs})."
            )
        elif returned.fingerprint != pack.fingerprint:
            yield "Made from another version of the rules, which asks the same questions."
        if kept and returned.whole and coming.on and coming.on < kept.on:
            day = day_words(kept.on)
            yield f"What came back in {kept.file} is of {day}: that counts, not this."
        elif kept and returned.whole:
            yield f"It stands in place of what came back in {kept.file}, {day_words(kept.on)}."
        elif kept:
            yield f"It is added to what came back in {kept.file}, {day_words(kept.on)}."
        elif not returned.whole:
            yield "It is a part of the questions, and the first that comes back."


def _counted(pack: Pack, returned: Returned, given: Given) -> tuple[int, int]:
    """Count the questions of a file that are or may be asked, and those of them answered."""
    asked = [pack.questions[key] for key in returned.asked if key in pack.questions]
    progress = Reading(pack, given).progress(asked)
    return progress.asked + progress.may_apply, progress.answered + progress.dont_know


def _called(asking: AskingRound | None, number: int) -> str:
    return f"“{asking.name}”" if asking else f"number {number}"


def _ref(pack: Pack, key: str) -> str:
    return pack.questions[key].ref if key in pack.questions else key


def _packs_of(db: Database, rules: Path, readings: Sequence[Returned]) -> dict[str, Pack]:
    """Return the packs in use that files name, by key; one that is not here is left out."""
    found = {}
    for key in sorted({one.pack_key for one in readings}):
        try:
            found[key] = pack_in_use(db, rules, key).pack
        except (NotFound, PackFaults):
            continue
    return found


def _answered(coming: Coming) -> tuple[tuple[str, str, str], ...]:
    """Return the questions that a file answers, of whom; a whole one answers all by its silence."""
    if coming.organisation is None or not coming.takeable:
        return ()
    returned = coming.returned
    filled = [one.question for one in returned.written if str(one.value or "").strip()]
    keys = returned.asked if returned.whole else tuple(dict.fromkeys(filled))
    return tuple((coming.organisation.ods_code, returned.pack_key, key) for key in keys)
