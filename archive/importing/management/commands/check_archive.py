"""Say whether the archive holds what it says it holds."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from archive.importing.checking import CHECKS

WRONG = 3
SHOWN = 20


class Command(BaseCommand):
    help = (
        "Check the archive: columns, addresses, links, files, evidence, the index of the search, imports. "
        "Nothing is changed. Exit code 0: nothing is wrong; 3: something is, listed with what mends it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--bodies", action="store_true", help="read every body; otherwise 200 of them, spread evenly"
        )
        parser.add_argument("--all", action="store_true", help=f"list everything, not {SHOWN} of each sort")

    def handle(self, *args: Any, **options: Any) -> None:
        problems = hints = 0
        for check in CHECKS:
            found = {True: 0, False: 0}
            for finding in check.run(bodies=options["bodies"]):
                found[finding.is_hint] += 1
                if options["all"] or found[finding.is_hint] <= SHOWN:
                    self.stdout.write(f"{'hint' if finding.is_hint else 'problem'}: {finding}")
            for is_hint, number in found.items():
                if number > SHOWN and not options["all"]:
                    words = "hints" if is_hint else "problems"
                    self.stdout.write(f"{number - SHOWN} more {words} of {check.words}; --all lists them.")
            problems += found[False]
            hints += found[True]
            if options["verbosity"] > 1:
                self.stderr.write(f"{check.words}: problems {found[False]}, hints {found[True]}")
        self.stdout.write(f"problems {problems}, hints {hints}, checks {len(CHECKS)}")
        if problems:
            raise SystemExit(WRONG)
