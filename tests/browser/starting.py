"""The demonstration, filled and served by a process of its own in a folder that goes with it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import services

ROOT = Path(__file__).resolve().parent.parent.parent


@contextmanager
def served() -> Iterator[str]:
    """Serve the demonstration; give its address, without a slash at the end."""
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
