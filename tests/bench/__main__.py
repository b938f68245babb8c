"""Run the benchmarks named on the command line, or all of them: `python3 dev.py bench [name …]`."""

import sys

from tests.bench import (
    pages,
    paths,
    reading,
    record,
    register,
    replay,
    rules,
    saves,
    sign_in,
    start,
    systems,
)

BENCHMARKS = {
    "pages": pages.run,
    "paths": paths.run,
    "reading": reading.run,
    "register": register.run,
    "record": record.run,
    "replay": replay.run,
    "rules": rules.run,
    "saves": saves.run,
    "signin": sign_in.run,
    "start": start.run,
    "systems": systems.run,
}


def main(names):
    """Run each benchmark; 2 when one is not known."""
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        print(f"There is no benchmark {unknown[0]}: choose from {', '.join(BENCHMARKS)}.")
        return 2
    failed = 0
    for name in names or BENCHMARKS:
        print(f"\n== {name}", flush=True)
        failed |= BENCHMARKS[name]() or 0
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
