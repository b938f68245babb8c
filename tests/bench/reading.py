"""How hard the questions of each pack are to read, by section, beside texts that we know."""

import re
from pathlib import Path

from readiness.content import rules_folder
from readiness.storage.packs import current_pack, pack_keys
from tests.reading_age import (
    LEGAL,
    LIMIT,
    PLAIN,
    asked_in,
    difficulty,
    options_of,
    sentences_of,
    words_of,
)

SEMANTICS = Path(__file__).resolve().parents[2] / "docs" / "semantics.md"
FEWEST_WORDS = 6
"""A sentence of fewer words is not listed as hard: one long word would put it first."""


def run():
    """Print each section’s reading age and hardest sentences; 1 when one is over the limit."""
    plain = difficulty([PLAIN])
    print("Flesch-Kincaid grade and reading age (grade + 5); a glossary term is one easy word")
    print(f"limit for what a section asks and hints: reading age {LIMIT}\n")
    print(f"{'':32}questions  words  grade   age  to plain  with options")
    yardsticks = {"plain words": [PLAIN], "our semantics.md": _prose(SEMANTICS), "legal": [LEGAL]}
    for name, texts in yardsticks.items():
        print(_line(f"yardstick: {name}", "", difficulty(texts), plain))
    over = [key for key in pack_keys(rules_folder()) if _pack(key, plain) > LIMIT]
    print(f"\npacks with a section over the limit: {', '.join(over) or 'none'}")
    return 1 if over else 0


def _pack(key, plain):
    """Print a pack and return the reading age of its hardest section."""
    pack = current_pack(rules_folder(), key)
    print(f"\n{pack.title}")
    ages = []
    for section in pack.sections:
        asked, options = asked_in(section), options_of(section)
        found = difficulty(asked, pack.glossary)
        whole = difficulty([*asked, *options], pack.glossary)
        print(f"{_line(section.title, len(section.questions), found, plain)} {whole.age:13.1f}")
        ages.append(found.age)
        for sentence in _hardest(asked, pack.glossary):
            print(f"    {difficulty([sentence], pack.glossary).age:5.1f}  {sentence}")
    return max(ages, default=0.0)


def _line(name, questions, found, plain):
    figures = f"{found.words:>6} {found.grade:>6.1f} {found.age:>5.1f}"
    return f"{name:32.32}{questions:>9} {figures} {found.age - plain.age:>+9.1f}"


def _hardest(texts, glossary):
    long_enough = [
        s for text in texts for s in sentences_of(text) if len(words_of(s)) >= FEWEST_WORDS
    ]
    return sorted(long_enough, key=lambda s: -difficulty([s], glossary).grade)[:3]


def _prose(file):
    """Return the paragraphs of a document, without headings, tables and code."""
    text = re.sub(r"```.*?```", "", file.read_text(), flags=re.S)
    paragraphs = (" ".join(part.split()) for part in text.split("\n\n"))
    return [part for part in paragraphs if part and not part.startswith(("#", "|"))]
