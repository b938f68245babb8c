"""Packs in zips, as people and their programs make them."""

import io
import zipfile


def zipped(files, top="", *, extra=(), method=zipfile.ZIP_DEFLATED):
    """Zip a pack’s files in a folder `top`; `extra` are names or entries, and bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for path, text in files.items():
            archive.writestr(f"{top}{path}", text)
        for name, data in dict(extra).items():
            archive.writestr(name, data)
    return packed.getvalue()
