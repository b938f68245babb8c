"""The bars of a row stand over their own figures, though one drawing spans all the areas."""

from dataclasses import replace

import pytest

from readiness.app import create_app
from readiness.content import rules_folder
from readiness.settings import Settings
from readiness.storage.database import open_database
from tests.journeys.serving import served
from tests.systems import SYSTEM, fill_system

SYSTEMS = {"hscn": "ZXY", "renewal": "ZXW"}
OFF = """
() => [...document.querySelectorAll(".app-heat tr:has(svg)")].map(row => {
  const cells = [...row.querySelectorAll("td")];
  const drawn = row.querySelector("svg").getBoundingClientRect();
  const wide = cells.slice(0, -1).reduce((sum, cell) => sum + cell.offsetWidth, 0);
  return [drawn.left - cells[0].getBoundingClientRect().left, drawn.width - wide];
})
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """Serve a system for each pack, one with more areas than a page is wide."""
    instance = tmp_path_factory.mktemp("systems")
    app = create_app(Settings(instance=instance, rules=rules_folder()))
    db = open_database(instance / "readiness.db")
    for pack, code in SYSTEMS.items():
        system = replace(SYSTEM, ods_code=code)
        fill_system(db, rules_folder(), 12, submitted=8, pack_key=pack, system=system)
    db.close()
    with served(app) as address:
        yield address


@pytest.mark.parametrize("pack", SYSTEMS)
@pytest.mark.parametrize("width", [1280, 390])
def test_a_drawing_is_as_wide_as_the_columns_it_spans(browser, address, pack, width):
    window = browser.new_page(viewport={"width": width, "height": 900})
    window.goto(f"{address}/systems/{SYSTEMS[pack]}/comparison?pack={pack}")
    found = window.evaluate(OFF)
    window.close()

    assert len(found) == 9
    assert all(abs(off) <= 1 for row in found for off in row), found
