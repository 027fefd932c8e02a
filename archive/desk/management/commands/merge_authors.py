"""Merge people from the command line."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q

from archive.desk.merging.merges import merge
from archive.merging import CannotFold, plan
from archive.text.strings import matching_key
from authors.models import Author


class Command(BaseCommand):
    help = (
        "Merge people into another: bylines, positions, names and addresses move. The desk can take it back."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("loser", nargs="+", help="slug, number or name of a person who goes")
        parser.add_argument(
            "--into", required=True, metavar="WINNER", help="slug, number or name of who stays"
        )
        parser.add_argument("--dry-run", action="store_true", help="only say what would move")

    def handle(self, *args: Any, loser: list[str], into: str, dry_run: bool, **options: Any) -> None:
        winner = _person(into)
        losers = list({one.pk: one for one in map(_person, loser)}.values())
        try:
            parts = plan(losers, winner)
            moved, twins = sum(part.number for part in parts), sum(len(part.dropped) for part in parts)
            for part in parts:
                self.stdout.write(f"{part.reference.label}: {part.number}")
            if not dry_run:
                merge(losers, winner, None)
        except CannotFold as refusal:
            raise CommandError(str(refusal)) from refusal
        word = "would merge" if dry_run else "merged"
        self.stdout.write(f"{word} {len(losers)}, moved {moved}, kept once {twins}")


def _person(named: str) -> Author:
    """Return the one person whom a slug, past slug, number or name means. Raises `CommandError`."""
    people = Author.objects.filter(Q(slug=named) | Q(past_slugs__slug=named))
    if not people and named.isascii() and named.isdigit():
        people = Author.objects.filter(pk=int(named))
    if not people:
        key = matching_key(named)
        people = Author.objects.filter(Q(key=key) | Q(names__key=key))
    found = {one.pk: one for one in people}
    if len(found) != 1:
        slugs = ", ".join(one.slug for one in found.values())
        why = f"means several people ({slugs}); give the slug" if found else "is nobody here"
        raise CommandError(f"“{named}” {why}.")
    return next(iter(found.values()))
