from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class HistoryConfig(AppConfig):
    """Learns what the rooms keep."""

    name = "archive.history"
    label = "history"
    verbose_name = _("History")

    def ready(self) -> None:
        autodiscover_modules("kept")
