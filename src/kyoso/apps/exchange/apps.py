from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "kyoso.apps.exchange"
    label = "exchange"
