"""A document as it was declared, or a refusal where it was changed since."""

from readiness.domain.errors import Unusable
from readiness.domain.record import digest_of


def require_declared(document: str, digest: str, what: str) -> None:
    """Refuse a document that is no longer what was declared.

    Args:
        digest: of the document as it was declared.
        what: what it is called in the refusal: Submission 2.

    Raises:
        Unusable: it was changed.
    """
    if digest_of(document) != digest:
        raise Unusable(
            f"{what} is not what was declared: "
            "put a copy of the database from a backup in its place."
        )
