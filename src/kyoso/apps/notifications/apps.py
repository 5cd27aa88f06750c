from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "kyoso.apps.notifications"
    label = "notifications"
