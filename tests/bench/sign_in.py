"""What a sign-in costs: our argon2id beside its library's default and two of scrypt, in one run."""

import hashlib
import secrets
import time
from statistics import median

from argon2 import PasswordHasher
from werkzeug.security import check_password_hash, generate_password_hash

from readiness.usecases.hashing import HASHER

ROUNDS = 15
PASSWORD = "turnip lantern 42 gravel"


def run():
    """Print the median milliseconds of checking one password, and the ratio to ours."""
    library = PasswordHasher()
    kept = [h.hash(PASSWORD) for h in (HASHER, library)]
    scrypt = generate_password_hash(PASSWORD)
    salt = secrets.token_bytes(16)
    ways = {
        "ours: argon2id, 19 MiB, 2 passes": lambda: HASHER.verify(kept[0], PASSWORD),
        "argon2-cffi’s default": lambda: library.verify(kept[1], PASSWORD),
        "werkzeug’s default, scrypt 2^15": lambda: check_password_hash(scrypt, PASSWORD),
        "scrypt 2^17, as OWASP asks": lambda: hashlib.scrypt(
            PASSWORD.encode(), salt=salt, n=2**17, r=8, p=1, maxmem=2**28
        ),
    }
    times = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            begun = time.perf_counter()
            way()
            times[name].append(time.perf_counter() - begun)
    ours = median(next(iter(times.values())))
    for name, taken in times.items():
        print(f"{name:36} {median(taken) * 1000:7.1f} ms  {median(taken) / ours:5.1f} times ours")
    return 0
