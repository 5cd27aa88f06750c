from django.apps import AppConfig


class SheetsConfig(AppConfig):
    name = "kyoso.apps.sheets"
    label = "sheets"
