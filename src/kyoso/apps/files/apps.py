from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "kyoso.apps.files"
    label = "files"
