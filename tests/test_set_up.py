"""From a bare machine to a running command: the bootstrap and the lock."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from scripts import bootstrap

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("name", ["manage.py", "scripts/__init__.py", "scripts/bootstrap.py"])
def test_an_old_python_can_read_what_looks_for_a_new_one(name):
    ast.parse((ROOT / name).read_text(), feature_version=(3, 8))


@pytest.mark.parametrize("name", ["manage.py", "scripts/bootstrap.py"])
def test_the_bootstrap_imports_the_standard_library_only(name):
    for node in ast.walk(ast.parse((ROOT / name).read_text())):
        if isinstance(node, ast.Import):
            assert {alias.name.split(".")[0] for alias in node.names} <= sys.stdlib_module_names
        elif isinstance(node, ast.ImportFrom):
            assert node.module.split(".")[0] in {*sys.stdlib_module_names, "scripts", "django"}


def test_a_python_is_taken_only_after_it_ran(tmp_path):
    shim = tmp_path / "python3.13"
    shim.write_text("#!/bin/sh\necho 'python3.13: command not found' >&2\nexit 127\n")
    shim.chmod(0o755)
    assert bootstrap.proved([str(shim)]) is None
    assert bootstrap.proved([str(tmp_path / "absent")]) is None
    assert Path(bootstrap.proved([sys.executable])) == Path(sys.executable)


def test_a_python_that_is_slow_to_answer_is_not_taken_for_broken(monkeypatch, tmp_path):
    def is_slow(command, **_):
        raise subprocess.TimeoutExpired(command, 20)

    monkeypatch.setattr(bootstrap.subprocess, "run", is_slow)
    assert bootstrap.runs(sys.executable)
    assert not bootstrap.runs(str(tmp_path / "absent"))


def test_the_first_python_that_proves_itself_is_taken(monkeypatch):
    monkeypatch.setattr(bootstrap, "candidates", lambda: [["old"], ["good"], ["later"]])
    monkeypatch.setattr(
        bootstrap, "proved", lambda command: {"good": "/good", "later": "/later"}.get(command[0])
    )
    assert bootstrap.find_python() == "/good"


def test_without_any_python_the_advice_has_four_lines(monkeypatch, tmp_path):
    def fail():
        raise OSError("no network")

    monkeypatch.setattr(bootstrap, "VENV", str(tmp_path / ".venv"))
    monkeypatch.setattr(bootstrap, "find_python", lambda: None)
    monkeypatch.setattr(bootstrap, "fetch_python_with_uv", fail)
    with pytest.raises(SystemExit) as end:
        bootstrap.make_environment()
    assert len(str(end.value).splitlines()) == 4
    assert "Python 3.12 or newer" in str(end.value)


def test_an_installed_environment_counts_until_the_lock_changes(monkeypatch, tmp_path):
    python = tmp_path / "python"
    python.touch()
    lock = tmp_path / "requirements.txt"
    lock.write_text("django==6.1\n")
    monkeypatch.setattr(bootstrap, "VENV", str(tmp_path))
    monkeypatch.setattr(bootstrap, "ROOT", str(tmp_path))
    monkeypatch.setattr(bootstrap, "PYTHON", str(python))
    assert not bootstrap.up_to_date("site")
    Path(bootstrap.stamp("site")).write_text(bootstrap.digest("requirements.txt"))
    assert bootstrap.up_to_date("site")
    lock.write_text("django==6.2\n")
    assert not bootstrap.up_to_date("site")


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_the_lock_pins_hashes_and_names_no_package_index(lock):
    text = (ROOT / lock).read_text()
    lines = [line for line in text.splitlines() if line and not line.startswith(("    ", "#"))]
    if lock == "requirements-dev.txt":
        lines.remove("--no-binary jstyleson")
        text = text.replace("--no-binary jstyleson", "", 1)
    assert lines
    for line in lines:
        assert re.match(r"[a-z0-9-]+(\[[a-z0-9,-]+\])?==\S+ (; .* )?\\$", line), line
    assert "://" not in text
    assert not re.search(r"^\s*--(?!hash=sha256:)", text, re.MULTILINE)


def test_the_locks_hold_what_pyproject_asks_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = {name_of(line) for line in project["project"]["dependencies"]}
    tests = {name_of(line) for line in project["dependency-groups"]["dev"]}
    assert wanted <= pins("requirements.txt").keys()
    assert wanted | tests <= pins("requirements-dev.txt").keys()


def test_tests_run_with_the_versions_that_the_site_runs_with():
    both = pins("requirements-dev.txt")
    assert {name: both[name] for name in pins("requirements.txt")} == pins("requirements.txt")


def pins(lock: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9-]+)(?:\[\S+\])?==(\S+)", (ROOT / lock).read_text(), re.MULTILINE))


def name_of(requirement: str) -> str:
    return re.match(r"[A-Za-z0-9-]+", requirement).group().lower()


def test_a_mistake_in_the_environment_is_one_sentence_and_no_traceback():
    done = subprocess.run(
        [sys.executable, ROOT / "manage.py", "check"],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "archive.settings", "ARCHIVE_DEBUG": "yes"},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == 'ARCHIVE_DEBUG=yes is not understood; use "true" or "false".\n'
