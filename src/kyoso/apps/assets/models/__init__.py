from kyoso.apps.assets.models.asset import Asset
from kyoso.apps.assets.models.interview import Answer, Interview
from kyoso.apps.assets.models.opening import DismissedWarning, OpeningRule, TierDecision

__all__ = ["Answer", "Asset", "DismissedWarning", "Interview", "OpeningRule", "TierDecision"]
