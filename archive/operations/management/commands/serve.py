"""`manage.py serve`: the site as readers get it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.operations import server


class Command(BaseCommand):
    """Check that the site can be served, then become its server."""

    help = "Serve the site with the production server, on the loopback address."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        add_server_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            port = server.port_named(options["port"])
            server.refuse_taken(port)
            server.refuse_unready()
        except server.CannotServe as reason:
            raise CommandError(str(reason)) from None
        self.stdout.write(f"Serving {server.address(port)} until Ctrl-C.")
        server.start(port, workers=options["workers"], threads=options["threads"])


def add_server_arguments(parser: CommandParser) -> None:
    """Offer the server's port and size to a command."""
    parser.add_argument("--port", default="8000", help="From 1 to 65535; 8000 unless said otherwise.")
    parser.add_argument(
        "--workers", type=int, default=server.sensible_workers(), help="Processes that answer readers."
    )
    parser.add_argument("--threads", type=int, default=4, help="Requests that each process answers at once.")
