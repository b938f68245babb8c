"""The settings of a copy: where it keeps what it is told, and how it is served.

`settings.toml` in the instance folder says them; what it leaves out stays as it is here.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Any

from readiness.domain.errors import Unusable

FILE = "settings.toml"


@dataclass(frozen=True, slots=True)
class Mail:
    """Where e-mail is handed over; without it people copy links themselves."""

    host: str
    sender: str
    port: int = 587
    user: str = ""
    password: str = ""
    encryption: str = "starttls"


@dataclass(frozen=True, slots=True)
class SingleSignOn:
    """Whose word is taken for who somebody is, by OpenID Connect."""

    issuer: str
    client_id: str
    client_secret: str
    label: str = "single sign-on"


@dataclass(frozen=True, slots=True)
class Settings:
    """Where a copy keeps what it is told and finds its rules, and how it is served.

    With `accounts`, people sign in. Without, it has one trusted user and serves loopback alone.
    `hosts` are the names it answers to, beside those of this computer. Times are in minutes.
    With `second_factor`, whoever signs in by a password has to have a second factor as well.
    """

    instance: Path = field(metadata={"told": False})
    rules: Path = field(metadata={"told": False})
    accounts: bool = False
    hosts: tuple[str, ...] = ()
    proxies: int = 0
    secure: bool = False
    idle_minutes: int = 60
    session_minutes: int = 12 * 60
    second_factor: bool = False
    mail: Mail | None = None
    single_sign_on: SingleSignOn | None = None
    testing: bool = field(default=False, metadata={"told": False})

    @property
    def database(self) -> Path:
        """The file of the database."""
        return self.instance / "readiness.db"


def read_settings(instance: Path, rules: Path) -> Settings:
    """Read the settings of a copy; without a file they are the ones above.

    Raises:
        Unusable: the file cannot be read, or names or holds what we do not know.
    """
    path = instance / FILE
    try:
        told = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return Settings(instance, rules)
    except (OSError, UnicodeDecodeError) as error:
        raise Unusable(f"{path} cannot be read: {error}.") from None
    except tomllib.TOMLDecodeError as error:
        raise Unusable(f"{path} is not TOML: {error}.") from None
    plain = _fitting(Settings, told, str(path))
    for name, kind in (("mail", Mail), ("single_sign_on", SingleSignOn)):
        if name in plain:
            plain[name] = kind(**_fitting(kind, plain[name], f"{path}, [{name}]"))
    settings = Settings(instance, rules, **plain)
    for wrong in _wrong(settings):
        raise Unusable(f"{path}: {wrong}")
    return settings


def _wrong(settings: Settings) -> Iterator[str]:
    """Say what fits its kind and is no use, or no safe one."""
    if not 0 < settings.idle_minutes <= settings.session_minutes:
        yield "idle_minutes is at least 1, and no more than session_minutes."
    if settings.mail and settings.mail.encryption not in ("starttls", "tls", "none"):
        yield 'encryption in [mail] is "starttls", "tls" or "none".'
    single = settings.single_sign_on
    if single and not re.match(r"https://|http://(127\.0\.0\.1|localhost)[:/]", single.issuer):
        yield "issuer in [single_sign_on] begins with https://."


_KINDS: dict[Any, tuple[type, str]] = {
    bool: (bool, "true or false"),
    int: (int, "a whole number that is not below 0"),
    str: (str, "a text in quotes"),
    tuple[str, ...]: (list, "a list of texts"),
}


def _fitting(kind: type, told: Mapping[str, Any], where: str) -> dict[str, Any]:
    """Return what is told where it fits the fields of a kind.

    Raises:
        Unusable: a setting is unknown, missing or of the wrong kind; the sentence says which.
    """
    known = {one.name: one for one in fields(kind) if one.metadata.get("told", True)}
    for name, value in told.items():
        if name not in known:
            raise Unusable(f"{where}: there is no setting {name}. There are: {', '.join(known)}.")
        wanted, words = _KINDS.get(known[name].type, (dict, "a table of settings"))
        if type(value) is not wanted or not _in_range(value):
            raise Unusable(f"{where}: {name} is {words}.")
    missing = [name for name, one in known.items() if one.default is MISSING and name not in told]
    if missing:
        raise Unusable(f"{where}: {missing[0]} is missing.")
    return {name: tuple(v) if isinstance(v, list) else v for name, v in told.items()}


def _in_range(value: object) -> bool:
    if isinstance(value, list):
        return all(isinstance(one, str) for one in value)
    return not isinstance(value, int) or value >= 0
