from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.module_loading import autodiscover_modules


class FreshnessConfig(AppConfig):
    """Learns what the rooms watch; takes the triggers away before migrations and makes them again after.

    Between the two SQLite makes tables anew, which triggers that read them would not allow.
    """

    name = "archive.freshness"
    label = "freshness"

    def ready(self) -> None:
        from archive.freshness import triggers

        autodiscover_modules("watched")
        pre_migrate.connect(triggers.before_migrations, sender=self)
        post_migrate.connect(triggers.after_migrations, sender=self)
