"""What a password has to be: long enough, and not among the first that anybody would try."""

import re
import unicodedata
from collections.abc import Iterable

from readiness.domain.errors import InvalidAnswer

SHORTEST = 12
LONGEST = 256
ESTIMATED = 72
"""How much of a password is estimated: the estimate takes long over more, and it is enough."""

ENOUGH = 10.0
"""The power of ten of guesses that a password withstands."""

OUR_WORDS = ("readiness", "hscn", "nhs", "trust", "hospital", "network", "health", "password")
"""Words that anybody who guesses here would try."""


def normal(password: str) -> str:
    """Return a password as it counts, however a keyboard composes its accents."""
    return unicodedata.normalize("NFKC", password)


def read_password(text: str, about: Iterable[str] = ()) -> str:
    """Read a password that somebody chose; spaces and every other sign are welcome.

    Args:
        about: what is known of the person: name, e-mail address, organisations.

    Raises:
        InvalidAnswer: it is too short, too long or too easily guessed; the words say which.
    """
    password = normal(text)
    if len(password) < SHORTEST:
        raise InvalidAnswer(
            f"Enter a password of at least {SHORTEST} characters. Three or four words will do."
        )
    if len(password) > LONGEST:
        raise InvalidAnswer(f"Enter a password of at most {LONGEST} characters.")
    if _guesses(password, about) < ENOUGH:
        raise InvalidAnswer(
            "Enter a password that is harder to guess: this one is common, repeats itself, "
            "or is made of words about you or this tool. Add a word or two that nobody expects."
        )
    return password


def _guesses(password: str, about: Iterable[str]) -> float:
    """Estimate how many guesses a password withstands, as a power of ten."""
    from zxcvbn import zxcvbn

    words = {word for text in about for word in (text, *re.split(r"\W+", text)) if len(word) > 2}
    inputs = sorted({word.lower() for word in words} | set(OUR_WORDS))
    return float(zxcvbn(password[:ESTIMATED], user_inputs=inputs)["guesses_log10"])
