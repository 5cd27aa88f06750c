from kyoso.apps.directory.models.saved_search import SavedSearch

__all__ = ["SavedSearch"]
