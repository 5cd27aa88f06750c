"""The 47 prefectures (JIS X 0401) by region."""

from kyoso.apps.accounts.registries.entry import Entry, Group, choices, read

REGIONS: tuple[Group, ...] = read("prefectures.yaml", "prefectures")
PREFECTURES: dict[str, Entry] = {entry.code: entry for region in REGIONS for entry in region.entries}


def prefecture_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the prefectures under their regions, for a select."""
    return choices(REGIONS)


def prefecture_label(code: str) -> str:
    """Return the name of a prefecture in the language of the reader; empty where unknown."""
    entry = PREFECTURES.get(code)
    return entry.label if entry else ""


def prefecture_name(code: str) -> str:
    """Return the Japanese name of a prefecture, for addresses; empty where unknown."""
    entry = PREFECTURES.get(code)
    return entry.ja if entry else ""
