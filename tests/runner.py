"""`manage.py test` is pytest: by default every test once, and what touches the database on both databases.

Two workers run side by side, one on SQLite and one on PostgreSQL, under one closing line. What the machine
lacks is said before and after; with CI=true it is a failure.
"""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path

from tests import services

ROOT = Path(__file__).resolve().parent.parent


class PytestRunner:
    """What Django's `test` command calls; an option that is not named here goes into `--pytest`."""

    def __init__(self, **options: object) -> None:
        self.options = options

    @classmethod
    def add_arguments(cls, parser: ArgumentParser) -> None:
        """Offer the options that a day's work needs."""
        parser.add_argument(
            "--database",
            choices=("both", "sqlite", "postgresql"),
            default="both",
            help="Where to run the tests.",
        )
        parser.add_argument("-k", metavar="EXPRESSION", help="Only tests whose names match.")
        parser.add_argument("-m", metavar="MARKERS", help="Only tests so marked: corpus, browser.")
        parser.add_argument("-x", "--failfast", action="store_true", help="Stop at the first failure.")
        parser.add_argument(
            "--pytest", default="", metavar="OPTIONS", help='More, as in --pytest="--pdb -s".'
        )
        parser.add_argument("--lf", action="store_true", help="Only what failed the last time.")

    def run_tests(self, labels: Sequence[str], **options: object) -> int:
        """Run pytest in a process of its own; return its exit code."""
        database = str(self.options.get("database") or "both")
        left_out = []
        environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
        if database != "sqlite" and not os.environ.get("DATABASE_URL", "").startswith("postgres"):
            signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
            try:
                environment["ARCHIVE_TEST_POSTGRESQL"] = services.postgresql_address()
            except services.Missing as reason:
                if services.in_ci() or database == "postgresql":
                    self.say(f"The tests cannot run on PostgreSQL: {reason}")
                    return 1
                left_out.append(f"Left out: every test on PostgreSQL. {reason}")
                database = "sqlite"
        for sentence in left_out:
            self.say(sentence)
        command = [sys.executable, "-m", "pytest", *self.pytest_options(), *workers(database), *labels]
        if database != "both":
            environment["ARCHIVE_TEST_DATABASE"] = database
        result = subprocess.call(command, cwd=ROOT, env=environment)
        for sentence in left_out:
            self.say(sentence)
        return result

    def pytest_options(self) -> list[str]:
        """Return Django's options in pytest's words."""
        verbosity = int(str(self.options.get("verbosity", 1)))
        chosen = ["-q"] if verbosity == 0 else ["-" + "v" * (verbosity - 1)] if verbosity > 1 else []
        for flag in ("k", "m"):
            if self.options.get(flag):
                chosen += [f"-{flag}", str(self.options[flag])]
        if self.options.get("failfast"):
            chosen.append("--exitfirst")
        if self.options.get("lf"):
            chosen.append("--last-failed")
        return chosen + shlex.split(str(self.options.get("pytest") or ""))

    def say(self, sentence: str) -> None:
        """Tell the person in front of the terminal."""
        sys.stderr.write(sentence + "\n")
        sys.stderr.flush()


def workers(database: str) -> list[str]:
    """Return the options that give each database a worker of its own, named after it."""
    if database != "both":
        return []
    specifications = [
        f"popen//id={name}//env:ARCHIVE_TEST_DATABASE={name}" for name in ("sqlite", "postgresql")
    ]
    return [
        "--dist",
        "each",
        "-o",
        "console_output_style=classic",
        *(f"--tx={specification}" for specification in specifications),
    ]
