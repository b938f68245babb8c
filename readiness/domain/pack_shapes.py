"""The shape of every file of a pack: which keys, which values, what may be left out."""

from collections.abc import Mapping

from readiness.domain.due_date_shape import DEADLINES
from readiness.domain.pack import ABOUT_CONTRACT, Kind, Strength
from readiness.domain.shapes import (
    CONDITION,
    DAY,
    DAYS,
    KEY,
    PERIOD,
    REF,
    SENTENCE,
    YES_NO,
    ListOf,
    MapOf,
    OneOf,
    Raw,
    Record,
    Whole,
    Words,
    WordsOr,
)
from readiness.domain.shapes import Field as F
from readiness.domain.work_out_reader import WORK_OUT

_KEYS = ListOf(KEY)
_PERCENT = Whole(0, 100)

_EFFORT = Record(
    {"days": F(ListOf(DAYS, least=1, most=2, single=True)), "per": F(KEY, "organisation")}
)
_OPTION = WordsOr(
    Record(
        {
            "label": F(SENTENCE),
            "done": F(ListOf(_PERCENT, least=2, most=2), None),
            "alone": F(YES_NO, False),
        }
    )
)
_QUESTION = Record(
    {
        "key": F(KEY),
        "ref": F(REF),
        "ask": F(SENTENCE),
        "hint": F(SENTENCE, ""),
        "evidence": F(SENTENCE, ""),
        "kind": F(OneOf(tuple(Kind))),
        "options": F(MapOf(_OPTION), {}),
        "ordered": F(YES_NO, True),
        "unit": F(SENTENCE, ""),
        "minimum": F(Whole(), None),
        "maximum": F(Whole(), None),
        "pick": F(Whole(1, 50), None),
        "asked_when": F(CONDITION, None),
        "area": F(SENTENCE),
        "owner": F(KEY, None),
        "dont_know": F(SENTENCE, "Don’t know"),
        "best": F(Raw({}), None),
        "sensitive": F(YES_NO, False),
        "benchmark": F(YES_NO, False),
        "first": F(YES_NO, False),
        "context": F(YES_NO, False),
        "about": F(OneOf((ABOUT_CONTRACT,)), ""),
        "work_out": F(WORK_OUT, None),
        "source": F(SENTENCE),
    }
)
_RULE = Record(
    {
        "key": F(KEY),
        "stage": F(KEY),
        "strength": F(OneOf(tuple(Strength))),
        "applies_when": F(CONDITION, None),
        "needs": F(CONDITION),
        "needed": F(SENTENCE),
        "otherwise": F(SENTENCE),
        "because": F(SENTENCE),
        "board": F(SENTENCE, ""),
        "do": F(_KEYS, ()),
        "source": F(SENTENCE),
    }
)
_ACTION = Record(
    {
        "key": F(KEY),
        "title": F(SENTENCE),
        "achieves": F(
            ListOf(
                Record(
                    {
                        "question": F(KEY),
                        "at_least": F(KEY, None),
                        "is": F(ListOf(KEY, least=1, single=True), None),
                    }
                )
            )
        ),
        "owner": F(KEY),
        "effort": F(_EFFORT),
        "lead_time": F(PERIOD),
        "after": F(_KEYS, ()),
        "start_before_target": F(PERIOD, None),
        "changes_live": F(YES_NO, False),
        "how": F(SENTENCE, ""),
        "source": F(SENTENCE),
    }
)
_ACTIONS = Record({"actions": F(ListOf(_ACTION))})
_FALLBACK = Record(
    {
        "key": F(KEY, None),
        "title": F(SENTENCE),
        "owner": F(KEY),
        "needs": F(SENTENCE),
        "effort": F(Record({"days": _EFFORT.fields["days"]}), None),
        "lead_time": F(PERIOD, None),
        "for": F(_KEYS, ()),
        "when": F(CONDITION, None),
    }
)
_OUTCOMES = ("all", "some", "none")
_LEVEL = Record(
    {"key": F(KEY), "title": F(SENTENCE), "needs": F(CONDITION, None), "says": F(SENTENCE)}
)
_ROW = Record(
    {
        "when": F(MapOf(ListOf(OneOf(_OUTCOMES), least=1, single=True))),
        "outcome": F(KEY),
        "says": F(SENTENCE),
    }
)
_SCALES = {
    "levels": F(
        ListOf(
            Record(
                {
                    "key": F(KEY),
                    "title": F(SENTENCE),
                    "levels": F(ListOf(_LEVEL, least=2, most=12)),
                    "decides": F(KEY, None),
                    "measure": F(KEY, None),
                    "source": F(SENTENCE),
                }
            )
        ),
        (),
    ),
    "tables": F(
        ListOf(
            Record(
                {
                    "key": F(KEY),
                    "title": F(SENTENCE),
                    "outcomes": F(MapOf(SENTENCE)),
                    "lists": F(MapOf(ListOf(CONDITION, least=1))),
                    "rows": F(ListOf(_ROW, least=1)),
                    "source": F(SENTENCE),
                }
            )
        ),
        (),
    ),
    "profiles": F(
        ListOf(
            Record(
                {
                    "key": F(KEY),
                    "title": F(SENTENCE),
                    "applies_when": F(CONDITION, None),
                    "least": F(MapOf(KEY)),
                    "otherwise": F(SENTENCE),
                    "because": F(SENTENCE),
                    "source": F(SENTENCE),
                }
            )
        ),
        (),
    ),
}
_ROUTE: dict[str, F] = {"title": F(SENTENCE), "summary": F(SENTENCE)}

