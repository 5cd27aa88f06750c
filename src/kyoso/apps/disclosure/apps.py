from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    name = "kyoso.apps.disclosure"
    label = "disclosure"
