"""A real browser before a served copy; the tests here are marked `browser` and need Chromium."""

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from readiness.app import create_app
from readiness.content import rules_folder
from readiness.settings import Settings
from tests.journeys.serving import served

expect.set_options(timeout=20_000)  # a page that takes long is slow, and not wrong


def pytest_collection_modifyitems(items):
    """Mark every test of this folder."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Drive the system's own Chromium."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert found, "Chromium is needed: apt-get install chromium"
    return browser_type_launch_args | {"executable_path": found, "args": ["--no-sandbox"]}


@pytest.fixture
def instance(tmp_path):
    """Return an instance folder of its own."""
    return tmp_path / "instance"


@pytest.fixture
def rules():
    """Return the rules of the copy: those of the project, unless a test has its own."""
    return rules_folder()


@pytest.fixture
def site(instance, rules):
    """Serve a copy over loopback and return its address."""
    app = create_app(Settings(instance=instance, rules=rules))
    with served(app) as address:
        yield address


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def page(request, browser):
    """Open a page with scripts on, then the same test with scripts off."""
    context = browser.new_context(
        java_script_enabled=request.param, viewport={"width": 1280, "height": 900}
    )
    page = context.new_page()
    page.set_default_timeout(60_000)
    yield page
    context.close()
