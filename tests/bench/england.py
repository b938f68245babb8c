"""From a file of submissions to the stages of all of them, in a process of its own."""

import json
import resource
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace
from itertools import islice
from pathlib import Path
from random import Random

from readiness.content import rules_folder
from readiness.domain.gathering import gather_written, places_read
from readiness.domain.population import Population
from readiness.domain.record import digest_of, write_given
from readiness.domain.standing import Standing, counts
from readiness.storage.assessments import add_assessment, assessment_by_id
from readiness.storage.database import immediate, open_database, prepare
from readiness.storage.organisations import store_organisation
from readiness.storage.packs import current_folder, current_pack, keep_pack
from readiness.storage.people import person_by_id
from readiness.storage.submissions import add_submission, newest_submissions
from tests.bench.served import ROOT
from tests.respondents import AT, respondent


def write_england(path, size):
    """Write so many made-up submissions into a new database, as the storage layer keeps them."""
    random, folder = Random(20261124), current_folder(rules_folder(), "hscn")
    prepare(path)
    with closing(open_database(path)) as db, immediate(db):
        person = person_by_id(db, 1)
        keep_pack(db, folder.pack, folder.files, at=AT)
        for number in range(size):
            given = respondent(folder.pack, random)
            given = replace(given, organisation=_numbered(given.organisation, number))
            store_organisation(db, given.organisation, at=AT)
            assessment = add_assessment(
                db, given.organisation.ods_code, folder.pack, person=person, at=AT
            )
            document = write_given(given, folder.pack)
            add_submission(
                db,
                assessment_by_id(db, assessment),
                document,
                digest_of(document),
                judged_on=given.on,
                person=person,
                at=AT,
            )


def _numbered(organisation, number):
    return replace(organisation, ods_code=f"Z{number:06}")


def measure(path, size):
    """Take stock of the first so many submissions in a fresh process; return its figures."""
    command = [sys.executable, "-m", "tests.bench.england", str(path), str(size)]
    return json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout)


def figures(path, size):
    """Read, gather and judge, and say how long each took and how much memory there was at most."""
    pack = current_pack(rules_folder(), "hscn")
    before = most_memory()
    begun, used = time.perf_counter(), time.process_time()
    with closing(open_database(path)) as db:
        found = newest_submissions(db, pack.key, places_read(pack))
        population = gather_written(pack, (values for _, values in islice(found, size)))
    gathered = time.perf_counter()
    stages = counts(Standing(pack, population).evidenced)
    judged, used = time.perf_counter(), time.process_time() - used
    assert sum(stages.values()) == size
    return {
        "stages": stages,
        "seconds": judged - begun,
        "processor": used,
        "gathering": gathered - begun,
        "kept": min(_again(pack, population, stages) for _ in range(5)),
        "whole": min(whole(pack, population) for _ in range(5)),
        "memory": most_memory(),
        "before": before,
    }


def _again(pack, population, stages):
    """Count the stages once more from the columns that were kept, without what was judged."""
    begun = time.perf_counter()
    assert counts(Standing(pack, _fresh(population)).evidenced) == stages
    return time.perf_counter() - begun


def whole(pack, population):
    """Judge all that a pack can say of anybody, with nothing remembered; return the seconds."""
    begun = time.perf_counter()
    _judge(Standing(pack, _fresh(population)))
    return time.perf_counter() - begun


def _judge(standing):
    """Work out every column of a standing, and count all stages and recommendations."""
    for columns in (standing.rules, standing.gates, standing.reasons, standing.profiles):
        assert all(columns.values())
    assert standing.scales is not None
    for groups in (standing.evidenced, standing.at_most, standing.claimed, standing.recommended):
        counts(groups)


def _fresh(population):
    return Population(population.size, population.said, population.on, population.asked_when)


def most_memory():
    """Return the most memory that this process has had, in megabytes.

    Linux hands the figure that `resource` gives down from a parent process, so its own is read.
    """
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().split("VmHWM:")[1].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    print(json.dumps(figures(Path(sys.argv[1]), int(sys.argv[2]))))
