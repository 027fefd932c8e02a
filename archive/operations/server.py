"""The production server: whether it can start, and the command that starts it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Mapping

from django.conf import settings

from archive.operations.readiness import why_not_ready

LOOPBACK = "127.0.0.1"


class CannotServe(Exception):
    """Why the site cannot be served, in one sentence."""


def address(port: int) -> str:
    """Return where this machine's own browser finds the site."""
    return f"http://{LOOPBACK}:{port}/"


def port_named(value: str | int) -> int:
    """Return a port's number, or raise `CannotServe`."""
    digits = str(value)
    if not digits.isascii() or not digits.isdecimal() or not 0 < int(digits) < 65536:
        raise CannotServe(f"--port {value} is not a port; use a number from 1 to 65535, such as 8000.")
    return int(digits)


def refuse_taken(port: int) -> None:
    """Raise `CannotServe` when something else listens on the port, or nobody may."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except PermissionError:
            raise CannotServe(
                f"Port {port} is not open to this user; choose one above 1023 with --port."
            ) from None
        except OSError:
            raise CannotServe(
                f"Port {port} is taken by another program; choose another, for instance --port {port + 1}."
            ) from None


def refuse_unready() -> None:
    """Raise `CannotServe` when the database or the static files are not ready for readers."""
    if reason := why_not_ready():
        raise CannotServe(reason)
    if not settings.DEBUG and not (settings.STATIC_ROOT / "staticfiles.json").exists():
        raise CannotServe(
            'Static files are not collected yet; run "python3 manage.py collectstatic --no-input".'
        )


def command(port: int, *, workers: int, threads: int) -> list[str]:
    """Return the command that serves the site on the loopback address.

    Some threads wait for the database while others compute. A worker that does not stop within 10 seconds is
    killed.
    """
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--http", "1", "--host", LOOPBACK,
        "--port", str(port), "--workers", str(workers), "--blocking-threads", str(threads),
        "--workers-kill-timeout", "10", "--respawn-failed-workers", "--log-level", "warning",
        "--working-dir", str(settings.ROOT), "archive.wsgi:application",
    ]  # fmt: skip


def environment(port: int, caller: Mapping[str, str]) -> dict[str, str]:
    """Return the server's environment: the caller's, and the site's own address where that names none."""
    return {"ARCHIVE_BASE_URL": address(port).rstrip("/"), **caller, "ARCHIVE_PROCESS": "web"}


def start(port: int, *, workers: int, threads: int) -> None:
    """Become the server: this process ends here, and its memory with it."""
    arguments = command(port, workers=workers, threads=threads)
    variables = environment(port, os.environ)
    if os.name == "nt":
        raise SystemExit(subprocess.call(arguments, env=variables))
    sys.stdout.flush()
    sys.stderr.flush()
    os.execve(arguments[0], arguments, variables)


def sensible_workers() -> int:
    """Return a worker for each processor, from two (one may be busy) to eight."""
    return max(2, min(os.cpu_count() or 2, 8))
