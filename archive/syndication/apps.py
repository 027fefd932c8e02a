from django.apps import AppConfig


class SyndicationConfig(AppConfig):
    name = "archive.syndication"
    label = "syndication"
    verbose_name = "syndication"
