from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "kyoso.apps.jobs"
    label = "jobs"
