from kyoso.apps.sheets.models.inquiry import Inquiry

__all__ = ["Inquiry"]
