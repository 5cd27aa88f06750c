from kyoso.apps.notifications.models.choice import Choice
from kyoso.apps.notifications.models.digest import Digest

__all__ = ["Choice", "Digest"]
