from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "kyoso.apps.exchange"
    label = "exchange"

    def ready(self) -> None:
        """Make imports and exports known to the queue."""
        from kyoso.apps.exchange.work import register_all

        register_all()
