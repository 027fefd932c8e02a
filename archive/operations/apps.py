from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "archive.operations"
    label = "operations"
    verbose_name = "operations"
