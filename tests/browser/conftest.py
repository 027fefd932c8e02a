"""The served demonstration, pages to open it with, and a record of the first visit to each example."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import services
from tests.browser.examples import EXAMPLES
from tests.browser.visits import Visit, visit

ROOT = Path(__file__).resolve().parent.parent.parent
NewPage = Callable[..., Any]


@pytest.fixture(scope="session")
def site(browser: Any) -> Iterator[str]:
    """Return the address of the demonstration: filled and served once, by a process of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ARCHIVE_", "DJANGO_"))}
    port = services.free_port()
    with tempfile.TemporaryDirectory(prefix="archive-browser-") as folder:
        environment = kept | {"DJANGO_SETTINGS_MODULE": "tests.browser.settings", "ARCHIVE_DATA": folder}
        environment |= {"DATABASE_URL": "", "REDIS_URL": "", "EMAIL_URL": ""}
        log = Path(folder) / "log"
        with log.open("w") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.browser.serving", str(port)],
                env=environment,
                cwd=ROOT,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        try:
            address = f"http://127.0.0.1:{port}"
            wait_until_ready(address, process, log)
            yield address
        finally:
            process.terminate()
            process.wait(timeout=20)


def wait_until_ready(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return as soon as the site answers; fail with its log where it ends or takes over three minutes."""
    deadline = time.monotonic() + 180
    while True:
        try:
            with urllib.request.urlopen(address + "/readyz", timeout=5):
                return
        except OSError:
            assert process.poll() is None, log.read_text()[-3000:]
            assert time.monotonic() < deadline, log.read_text()[-3000:]
            time.sleep(0.1)


@pytest.fixture
def new_page(browser: Any, site: str) -> Iterator[NewPage]:
    """Open pages, each for a reader who was never here; options are those of a Playwright context."""
    contexts = []

    def open_page(width: int = 1440, **options: Any) -> Any:
        context = browser.new_context(
            base_url=site, viewport={"width": width, "height": 900}, reduced_motion="reduce", **options
        )
        context.set_default_timeout(20_000)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: NewPage) -> Any:
    """Return a fresh page, 1440 pixels wide."""
    return new_page()


@pytest.fixture
def plain_page(new_page: NewPage) -> Any:
    """Return a fresh page without JavaScript, as wide as a telephone."""
    return new_page(width=360, java_script_enabled=False)


@pytest.fixture(scope="session")
def visited(browser: Any, site: str) -> Callable[[str], Visit]:
    """Give what a first visit to an example brought, by the example's name; each is visited once."""
    visits: dict[str, Visit] = {}

    def find(name: str) -> Visit:
        if name not in visits:
            visits[name] = visit(browser, site, EXAMPLES[name])
        return visits[name]

    return find
