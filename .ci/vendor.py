#!/usr/bin/env python3
"""Fetch the NHS design system again: `python3 .ci/vendor.py [version]`. Needs npm.

Keeps the stylesheet, the images it asks for, and a record of it all with digests. Leaves out the
scripts and the logo, which our pages do not use, the Frutiger fonts, which need a licence of their
own and come from another host, and references to source maps.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent / "readiness" / "web" / "static" / "nhsuk"
RECORD = HOME / "VENDORED.json"


def main(version: str | None) -> None:
    """Fetch a version, or the one on record, and write the record anew."""
    record = json.loads(RECORD.read_text(encoding="utf-8"))
    record["version"] = version or record["version"]
    for name, content in fetch(f"{record['package']}@{record['version']}").items():
        (HOME / name).parent.mkdir(exist_ok=True)
        (HOME / name).write_bytes(content)
    files = sorted(path for path in HOME.rglob("*") if path.is_file() and path != RECORD)
    record["files"] = {
        path.relative_to(HOME).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }
    RECORD.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


def fetch(package: str) -> dict[str, bytes]:
    """Return the files to keep, by name."""
    with tempfile.TemporaryDirectory() as folder:
        npm = shutil.which("npm") or sys.exit("Install npm and give the same command again.")
        subprocess.run([npm, "pack", "--silent", package], cwd=folder, check=True)
        with tarfile.open(next(Path(folder).glob("*.tgz"))) as archive:
            return keep(archive)


def keep(archive: tarfile.TarFile) -> dict[str, bytes]:
    """Choose the files, and make the stylesheet fit for any address."""

    def read(name: str) -> bytes:
        return archive.extractfile(f"package/dist/nhsuk/{name}").read()

    css = read("nhsuk-frontend.min.css").decode()
    css = re.sub(r"@font-face\{[^}]*\}|\s*/\*# sourceMappingURL=.*?\*/", "", css)
    css = css.replace("url(/assets/", "url(")
    images = set(re.findall(r"url\((images/[^)]*)\)", css))
    return {
        "nhsuk-frontend.min.css": css.encode(),
        **{name: read(f"assets/{name}") for name in sorted(images)},
    }


if __name__ == "__main__":
    main(*sys.argv[1:2] or [None])
