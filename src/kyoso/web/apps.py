from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "kyoso.web"
    label = "web"
