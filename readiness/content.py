"""Where the rules and the templates are: at the top of a checkout, or inside an installed copy."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_INSTALLED = _PACKAGE / "_content"


def rules_folder() -> Path:
    """Return the folder which holds one folder for each rule pack."""
    return _folder("rules")


def templates_folder() -> Path:
    """Return the folder of page templates."""
    return _folder("templates")


def _folder(name: str) -> Path:
    """Look inside the package first: only an installed copy has `_content`, while the folder which
    holds an installed package may have a `templates` of somebody else's.
    """
    top = _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parent
    return top / name
