from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "kyoso.apps.matching"
    label = "matching"
