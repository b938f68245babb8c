"""What a change of each part of a pack can do to stored answers and to verdicts: the table."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Effect(StrEnum):
    """What a change can do, worst first."""

    INCOMPATIBLE = "incompatible"
    REVIEW = "answers-need-review"
    COMPATIBLE = "compatible"
    WORDING = "wording-only"


EFFECT_WORDS: Mapping[Effect, str] = {
    Effect.INCOMPATIBLE: "Stored answers or stages are lost.",
    Effect.REVIEW: "Stored answers still read, but may no longer mean what was meant.",
    Effect.COMPATIBLE: "Stored answers read and mean the same; verdicts may move.",
    Effect.WORDING: "Only words change; no verdict can move.",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a pack: what it can do, to which part, in words, with the old and the new.

    `advice` is a suggestion to the author, such as that something was renamed.
    """

    effect: Effect
    what: str
    key: str
    words: str
    was: str = ""
    now: str = ""
    advice: str = ""

    @property
    def sentence(self) -> str:
        """The change in one sentence, old → new where there is both."""
        if not self.was and not self.now:
            return f"{self.words}."
        return f"{self.words}: {self.was or 'nothing'} → {self.now or 'nothing'}"


@dataclass(frozen=True, slots=True)
class Noun:
    """A kind of part of a pack: what it is called, and what a change of each field can do.

    `text` is the field by which people would know one again after its key was changed.
    """

    what: str
    text: str
    fields: Mapping[str, tuple[str, Effect]]
    added: Effect = Effect.COMPATIBLE
    removed: Effect = Effect.COMPATIBLE


_WORDS, _MOVES, _REVIEW = Effect.WORDING, Effect.COMPATIBLE, Effect.REVIEW

QUESTION = Noun(
    "question",
    "ask",
    {
        "ask": ("what is asked", _WORDS),
        "hint": ("the hint", _WORDS),
        "evidence": ("the evidence named", _WORDS),
        "dont_know": ("what don’t know is called", _WORDS),
        "ref": ("the reference", _WORDS),
        "section": ("the section", _WORDS),
        "area": ("the area", _WORDS),
        "owner": ("who answers", _WORDS),
        "source": ("the source", _WORDS),
        "ordered": ("whether the options are ranked", _REVIEW),
        "unit": ("the unit", _REVIEW),
        "pick": ("how many to choose", _REVIEW),
        "asked_when": ("when it is asked", _REVIEW),
        "best": ("what counts as best in cases", _MOVES),
        "benchmark": ("whether it repeats a published measure", _MOVES),
        "context": ("whether it is kept for context alone", _WORDS),
        "about": ("whether it is about one contract", _WORDS),
        "first": ("whether it is asked in the ten-minute look", _WORDS),
        "work_out": ("how it is worked out", _WORDS),
    },
    removed=Effect.INCOMPATIBLE,
)
"""The fields of a question whose effect depends on their values are judged by `question_changes`:
kind, options, minimum, maximum and sensitive, and some changes of ask, ref and work_out."""

STAGE = Noun(
    "stage",
    "title",
    {
        "title": ("the title", _WORDS),
        "meaning": ("the meaning", _WORDS),
        "evidence": ("what an auditor would ask for", _WORDS),
        "blockers": ("what often stands in the way", _WORDS),
    },
    removed=Effect.INCOMPATIBLE,
)

SECTION = Noun(
    "section",
    "title",
    {
        "title": ("the title", _WORDS),
        "owner": ("who answers", _WORDS),
        "minutes": ("the minutes it takes", _WORDS),
        "have_open": ("what to have open", _WORDS),
    },
    added=_WORDS,
    removed=_WORDS,
)

RULE = Noun(
    "rule",
    "otherwise",
    {
        "stage": ("the gate it guards", _MOVES),
        "strength": ("its strength", _MOVES),
        "needs": ("what it needs", _MOVES),
        "applies_when": ("where it applies", _MOVES),
        "do": ("what it asks to do", _MOVES),
        "section": ("the section it stands in", _MOVES),
        "needed": ("what passes, in words", _WORDS),
        "otherwise": ("what is said while it is not met", _WORDS),
        "because": ("the reason why", _WORDS),
        "board": ("what a board would ask", _WORDS),
        "source": ("the source", _WORDS),
    },
)

ACTION = Noun(
    "action",
    "title",
    {
        "achieves": ("what it achieves", _MOVES),
        "effort": ("the effort", _MOVES),
        "lead_time": ("the lead time", _MOVES),
        "after": ("what comes first", _MOVES),
        "start_before_target": ("how long before the target it starts", _MOVES),
        "changes_live": ("whether it changes the live network", _MOVES),
        "title": ("the title", _WORDS),
        "owner": ("whose it is", _WORDS),
        "how": ("how it is done", _WORDS),
        "source": ("the source", _WORDS),
    },
)

FALLBACK = Noun(
    "fallback",
    "title",
    {
        "effort": ("the effort", _MOVES),
        "lead_time": ("the lead time", _MOVES),
        "actions": ("the late actions it is for", _MOVES),
        "when": ("when it is offered", _MOVES),
        "title": ("the title", _WORDS),
        "owner": ("whose it is", _WORDS),
        "needs": ("what it needs", _WORDS),
    },
)

