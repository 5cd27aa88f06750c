from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "kyoso.apps.journal"
    label = "journal"
