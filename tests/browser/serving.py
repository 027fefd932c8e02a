"""`python -m tests.browser.serving PORT`: fill an empty data folder and become its production server."""

from __future__ import annotations

import sys

import django
from django.core.management import call_command


def fill() -> None:
    """Load the demonstration; take back one work, and let a center speak French, which it never does."""
    from archive.articles.models import Article
    from archive.centers.models import Center
    from archive.operations import statics
    from archive.publication import Status

    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_demo", verbosity=0)
    work = Article.objects.get(slug="letters-to-closed-offices")
    work.status = Status.WITHDRAWN
    work.withdrawal_reason = "Two of the letters had never been sent."
    work.save()
    Center.objects.filter(slug="aldermoor-europe").update(languages=["fr", "en"])
    statics.collect_changed()


if __name__ == "__main__":
    django.setup()
    fill()
    call_command("serve", port=sys.argv[1], workers=1)
