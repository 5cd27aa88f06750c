from kyoso.apps.needs.models.need import Need

__all__ = ["Need"]
