from kyoso.apps.exchange.models.export import Export
from kyoso.apps.exchange.models.import_ import ColumnMemory, Import, ImportRow, OwnNumber

__all__ = ["ColumnMemory", "Export", "Import", "ImportRow", "OwnNumber"]
