"""`manage.py demo`: the newcomer's first command, from an empty folder to a site in the browser."""

import time
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.articles.models import Article
from archive.operations import people, server, statics
from archive.operations.management.commands.serve import add_server_arguments
from archive.operations.readiness import database_answers, missing_migrations


class Command(BaseCommand):
    """Bring the archive up to date, fill an empty one with the demonstration, and serve it.

    A second start changes nothing and loses nothing. An archive that has content of its own is never given
    the demonstration's.
    """

    help = "Set everything up, load the demonstration archive if there is no content, and serve it."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        add_server_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            port = server.port_named(options["port"])
            server.refuse_taken(port)
            self.prepare()
            server.refuse_unready()
        except server.CannotServe as reason:
            raise CommandError(str(reason)) from None
        self.tell(port)
        server.start(port, workers=options["workers"], threads=options["threads"])

    def prepare(self) -> None:
        """Do what is not done yet, and say what that is."""
        if not database_answers():
            raise server.CannotServe("The database cannot be reached; look at DATABASE_URL and at the log.")
        if missing_migrations():
            self.step("Making the tables", call_command, "migrate", interactive=False, verbosity=0)
        if self.wants_content():
            self.step("Loading the demonstration archive", self.load)
        self.step("Collecting the static files", statics.collect_changed)

    def wants_content(self) -> bool:
        """Tell whether the archive is empty, or an earlier start was stopped while loading."""
        return loading_mark().exists() or not Article.objects.exists()

    def load(self) -> None:
        """Load the demonstration, leaving a mark until it is whole."""
        loading_mark().touch()
        call_command("load_demo", stdout=self.stdout, stderr=self.stderr)
        loading_mark().unlink()

    def step(self, what: str, do: Any, *args: Any, **options: Any) -> None:
        """Say what begins, do it, say how long it took."""
        self.stdout.write(f"{what} ...")
        self.stdout.flush()
        started = time.monotonic()
        do(*args, **options)
        self.stdout.write(f"    done in {time.monotonic() - started:.1f} s")
        self.stdout.flush()

    def tell(self, port: int) -> None:
        """Print where to look and how to sign in."""
        site = server.address(port)
        lines = ["", f"  The archive   {site}", f"  Its admin     {site}admin/"]
        for person in people.welcome():
            secret = person.password if person.still_valid else "(the password was changed in the admin)"
            lines.append(f"    sign in as  {person.name:<10} {secret}   may {person.may}")
        lines += ["", f"  Everything is kept in {settings.DATA}. Ctrl-C stops the server.", ""]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()


def loading_mark() -> Any:
    """Return the file that stands in the data folder while the demonstration is being loaded."""
    return settings.DATA / "demo-is-loading"
