"""Make the index of the search anew, for instance after a database was restored without it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from archive.articles.search import rebuild


class Command(BaseCommand):
    help = "Index every work anew; readers can search meanwhile."

    def handle(self, *args: Any, **options: Any) -> None:
        number = rebuild(self.tell if options["verbosity"] > 1 else None)
        self.stdout.write(f"indexed {number}")

    def tell(self, done: int, total: int) -> None:
        """Say how far it is."""
        self.stdout.write(f"{done} of {total}")
