from kyoso.apps.sheets.models.inquiry import Inquiry
from kyoso.apps.sheets.models.window import Window

__all__ = ["Inquiry", "Window"]
