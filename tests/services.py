"""Private servers for the tests: started from what is installed on the machine, gone when the tests are.

`Missing` says in one sentence what is not there; whoever asked decides whether that is a failure.
"""

from __future__ import annotations

import atexit
import contextlib
import glob
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path


class Missing(Exception):
    """Something that some tests need is not installed."""


def in_ci() -> bool:
    """Tell whether a missing server is a failure rather than a gap."""
    return os.environ.get("CI", "").lower() in ("true", "1")


def chromium() -> str:
    """Return the path of an installed Chromium."""
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        if path := shutil.which(name) or shutil.which(name, path="/usr/bin:/usr/local/bin:/snap/bin"):
            return path
    mac = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
    if os.access(mac, os.X_OK):
        return mac
    raise Missing('Chromium is not installed; on Debian, "apt-get install chromium".')


@contextlib.contextmanager
def postgresql() -> Iterator[str]:
    """Start a PostgreSQL cluster on a socket in a folder of its own; give its address, then remove it.

    What a crash would lose is not worth keeping, so nothing waits for the disk.
    """
    programs = _postgresql_programs()
    with _folder("archive-postgresql-") as home:
        data = home / "data"
        make = "-U archive -A trust -E UTF8 --locale=C.UTF-8 --no-sync --no-instructions"
        _as_servant(home, [programs / "initdb", "-D", data, *make.split()])
        quick = (
            "fsync=off synchronous_commit=off full_page_writes=off autovacuum=off jit=off max_connections=60"
        )
        options = f"-k {home} -c listen_addresses='' " + " ".join(f"-c {one}" for one in quick.split())
        try:
            _as_servant(
                home, [programs / "pg_ctl", "-D", data, "-l", home / "log", "-w", "-o", options, "start"]
            )
            yield f"postgresql://archive@/postgres?host={home}"
        finally:
            _as_servant(home, [programs / "pg_ctl", "-D", data, "-m", "immediate", "stop"], check=False)


@contextlib.contextmanager
def redis() -> Iterator[str]:
    """Start a Redis that keeps nothing, on a free port of this machine; give its address, then stop it."""
    program = shutil.which("redis-server") or shutil.which("valkey-server")
    if not program:
        raise Missing('Redis is not installed; on Debian, "apt-get install redis-server".')
    with _folder("archive-redis-") as home:
        path = home / "socket"
        command = [program, "--port", "0", "--unixsocket", str(path), "--save", "", "--appendonly", "no"]
        server = subprocess.Popen(command, cwd=home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            _wait_for_socket(path, server)
            yield f"unix://{path}?db=0"
        finally:
            server.terminate()
            server.wait(timeout=10)


def postgresql_address() -> str:
    """Return the address of the PostgreSQL that this run of the tests uses; the first to ask starts it.

    The environment hands the address down, to the workers of a parallel run too.
    """
    known = os.environ.get("ARCHIVE_TEST_POSTGRESQL", "")
    if not known:
        running = contextlib.ExitStack()
        known = running.enter_context(postgresql())
        atexit.register(running.close)
        os.environ["ARCHIVE_TEST_POSTGRESQL"] = known
    return known


def free_port() -> int:
    """Return a port that nothing listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _postgresql_programs() -> Path:
    patterns = (
        "/usr/lib/postgresql/*/bin",
        "/opt/homebrew/opt/postgresql@*/bin",
        "/usr/local/opt/postgresql@*/bin",
    )
    found = [Path(path) for pattern in patterns for path in glob.glob(pattern)]
    found.sort(
        key=lambda path: [int(part) for part in str(path).replace("@", "/").split("/") if part.isdigit()]
    )
    if on_path := shutil.which("initdb"):
        found.append(Path(on_path).parent)
    for folder in reversed(found):
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    raise Missing('PostgreSQL is not installed; on Debian, "apt-get install postgresql".')


def _servant() -> str:
    """Return the user that servers run as: PostgreSQL refuses to be started by root."""
    if os.getuid() != 0:
        return ""
    import pwd

    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name).pw_name
    raise Missing("PostgreSQL does not run as root, and there is no user postgres or nobody to run it as.")


def _as_servant(home: Path, command: list[str | Path], *, check: bool = True) -> None:
    user = _servant()
    quiet = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "HOME": str(home), "TZ": "UTC"}
    log = home / "commands.log"
    with log.open("ab") as output:
        done = subprocess.run(
            [str(part) for part in command],
            **({"user": user, "group": user, "extra_groups": []} if user else {}),
            cwd=home,
            env=quiet,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            timeout=120,
            check=False,
        )
    if check and done.returncode:
        said = log.read_text(errors="replace")[-2000:]
        raise RuntimeError(f"{Path(command[0]).name} failed with {done.returncode}: {said}")


@contextlib.contextmanager
def _folder(prefix: str) -> Iterator[Path]:
    """Make a folder that the server's own user can write to."""
    home = Path(tempfile.mkdtemp(prefix=prefix))
    try:
        if user := _servant():
            shutil.chown(home, user)
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _wait_for_socket(path: Path, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 10
    while not path.exists():
        if server.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"{server.args[0]} did not start.")
        time.sleep(0.02)
