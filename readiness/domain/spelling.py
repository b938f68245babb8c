"""Names and postcodes as people type them: what is meant by words that are not quite right."""

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

_SAME_WORD = {"st": "saint", "ctr": "centre", "center": "centre", "hosp": "hospital", "&": "and"}
"""Words that are written in two ways; both are read as the second."""

_TELL_LITTLE = (
    "and the of for in nhs trust foundation surgery practice centre medical health group "
    "hospital hospitals university board integrated care council services"
)
_COMMON = frozenset(_TELL_LITTLE.split())
"""Words that tell little, for many names have them."""

COMMON_WEIGHT = 0.25
"""How much a word that tells little counts beside one that tells."""

LEAST_LIKENESS = 0.62
"""How alike a name has to be to be shown at all."""

FARTHEST = 0.15
"""How much less alike than the likeliest a name may be to be shown beside it."""

_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9O][0-9A-Z]?)([0-9OIL][A-Z]{2})")
_CAPITALS = "nhs icb gp uk ii iii iv pcn ccg cic csu llp ne nw se sw hmp ooh utc miu wic camhs"
_UPPER = frozenset(_CAPITALS.upper().split())
_SMALL = "and of the for in on with at to by upon under le next"
_LOWER = frozenset(_SMALL.split())


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a name: without capitals, accents and marks, St read as Saint."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    plain = plain.replace("'", "").replace("&", " and ")
    return tuple(_SAME_WORD.get(word, word) for word in re.findall(r"[a-z0-9]+", plain))


def key_of(name: str) -> str:
    """Return a name as it is indexed: its words, with a space around each."""
    return f" {' '.join(words_of(name))} "


def trigrams(text: str) -> tuple[str, ...]:
    """Return every three letters in a row of what was typed, with a space before each word."""
    found: dict[str, None] = {}
    for word in words_of(text):
        marked = f" {word}"
        found.update(dict.fromkeys(marked[n : n + 3] for n in range(len(marked) - 2)))
    return tuple(found)


def postcode_key(text: str) -> str:
    """Return a whole postcode without its space; O for zero, and I or L for one, are forgiven.

    Anything that is no postcode gives nothing.
    """
    joined = re.sub(r"[\s.-]", "", text).upper()
    if not (found := _POSTCODE.fullmatch(joined)):
        return ""
    out, rest = found[1], found[2]
    area = re.match(r"[A-Z]{1,2}(?=[0-9O])", out)
    ends = len(area[0]) if area else 1
    digits = out[ends:].replace("O", "0")
    return out[:ends] + digits + rest[0].translate(_DIGITS) + rest[1:]


_DIGITS = str.maketrans("OIL", "011")


def likeness(typed: Sequence[str], name: Sequence[str]) -> float:
    """Say how well a name fits what was typed, from 0 to 1; words that tell little count little."""
    candidates = [*name, *(a + b for a, b in pairwise(name))]
    score = total = 0.0
    for number, word in enumerate(typed):
        weight = COMMON_WEIGHT if word in _COMMON else 1.0
        best = max((_alike(word, other) for other in candidates), default=0.0)
        if number + 1 < len(typed):
            best = max(best, _alike_joined(word + typed[number + 1], name))
        if number:
            best = max(best, _alike_joined(typed[number - 1] + word, name))
        score += weight * best
        total += weight
    return score / total if total else 0.0


def _alike_joined(both: str, name: Sequence[str]) -> float:
    """Say whether two typed words are one word of the name."""
    return 0.97 if both in name else 0.0


def _alike(typed: str, word: str) -> float:
    if typed == word:
        return 1.0
    if len(typed) >= 2 and word.startswith(typed):
        return 0.95
    if len(typed) < 3 or abs(len(typed) - len(word)) > 2:
        return 0.0
    longest = max(len(typed), len(word))
    alike = 1 - slips(typed, word) / longest
    return alike if alike >= 0.6 else 0.0


def slips(one: str, other: str) -> int:
    """Count the letters missing, added, changed or swapped with a neighbour between two words."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, there in enumerate(other, 1):
            least = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != there))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == there:
                least = min(least, older[j - 2] + 1)
            row.append(least)
    return row[-1]


def cased(name: str) -> str:
    """Write a name that is all capitals as one reads it; any other stays as it is."""
    if name != name.upper() or not any(letter.isalpha() for letter in name):
        return name
    words = name.split()
    return " ".join(_cased_word(word, first=not number) for number, word in enumerate(words))


def _cased_word(word: str, *, first: bool) -> str:
    bare = word.strip("(),.")
    if bare in _UPPER or any(letter.isdigit() for letter in bare):
        return word
    if bare.lower() in _LOWER and not first:
        return word.lower()
    if word.isalpha():
        return word.capitalize()
    capital = re.sub(r"[A-Z]+(?:['’]S\b)?", lambda part: part[0].capitalize(), word)
    return re.sub(r"(?<=-)(On|In|Upon|Le|Under|By|And|The|Of)(?=-)", _small, capital)


def _small(part: re.Match[str]) -> str:
    return part[0].lower()
