"""What the files of a pack may hold as JSON Schema, so that an editor can complete and check."""

from collections.abc import Mapping

from readiness.domain.cases import CASES
from readiness.domain.condition_schema import condition_definitions, refers_to_conditions
from readiness.domain.pack_shapes import SHAPES
from readiness.domain.scenario import FILE, SCENARIO
from readiness.domain.shapes import Schema, Shape

DESCRIBED: Mapping[str, Shape] = {**SHAPES, "cases/": CASES, FILE: SCENARIO}
"""The shape of every file of a pack, cases and the fictional system included; a name with a slash
at its end stands for all of a folder."""


def json_schema(name: str) -> Schema:
    """Describe one of a pack's files for editors, as JSON Schema, draft 2020-12.

    It holds what can be said of one place by itself. Whether a question, rule or option is there is
    for the reader to say. Numbers and dates have to be written without quotation marks.
    """
    schema: Schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": name,
        **DESCRIBED[name].schema(),
    }
    return {**schema, "$defs": condition_definitions()} if refers_to_conditions(schema) else schema


def schema_file(name: str) -> str:
    """Return what the file with the schema of a pack's file is called."""
    return f"{name.rstrip('/').removesuffix('.yaml').replace('/', '-')}.schema.json"
