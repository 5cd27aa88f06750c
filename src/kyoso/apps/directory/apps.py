from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "kyoso.apps.directory"
    label = "directory"

    def ready(self) -> None:
        """Make mails on saved searches known."""
        from kyoso.apps.directory.services.tell_news import register_topic

        register_topic()
