from django.apps import AppConfig


class NeedsConfig(AppConfig):
    name = "kyoso.apps.needs"
    label = "needs"
