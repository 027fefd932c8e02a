from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "archive.accounts"
    label = "accounts"
    verbose_name = _("accounts and security")

    def ready(self) -> None:
        from archive.accounts import presence

        user_logged_in.connect(presence.begin, dispatch_uid="accounts.begin")
        user_logged_out.connect(presence.end, dispatch_uid="accounts.end")


class DeskSiteConfig(AdminConfig):
    """Django's admin, with the desk's own door."""

    default_site = "archive.accounts.site.DeskSite"
