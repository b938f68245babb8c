"""Where to go on to: only ever an address of ours."""

from urllib.parse import urlsplit


def safe_next(wanted: str, otherwise: str) -> str:
    """Return the address that somebody wants to go on to where it is ours, else another."""
    parts = urlsplit(wanted) if wanted.isprintable() and "\\" not in wanted else None
    ours = parts is not None and wanted.startswith("/") and not wanted.startswith("//")
    return wanted if ours and parts and not parts.scheme and not parts.netloc else otherwise
