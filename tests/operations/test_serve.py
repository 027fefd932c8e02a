"""`manage.py serve`: it starts, or says in one sentence why it does not."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from archive.operations import server
from tests.services import free_port

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def started(monkeypatch):
    """Return what the command would have become, instead of becoming it."""
    calls = []
    monkeypatch.setattr(
        os, "execve", lambda program, arguments, variables: calls.append((arguments, variables))
    )
    return calls


@pytest.fixture
def collected(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "staticfiles.json").write_text("{}")


@pytest.mark.django_db
def test_becomes_the_server_on_the_loopback_address(started, collected):
    port = free_port()
    call_command("serve", port=port)
    [(arguments, variables)] = started
    assert arguments[arguments.index("--host") + 1] == "127.0.0.1"
    assert arguments[arguments.index("--port") + 1] == str(port)
    assert variables["ARCHIVE_PROCESS"] == "web"
    assert variables["ARCHIVE_BASE_URL"] == f"http://127.0.0.1:{port}"


def test_leaves_the_address_of_the_site_as_the_environment_has_it():
    variables = server.environment(8000, {"ARCHIVE_BASE_URL": "https://archive.example.org"})
    assert variables["ARCHIVE_BASE_URL"] == "https://archive.example.org"


def test_says_that_a_port_is_taken(started):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CommandError) as refusal:
            call_command("serve", port=port)
    assert str(refusal.value) == (
        f"Port {port} is taken by another program; choose another, for instance --port {port + 1}."
    )
    assert started == []


@pytest.mark.parametrize("value", ["0", "65536", "http", "-1", "٨٠٠٠"])
def test_says_what_a_port_is(value):
    with pytest.raises(CommandError) as refusal:
        call_command("serve", f"--port={value}")
    assert str(refusal.value) == f"--port {value} is not a port; use a number from 1 to 65535, such as 8000."


@pytest.mark.django_db
def test_says_that_static_files_are_missing(started, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    with pytest.raises(CommandError, match="Static files are not collected yet"):
        call_command("serve", port=free_port())
    assert started == []


def test_says_that_migrations_are_missing(started, collected, monkeypatch):
    monkeypatch.setattr(server, "why_not_ready", lambda: "Migrations that are not applied yet: 3; run ...")
    with pytest.raises(CommandError, match="Migrations that are not applied yet: 3"):
        call_command("serve", port=free_port())
    assert started == []


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_answers_over_the_network_and_stops_when_told(tmp_path, stop):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ARCHIVE_")}
    environment |= {"DJANGO_SETTINGS_MODULE": "archive.settings", "ARCHIVE_DATA": str(tmp_path)}
    environment |= {"DATABASE_URL": "", "REDIS_URL": ""}
    port = free_port()
    process = subprocess.Popen(
        server.command(port, workers=2, threads=2), env=environment, cwd=ROOT, start_new_session=True
    )
    try:
        assert wait_for(f"http://127.0.0.1:{port}/healthz", process) == "The archive is up.\n"
        process.send_signal(stop)
        assert process.wait(timeout=15) == 0
    finally:
        if process.poll() is None:
            process.kill()


@pytest.mark.skipif(os.name == "nt", reason="a terminal of Windows sends no signals")
def test_stops_at_once_where_a_terminal_tells_the_workers_too(tmp_path):
    # On a busy machine a worker may be told before it has begun to listen: so not once, but never.
    assert any(stops_at_once(tmp_path) for _ in range(3)), "a worker waited to be killed"


def stops_at_once(folder):
    """Start a server with two workers, interrupt them all, and say whether it ended within 8 seconds."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ARCHIVE_")}
    environment |= {"DJANGO_SETTINGS_MODULE": "archive.settings", "ARCHIVE_DATA": str(folder)}
    environment |= {"DATABASE_URL": "", "REDIS_URL": ""}
    port = free_port()
    process = subprocess.Popen(
        server.command(port, workers=2, threads=4), env=environment, cwd=ROOT, start_new_session=True
    )
    try:
        for _ in range(40):  # both workers have answered
            wait_for(f"http://127.0.0.1:{port}/healthz", process)
        os.killpg(process.pid, signal.SIGINT)
        return process.wait(timeout=8) == 0
    except subprocess.TimeoutExpired:
        return False
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wait_for(address, process):
    """Return the page at the address as soon as there is one."""
    deadline = time.monotonic() + 30
    while True:
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                return answer.read().decode()
        except OSError:
            assert process.poll() is None, "the server ended"
            assert time.monotonic() < deadline, "the server did not answer within 30 seconds"
            time.sleep(0.1)


def test_runs_under_the_python_that_started_it():
    assert server.command(8000, workers=2, threads=4)[:3] == [sys.executable, "-m", "granian"]
