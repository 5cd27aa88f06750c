"""Japan's registries (H5): JSIC industries and prefectures, read once from the files beside this one."""

from kyoso.apps.accounts.registries.industries import DIVISIONS, INDUSTRIES, industry_choices, industry_label
from kyoso.apps.accounts.registries.prefectures import PREFECTURES, REGIONS, prefecture_choices, prefecture_label

__all__ = [
    "DIVISIONS",
    "INDUSTRIES",
    "PREFECTURES",
    "REGIONS",
    "industry_choices",
    "industry_label",
    "prefecture_choices",
    "prefecture_label",
]
