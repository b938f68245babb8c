"""Two answers to one question: mine, not saved, and the one which was saved since I saw it."""

from collections.abc import Iterable
from dataclasses import dataclass

from readiness.domain.assessment import Answer
from readiness.domain.pack import Kind, Question
from readiness.domain.wording import answer_words
from readiness.web.filters import clock, moment

SCALES = frozenset({Kind.CHOICE, Kind.YES_NO})
"""The kinds of question of whose options one is chosen."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Both answers, and `seen`, the one I started from; `me` is my name.

    Where both sides changed the note, both notes are kept, one after the other. Of two links only
    mine can be, and theirs is shown.
    """

    question: Question
    mine: Answer
    theirs: Answer
    seen: Answer
    me: str

    @property
    def values_differ(self) -> bool:
        """Whether it is about the answer itself, and not only about its note or link."""
        return self.mine.value != self.theirs.value

    @property
    def notes_differ(self) -> bool:
        """Whether there is a note or a link which one side does not have."""
        mine, theirs = self.mine, self.theirs
        return (mine.note, mine.evidence) != (theirs.note, theirs.evidence)

    @property
    def note(self) -> str:
        """The note to save with either: the side which changed it, or both put together."""
        mine, theirs = self.mine.note, self.theirs.note
        if self.seen.note in (mine, theirs):
            return mine if theirs == self.seen.note else theirs
        return mine if theirs in mine else theirs if mine in theirs else f"{theirs}\n\n{mine}"

    @property
    def evidence(self) -> str:
        """The link to save with either: the side which changed it, or mine."""
        kept = self.mine.evidence == self.seen.evidence
        return self.theirs.evidence if kept else self.mine.evidence

    @property
    def myself(self) -> bool:
        """Whether the other side is the same person, in another window."""
        return self.theirs.by == self.me

    @property
    def title(self) -> str:
        """What happened, as a heading."""
        if self.myself:
            return "You answered this question in two places"
        return "Two people answered the same question"

    @property
    def sentence(self) -> str:
        """What happened and what to do, beside the question itself."""
        what = "answered this" if self.values_differ else "changed the note"
        where = " in another window" if self.myself else ""
        happened = f"{self._who} {what}{where} after you opened the page."
        if not self.values_differ:
            return f"{happened} Both notes are put together. Save to keep them."
        shown = "marked" if self.on_scale else "shown"
        return f"{happened} Both answers are {shown}. Choose one and save."

    @property
    def summary(self) -> str:
        """What happened and what to do, in the summary at the top of a page."""
        if not self.values_differ:
            return f"{self._who} changed the note meanwhile. Save to keep both"
        return f"{self._who} saved {self._theirs}, you chose {self._mine}. Choose one"

    @property
    def on_scale(self) -> bool:
        """Whether both answers can be marked on the scale of the question’s options."""
        return (
            self.values_differ
            and self.question.kind in SCALES
            and None not in (self.mine.value, self.theirs.value)
        )

    @property
    def mark(self) -> str:
        """What stands beside their answer on the scale."""
        at = f", {clock(self.theirs.at)}" if self.theirs.at else ""
        return f"Saved {self.by}{at}"

    @property
    def keep_words(self) -> str:
        """The choice to keep theirs."""
        return f"Keep {self.whose}: {self._theirs}"

    @property
    def use_words(self) -> str:
        """The choice to use mine."""
        return f"Use mine: {self._mine}"

    @property
    def whose(self) -> str:
        """Whose the saved answer is, by first name: Tom’s."""
        first = self.theirs.by.split()[:1]
        return "the saved one" if self.myself or not first else f"{first[0]}’s"

    @property
    def sides(self) -> Iterable[tuple[str, str, Answer]]:
        """Theirs, then mine: a heading, the value in words, the answer."""
        at = f", {moment(self.theirs.at)}" if self.theirs.at else ""
        yield f"Saved {self.by}{at}", self._theirs, self.theirs
        yield "Yours, not saved", self._mine, self.mine

    @property
    def seen_words(self) -> str:
        """The answer I started from."""
        return answer_words(self.question, self.seen.value)

    @property
    def _who(self) -> str:
        return "You" if self.myself else self.theirs.by or "Somebody"

    @property
    def by(self) -> str:
        """Who saved theirs, after the word saved."""
        return "in another window" if self.myself else f"by {self._who}"

    @property
    def _mine(self) -> str:
        return answer_words(self.question, self.mine.value)

    @property
    def _theirs(self) -> str:
        return answer_words(self.question, self.theirs.value)
