"""What is submitted in this copy, read for what it says of the questions."""

from sqlite_utils import Database

from readiness.domain.assessment import Reading
from readiness.domain.hosted import reading_of
from readiness.domain.record import parse, read_document
from readiness.storage.database import refuse_other_programs
from readiness.storage.packs import pack_by_fingerprint
from readiness.storage.submissions import newest_documents


def submitted_readings(db: Database, pack_key: str) -> tuple[Reading, ...]:
    """Read the newest submission of each assessment, under the version of the pack it had.

    Raises:
        Unusable: the database is not one of this program, or a kept pack cannot be read.
    """
    refuse_other_programs(db)
    readings = []
    for text in newest_documents(db, pack_key):
        document = parse(text, "the database")
        pack = pack_by_fingerprint(db, document["pack"]["fingerprint"])
        readings.append(reading_of(pack, read_document(document, pack, "the database")))
    return tuple(readings)
