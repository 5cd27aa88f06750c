from kyoso.apps.files.models.file import File

__all__ = ["File"]
