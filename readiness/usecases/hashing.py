"""Passwords as hashes, by argon2id; and tokens, of which only the hash is kept."""

import hashlib
import secrets
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from readiness.domain.password import LONGEST, normal

HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
"""What OWASP asks for: 19 MiB, two passes."""

AT_ONCE = BoundedSemaphore(4)
"""How many hashes are made at once, so that sign-ins never hold every thread or all memory."""

NOBODY = HASHER.hash(secrets.token_hex())
"""What a password is compared with where there is no account, so that it takes as long."""


def hash_password(password: str) -> str:
    """Return the hash of a password that has been read."""
    with AT_ONCE:
        return HASHER.hash(normal(password))


def matches(hashed: str, password: str) -> bool:
    """Say whether a password has a hash; an empty one costs as much and never matches."""
    with AT_ONCE:
        try:
            given = normal(password[: LONGEST + 1])
            return HASHER.verify(hashed or NOBODY, given) and bool(hashed)
        except (VerificationError, InvalidHashError):
            return False


def outdated(hashed: str) -> bool:
    """Say whether a hash was made by other parameters than those of today."""
    return HASHER.check_needs_rehash(hashed)


def new_token() -> str:
    """Return a random token of 256 bits, fit for an address or a cookie."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """Return what is kept of a token, from which nobody can work it out again."""
    return hashlib.sha256(token.encode()).hexdigest()
