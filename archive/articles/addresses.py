"""The addresses that a work had: kept when it moves, so that none is ever lost or leads in a circle."""

from __future__ import annotations

from archive.articles.models import Article, LegacyAddress, PastAddress


def keep_past_address(article: Article, former_path: str) -> bool:
    """Keep the path an article had before it was saved; return whether it has moved at all.

    A path that is in use again stops being a past one, so that no address ever redirects to itself.
    """
    PastAddress.objects.filter(path=article.path).delete()
    if not former_path or former_path == article.path:
        return False
    PastAddress.objects.update_or_create(path=former_path, defaults={"article": article})
    return True


def keep_legacy_address(article: Article, address: str) -> LegacyAddress | None:
    """Keep an address (normalised) that a work had at a site before; return the row if it is a new one.

    An address that leads somewhere already is left as it is.
    """
    row = LegacyAddress(article=article, address=address)
    if not address or LegacyAddress.objects.filter(key=row.make_key()).exists():
        return None
    row.save()
    return row