_SURVEY = Record(
    {
        "key": F(KEY),
        "title": F(SENTENCE),
        "year": F(SENTENCE),
        "fieldwork": F(SENTENCE, ""),
        "people": F(Whole(1, 1_000_000), None),
        "called": F(SENTENCE, "people"),
        "organisations": F(Whole(1, 1_000_000), None),
        "places": F(SENTENCE, "organisations"),
        "about": F(YES_NO, False),
        "note": F(SENTENCE, ""),
        "source": F(SENTENCE),
    }
)
# The second half is how packs said it before surveys had a list of their own; those stay readable.
_BENCHMARK = Record(
    {
        "key": F(KEY),
        "survey": F(KEY, None),
        "question": F(KEY),
        "options": F(ListOf(KEY, least=1)),
        "measure": F(SENTENCE),
        "value": F(_PERCENT),
        "note": F(SENTENCE, ""),
        "also": F(_KEYS, ()),
        "wider": F(_KEYS, ()),
        "review_by": F(DAY, None),
        "sample": F(SENTENCE, None),
        "year": F(SENTENCE, None),
        "half_width": F(_PERCENT, None),
        "source": F(SENTENCE, None),
    }
)
_CONTEXT = Record(
    {
        "key": F(KEY),
        "survey": F(KEY, None),
        "says": F(SENTENCE),
        "value": F(_PERCENT, None),
        "source": F(SENTENCE, None),
    }
)
_UNPUBLISHED = Record(
    {
        "key": F(KEY),
        "survey": F(KEY),
        "question": F(KEY),
        "measure": F(SENTENCE),
        "rest": F(_PERCENT),
    }
)

_ENGAGED = Record({"question": F(KEY), "option": F(KEY)})

