from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "kyoso.apps.accounts"
    label = "accounts"
