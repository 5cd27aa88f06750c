from kyoso.apps.journal.models.entry import Entry, Seal
from kyoso.apps.journal.models.outbox import OutboxRow

__all__ = ["Entry", "OutboxRow", "Seal"]
