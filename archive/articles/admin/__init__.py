"""The works in the admin: written, dated, placed and described on one form, in editing order."""

from archive.articles.admin.addresses import LegacyAddressAdmin, MissingAddressAdmin
from archive.articles.admin.articles import ArticleAdmin
from archive.articles.admin.kinds import KindAdmin, OutletAdmin

__all__ = ["ArticleAdmin", "KindAdmin", "LegacyAddressAdmin", "MissingAddressAdmin", "OutletAdmin"]
