from kyoso.apps.matching.models.judgement import Judgement

__all__ = ["Judgement"]