DEADLINE = Noun(
    "deadline",
    "title",
    {
        "day": ("the day", _MOVES),
        "do": ("what must be done by then", _MOVES),
        "applies_when": ("where it applies", _MOVES),
        "met_when": ("when it is met", _MOVES),
        "begin_before": ("the least time to start ahead", _MOVES),
        "begun_when": ("when it has begun", _MOVES),
        "fallbacks": ("what is left when it cannot be met", _MOVES),
        "title": ("the title", _WORDS),
        "short": ("what the start page calls it", _WORDS),
        "because": ("what happens on that day", _WORDS),
        "source": ("the source", _WORDS),
        "review_by": ("the day to look at it again", _WORDS),
    },
)

ROUTE = Noun(
    "route",
    "title",
    {
        "open_when": ("when it is open", _MOVES),
        "title": ("the title", _WORDS),
        "summary": ("the summary", _WORDS),
        "closed": ("what is said when it is closed", _WORDS),
    },
)

REASON = Noun(
    "reason",
    "because",
    {
        "when": ("when it holds", _MOVES),
        "points": ("its points", _MOVES),
        "because": ("the sentence", _WORDS),
        "whether": ("what is said while it is not known", _WORDS),
        "source": ("the source", _WORDS),
    },
)

SCALE = Noun(
    "scale",
    "title",
    {
        "outcomes": ("its outcomes, worst first", _MOVES),
        "rows": ("what leads to each outcome", _MOVES),
        "title": ("the title", _WORDS),
        "says": ("what is said of each outcome", _WORDS),
        "decides": ("what people decide beside it", _WORDS),
        "measure": ("the figure that it is drawn by", _WORDS),
        "source": ("the source", _WORDS),
    },
)
"""The fields of `ScaleParts`, which keeps what a scale decides apart from what it says."""

PROFILE = Noun(
    "profile",
    "title",
    {
        "least": ("the least outcomes", _MOVES),
        "applies_when": ("where it applies", _MOVES),
        "title": ("the title", _WORDS),
        "otherwise": ("what is said while it is not met", _WORDS),
        "because": ("the reason why", _WORDS),
        "source": ("the source", _WORDS),
    },
)

THRESHOLD = Noun(
    "threshold",
    "what",
    {
        "value": ("the figure", _MOVES),
        "what": ("what it is", _WORDS),
        "source": ("the source", _WORDS),
        "review_by": ("the day to look at it again", _WORDS),
    },
)

SURVEY = Noun(
    "survey",
    "title",
    {
        "title": ("the title", _WORDS),
        "year": ("the year", _WORDS),
        "fieldwork": ("when people were asked", _WORDS),
        "people": ("how many people answered", _WORDS),
        "called": ("what they are called", _WORDS),
        "organisations": ("how many organisations answered", _WORDS),
        "places": ("what those are called", _WORDS),
        "about": ("whether the number is about right only", _WORDS),
        "note": ("the note", _WORDS),
        "source": ("the source", _WORDS),
        "written": ("the sample as it was written", _WORDS),
    },
    added=_WORDS,
    removed=_WORDS,
)

BENCHMARK = Noun(
    "benchmark",
    "measure",
    {
        "question": ("the question", _MOVES),
        "options": ("the options it counts", _MOVES),
        "value": ("the figure", _MOVES),
        "wider": ("the options that a reader might count as well", _MOVES),
        "survey": ("the survey", _WORDS),
        "half_width": ("the half-width", _MOVES),
        "measure": ("what is measured", _WORDS),
        "note": ("the note", _WORDS),
        "also": ("where else it is reported", _WORDS),
        "review_by": ("the day to look at it again", _WORDS),
    },
)

PACK: Mapping[str, tuple[str, Effect]] = {
    "version": ("the version", _WORDS),
    "title": ("the title", _WORDS),
    "planning": ("what it is for", _WORDS),
    "order": ("its place in the list", _WORDS),
    "default": ("whether it is the default", _WORDS),
    "roles": ("the roles", _WORDS),
    "dates": ("the dates to know", _WORDS),
    "patterns": ("what went wrong elsewhere", _WORDS),
    "respondents": ("by whom the questionnaire is measured", _WORDS),
    "figures_heading": ("what its published figures are called", _WORDS),
    "context": ("the figures to read beside", _WORDS),
    "unpublished": ("the shares that are not published", _WORDS),
    "board_engaged": ("the answer that says that a board is engaged", _WORDS),
    "at_hand": ("what to have at hand", _WORDS),
    "glossary": ("the glossary", _WORDS),
    "sources": ("the sources", _WORDS),
    "conditions": ("the conditions with a name", _WORDS),
    "contract": ("whether it is about one contract, and what it asks of it", _WORDS),
    "hands_over": ("the stage that hands over to another pack", _MOVES),
    "vehicles": ("the vehicles to buy through", _MOVES),
    "claimed": ("the question that holds the claim", _MOVES),
    "target": ("the question that holds the target date", _MOVES),
    "counts": ("what effort is counted by", _MOVES),
    "find_out": ("the effort to find something out", _MOVES),
    "hosting": ("what a host may answer for its guests", _MOVES),
}
"""Fields of the pack itself. One that stands nowhere in this table is taken to move verdicts."""

ROUTES: Mapping[str, tuple[str, Effect]] = {
    "key": ("the question about the preferred route", _MOVES),
    "least": ("the fewest points that recommend a route", _MOVES),
    "undecided": ("what is said when no route stands out", _WORDS),
}
