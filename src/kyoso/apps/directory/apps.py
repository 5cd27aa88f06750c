from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "kyoso.apps.directory"
    label = "directory"
