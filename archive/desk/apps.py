from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "archive.desk"
    label = "desk"
    verbose_name = _("Desk")

    def ready(self) -> None:
        import archive.desk.work  # noqa: F401 (names what jobs do, which reads models)
        from archive.desk.roles import make_roles_once  # which reads models, and so comes after them

        post_migrate.connect(make_roles_once, sender=self)
