from django.apps import AppConfig


class AssetsConfig(AppConfig):
    name = "kyoso.apps.assets"
    label = "assets"
