"""Addresses that works had, and links in bodies: each leads somewhere, none hides a page."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Exists, OuterRef

from archive.articles import addresses, links, whereabouts
from archive.articles.models import Article, BodyLink, FormerHost, LegacyAddress, PastAddress
from archive.importing.checking.findings import Finding, Findings, by_key, named
from archive.text.addresses import normalise, path_of


def past_addresses() -> Findings:
    """Find past addresses at which a work stands today."""
    present = Article.objects.filter(path=OuterRef("path"))
    for batch in by_key(PastAddress.objects.filter(Exists(present)).select_related("article")):
        for row in batch:
            yield Finding(
                f"The past address /articles/{row.path}/ of “{row.article.title[:80]}” is the present one of "
                "a work",
                "Delete the past address in the admin",
            )


def legacy_addresses() -> Findings:
    """Find old addresses that lead to no page, and those at which a page of ours stands."""
    site = normalise(settings.BASE_URL)
    for batch in by_key(LegacyAddress.objects.all()):
        targets = {row.target for row in batch if row.target}
        own = {
            row.pk: path_of(row.address).partition("?")[0] or "/"
            for row in batch
            if row.address.startswith(("/", f"{site}/", f"{site}?"))
        }
        pages = whereabouts.find_all(targets | set(own.values()))
        for row in batch:
            if row.target and row.target not in pages:
                yield Finding(
                    f"The legacy address {row.address[:120]} leads to {row.target}, which is no page",
                    "Give it another page in the admin, or say that it is gone",
                )
            if row.pk in own and (words := addresses.why_ours_wins(row.address, pages.get(own[row.pk]))):
                yield Finding(
                    f"The legacy address {row.address[:120]} never answers. {words}", "Delete it in the admin"
                )


def body_links() -> Findings:
    """Find links in bodies that are kept under another key than their address has today."""
    hosts = set(FormerHost.objects.values_list("name", flat=True))
    for batch in by_key(BodyLink.objects.select_related("article").defer("article__body")):
        for link in batch:
            aim = links.aim_of(link.href, hosts)
            if aim is None or aim.key != link.key:
                yield Finding(
                    f"{named(link.article)}: the link to {link.href[:120]} is not found by its address",
                    "Save the work again in the admin",
                )
