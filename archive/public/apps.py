from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "archive.public"
    label = "public"
    verbose_name = "public pages"
