from kyoso.apps.assets.models.asset import Asset

__all__ = ["Asset"]
