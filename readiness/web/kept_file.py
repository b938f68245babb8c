"""A file that a browser keeps."""

from flask import Response


def kept_file(content: bytes, kind: str, name: str) -> Response:
    """Answer with a file to keep, under a name of plain letters."""
    charset = "; charset=utf-8" if kind.startswith("text/") else ""
    return Response(
        content,
        content_type=f"{kind}{charset}",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
