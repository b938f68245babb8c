"""The words of the field: which of them a text uses, and where each is explained."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the field, explained."""

    word: str
    meaning: str

    @property
    def anchor(self) -> str:
        """Where it stands on the page of words: connection-agreement."""
        return re.sub(r"[^a-z0-9]+", "-", self.word.lower()).strip("-")

    @property
    def letter(self) -> str:
        """Under which letter it is looked for; all digits are under one heading."""
        return self.word[0].upper() if self.word[0].isalpha() else "0 to 9"


Glossary = tuple[Term, ...]
"""The terms of a pack, in the order in which they are written."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text; one with a term is the first place where the text uses it."""

    text: str
    term: Term | None = None


@dataclass(frozen=True, slots=True)
class Explained:
    """A question's hint in pieces, and the terms that the question uses and its hint does not."""

    hint: tuple[Piece, ...]
    others: Glossary


def explained(ask: str, hint: str, glossary: Glossary) -> Explained:
    """Find the terms in a question and in its hint."""
    pieces = pieces_of(hint, glossary)
    met = {piece.term for piece in pieces}
    return Explained(pieces, tuple(t for t in terms_in(ask, glossary) if t not in met))


def pieces_of(text: str, glossary: Glossary) -> tuple[Piece, ...]:
    """Cut a text where it first uses each term; put together, the pieces are the text.

    A term counts as a whole word, written as in the glossary or with a small first letter, with or
    without an s for more than one. Where two terms begin together, the longer one counts.
    """
    pieces: list[Piece] = []
    met: set[Term] = set()
    end = 0
    finder, by_word = _finder(glossary)
    for found in finder.finditer(text):
        term = by_word[found[1]]
        if term not in met:
            met.add(term)
            pieces += [Piece(text[end : found.start()]), Piece(found[0], term)]
            end = found.end()
    return tuple(piece for piece in (*pieces, Piece(text[end:])) if piece.text)


def terms_in(text: str, glossary: Glossary) -> Glossary:
    """Return the terms that a text uses, in the order in which it does."""
    return tuple(piece.term for piece in pieces_of(text, glossary) if piece.term)


def by_letter(glossary: Glossary) -> tuple[tuple[str, Glossary], ...]:
    """Return the terms as a reader looks them up: digits first, then letter by letter."""
    ordered = sorted(glossary, key=lambda term: (term.word.casefold(), term.word))
    return tuple((letter, tuple(terms)) for letter, terms in groupby(ordered, lambda t: t.letter))


@lru_cache(maxsize=32)
def _finder(glossary: Glossary) -> tuple[re.Pattern[str], Mapping[str, Term]]:
    by_word = {_small(term.word): term for term in glossary}
    by_word |= {term.word: term for term in glossary}
    longest_first = sorted(by_word, key=len, reverse=True)
    words = "|".join(map(re.escape, longest_first)) or r"\b\B"
    return re.compile(rf"(?<!\w)({words})s?(?!\w)"), by_word


def _small(word: str) -> str:
    return word[:1].lower() + word[1:]
