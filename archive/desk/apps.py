from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "archive.desk"
    label = "desk"
    verbose_name = "desk"
