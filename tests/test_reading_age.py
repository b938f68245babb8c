"""What we ask is easy enough to read, and no abbreviation goes unexplained."""

import re
from dataclasses import replace

import pytest

from readiness.content import rules_folder
from readiness.domain.glossary import Term
from readiness.storage.packs import current_pack, pack_keys
from tests.reading_age import (
    EVERYBODY_KNOWS,
    LEGAL,
    LIMIT,
    LONGEST_HINT,
    PLAIN,
    asked_in,
    difficulty,
    syllables,
    words_of,
)

PACKS = {key: current_pack(rules_folder(), key) for key in pack_keys(rules_folder())}
SECTIONS = [(pack, section) for pack in PACKS.values() for section in pack.sections]
HSCN = PACKS["hscn"]


def named(pair):
    return f"{pair[0].key}:{pair[1].key}"


@pytest.mark.parametrize("pair", SECTIONS, ids=named)
def test_no_section_is_harder_to_read_than_the_limit(pair):
    pack, section = pair

    assert difficulty(asked_in(section), pack.glossary).age <= LIMIT


@pytest.mark.parametrize("pair", SECTIONS, ids=named)
def test_no_hint_is_too_long_to_take_in(pair):
    words, characters = LONGEST_HINT
    long = [
        (q.ref, len(words_of(q.hint)), len(q.hint))
        for q in pair[1].questions
        if len(words_of(q.hint)) > words or len(q.hint) > characters
    ]

    assert long == []


def test_the_limit_fails_a_hard_text_and_passes_a_plain_one():
    hard = ["Has contractual indemnification been comprehensively operationalised?", LEGAL]

    assert difficulty(hard).age > LIMIT
    assert difficulty([PLAIN]).age < LIMIT - 5


def test_a_hint_one_word_too_long_would_be_found():
    assert len(words_of("word " * 26)) > LONGEST_HINT[0]


def test_texts_that_were_counted_by_ear_are_counted_alike():
    plain, legal = difficulty([PLAIN]), difficulty([LEGAL])

    assert (plain.sentences, plain.words, plain.syllables) == (3, 35, 36)
    assert (legal.sentences, legal.words, legal.syllables) == (1, 20, 58)


def test_the_grade_is_the_published_formula():
    found = difficulty(["The cat sat on the mat. It had a hat."])

    assert (found.words, found.sentences, found.syllables) == (10, 2, 10)
    assert found.grade == pytest.approx(0.39 * 5 + 11.8 * 1 - 15.59)


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("network", 2),
        ("organisation", 5),
        ("cutover", 3),
        ("Wayleaves", 2),
        ("hyper-care", 3),
        ("95", 1),
        ("don’t", 1),
        ("resilience", 3),
    ],
)
def test_syllables_are_counted_as_they_are_spoken(word, count):
    assert syllables(word) == count


def test_a_term_of_the_glossary_counts_as_one_easy_word():
    glossary = (Term("Mandatory Supplemental Terms", "Clauses."),)
    found = difficulty(["Are the Mandatory Supplemental Terms in it?"], glossary)

    assert (found.words, found.syllables) == (5, 5)


# Abbreviations


def abbreviations(text):
    """Return the words of a text with two capitals or more."""
    words = re.findall(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*(?:\([A-Z]\))?", text)
    return {word for word in words if len(re.findall(r"[A-Z]", word)) > 1}


def words_people_read(pack):
    """Return every text of a pack that people read, with the place it stands at."""
    for q in pack.questions.values():
        yield from ((q.ref, text) for text in (q.ask, q.hint, *(o.label for o in q.options)))
    for r in pack.rules:
        yield from ((r.key, text) for text in (r.otherwise, r.because, r.needed, r.board))
    for a in pack.actions:
        yield from ((a.key, text) for text in (a.title, a.how))


def unexplained(pack):
    """Return the abbreviations that stand neither in the glossary nor in everybody’s head."""
    explained = {part for term in pack.glossary for part in _spellings(term.word)}
    known = explained | EVERYBODY_KNOWS
    return {
        (place, word)
        for place, text in words_people_read(pack)
        for word in abbreviations(text)
        if not _spellings(word) & known and not _known_in_parts(word, known)
    }


def _spellings(word):
    """Return a term and each of its words, as they are and without the s of more than one."""
    return {s for w in (word, *word.split()) for s in (w, w.removesuffix("s"))}


def _known_in_parts(word, known):
    """Say whether every part with two capitals of a word with hyphens is known: HSCN-only."""
    parts = [part for part in word.split("-") if abbreviations(part)]
    return bool(parts) and "-" in word and all(_spellings(part) & known for part in parts)


@pytest.mark.parametrize("key", PACKS)
def test_every_abbreviation_is_explained_in_the_glossary(key):
    assert sorted(unexplained(PACKS[key])) == []


def test_an_abbreviation_without_an_entry_would_be_found():
    without = tuple(term for term in HSCN.glossary if term.word != "COIN")
    found = unexplained(replace(HSCN, glossary=without))

    assert {word for _, word in found} & {"COIN", "COINs"}


@pytest.mark.parametrize("key", PACKS)
def test_no_two_terms_of_a_glossary_stand_at_one_place(key):
    anchors = [term.anchor for term in PACKS[key].glossary]

    assert len(anchors) == len(set(anchors))
    assert all(anchors)


@pytest.mark.parametrize("key", PACKS)
def test_a_glossary_explains_in_few_and_plain_words(key):
    glossary = PACKS[key].glossary
    long = [t.word for t in glossary if len(words_of(t.meaning)) > 40]

    assert long == []
    assert difficulty([t.meaning for t in glossary], glossary).age <= LIMIT
