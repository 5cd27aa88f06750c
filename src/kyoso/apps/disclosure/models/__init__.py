from kyoso.apps.disclosure.models.grant import Grant
from kyoso.apps.disclosure.models.projection import Projection
from kyoso.apps.disclosure.models.tiered import TieredRecord
from kyoso.apps.disclosure.models.version import RecordVersion

__all__ = ["Grant", "Projection", "RecordVersion", "TieredRecord"]
