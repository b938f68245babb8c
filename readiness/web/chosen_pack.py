"""The pack that an address asks for, among all that there are."""

from flask import request

from readiness.domain.errors import NotFound
from readiness.domain.pack import Pack
from readiness.usecases.pack import list_packs
from readiness.web import current


def packs_and_chosen() -> tuple[tuple[Pack, ...], Pack]:
    """Return the packs, and the one that the address names, else the one meant where none is."""
    packs = list_packs(current.db(), current.rules())
    wanted = request.args.get("pack")
    found = (
        [pack for pack in packs if pack.key == wanted]
        if wanted
        else [*(pack for pack in packs if pack.default), *packs]
    )
    if not found:
        raise NotFound("There is no such pack here.")
    return packs, found[0]