SHAPES: Mapping[str, Record] = {
    "pack.yaml": Record(
        {
            "key": F(KEY),
            "version": F(Words(r"[0-9A-Za-z][0-9A-Za-z.-]*", "a version such as 2026.11", 40)),
            "title": F(SENTENCE),
            "planning": F(SENTENCE),
            "order": F(Whole(1, 100), 1),
            "default": F(YES_NO, False),
            "claimed": F(KEY),
            "target": F(KEY),
            "contract": F(Record({"ends": F(KEY), "notice": F(KEY), "supplier": F(KEY, "")}), None),
            "hands_over": F(
                Record(
                    {
                        "stage": F(KEY),
                        "to": F(KEY),
                        "says": F(SENTENCE),
                        "answers": F(MapOf(SENTENCE), {}),
                    }
                ),
                None,
            ),
            "counts": F(
                MapOf(Record({"question": F(KEY, None), "organisation": F(KEY, None)})), {}
            ),
            "roles": F(MapOf(SENTENCE)),
            "find-out": F(
                Record(
                    {"effort": F(Record({"days": _EFFORT.fields["days"]})), "lead_time": F(PERIOD)}
                )
            ),
            "hosting": F(
                Record(
                    {
                        "sections": F(ListOf(KEY, least=1)),
                        "owner": F(KEY),
                        "effort": F(Record({"days": _EFFORT.fields["days"]})),
                        "lead_time": F(PERIOD),
                    }
                ),
                None,
            ),
            "sections": F(ListOf(KEY, least=1)),
            "at-hand": F(ListOf(SENTENCE), ()),
            "patterns": F(
                ListOf(
                    Record(
                        {
                            "what": F(SENTENCE),
                            "source": F(SENTENCE),
                            "rules": F(ListOf(KEY, least=1)),
                        }
                    )
                ),
                (),
            ),
            "respondents": F(
                ListOf(
                    Record(
                        {
                            "key": F(KEY),
                            "title": F(SENTENCE),
                            "kind": F(KEY),
                            "setting": F(KEY, ""),
                            "sites": F(Whole(1, 100_000), None),
                            "answers": F(MapOf(SENTENCE), {}),
                            "most": F(Whole(1, 1_000)),
                        }
                    )
                ),
                (),
            ),
            "sources": F(
                MapOf(
                    Record({"title": F(SENTENCE), "date": F(SENTENCE), "review_by": F(DAY, None)})
                ),
                {},
            ),
            "conditions": F(
                MapOf(Record({"means": F(SENTENCE), "when": F(CONDITION)})),
                {},
            ),
            "thresholds": F(
                MapOf(
                    Record(
                        {
                            "value": F(Whole(-1_000_000_000)),
                            "what": F(SENTENCE),
                            "source": F(SENTENCE),
                            "review_by": F(DAY, None),
                        }
                    )
                ),
                {},
            ),
            "dates": F(
                ListOf(
                    Record(
                        {
                            "date": F(DAY),
                            "what": F(SENTENCE),
                            "source": F(SENTENCE),
                            "review_by": F(DAY),
                        }
                    )
                ),
                (),
            ),
            "fallbacks": F(ListOf(_FALLBACK), ()),
            "glossary": F(MapOf(SENTENCE, Words(most=80)), {}),
        }
    ),
    "stages.yaml": Record(
        {
            "stages": F(
                ListOf(
                    Record(
                        {
                            "key": F(KEY),
                            "title": F(SENTENCE),
                            "meaning": F(SENTENCE),
                            "evidence": F(SENTENCE, ""),
                            "blockers": F(SENTENCE, ""),
                        }
                    ),
                    least=2,
                )
            )
        }
    ),
    "routes.yaml": Record(
        {
            "question": F(KEY),
            "least": F(Whole(1, 100)),
            "undecided": F(Record(_ROUTE)),
            "routes": F(
                ListOf(
                    Record(
                        {
                            "key": F(KEY),
                            **_ROUTE,
                            "open_when": F(CONDITION, None),
                            "closed": F(SENTENCE, ""),
                        }
                    ),
                    least=2,
                )
            ),
            "reasons": F(
                ListOf(
                    Record(
                        {
                            "key": F(KEY),
                            "when": F(CONDITION),
                            "because": F(SENTENCE),
                            "whether": F(SENTENCE),
                            "points": F(MapOf(Whole(-10, 10))),
                            "source": F(SENTENCE),
                        }
                    )
                )
            ),
        }
    ),
    "vehicles.yaml": Record(
        {
            "question": F(KEY),
            "scope": F(KEY),
            "vehicles": F(
                ListOf(
                    Record(
                        {
                            "key": F(KEY),
                            "title": F(SENTENCE),
                            "covers": F(ListOf(KEY, least=1)),
                            "opens": F(DAY, None),
                            "closes": F(DAY, None),
                            "says": F(SENTENCE),
                            "source": F(SENTENCE),
                            "review_by": F(DAY),
                        }
                    ),
                    least=1,
                )
            ),
        }
    ),
    "scales.yaml": Record(_SCALES),
    "deadlines.yaml": DEADLINES,
    "actions.yaml": _ACTIONS,
    "actions/": _ACTIONS,
    "benchmarks.yaml": Record(
        {
            "surveys": F(ListOf(_SURVEY), ()),
            "heading": F(SENTENCE, "How others answered"),
            "benchmarks": F(ListOf(_BENCHMARK), ()),
            "context": F(ListOf(_CONTEXT), ()),
            "unpublished": F(ListOf(_UNPUBLISHED), ()),
            "board_engaged": F(_ENGAGED, None),
        }
    ),
    "sections/": Record(
        {
            "section": F(KEY),
            "title": F(SENTENCE),
            "owner": F(KEY),
            "minutes": F(Whole(1, 240)),
            "have_open": F(SENTENCE, ""),
            "asked_when": F(CONDITION, None),
            "questions": F(ListOf(_QUESTION, least=1)),
            "rules": F(ListOf(_RULE), ()),
        }
    ),
}
"""The shape of every file of a pack, by name; a name with a slash stands for all of a folder."""
