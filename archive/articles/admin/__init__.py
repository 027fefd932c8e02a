"""The works in the admin: written, dated, placed and described on one form, in editing order."""

from archive.articles.admin import checks
from archive.articles.admin.addresses import LegacyAddressAdmin, MissingAddressAdmin
from archive.articles.admin.articles import ArticleAdmin
from archive.articles.admin.highlights import HighlightAdmin
from archive.articles.admin.kinds import KindAdmin, OutletAdmin
from archive.articles.admin.links import BodyLinkAdmin

__all__ = [
    "ArticleAdmin",
    "BodyLinkAdmin",
    "HighlightAdmin",
    "KindAdmin",
    "LegacyAddressAdmin",
    "MissingAddressAdmin",
    "OutletAdmin",
    "checks",
]
