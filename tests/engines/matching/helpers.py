"""A tiny bridge and a few word vectors, written where a test wants them."""

from pathlib import Path

import msgpack
import numpy as np
import yaml

from kyoso.engines.matching.murmur import murmur64a

GROUPS = (  # words of a group share a direction
    ("穴", "孔", "ドリル", "細い"),
    ("医療", "病院", "手術", "患者"),
    ("味噌", "醸造", "発酵"),
    ("金型", "プレス", "加工"),
)


def technology(key: str = "tiny-holes", **changes: object) -> dict[str, object]:
    """Return one valid technology of a bridge file, with parts exchanged."""

    def application(industry: str, ja: str, word: str) -> dict[str, object]:
        return {
            "industry": industry,
            "function": "holes",
            "ja": ja,
            "en": f"use in {industry}",
            "outcome": {"ja": f"{ja}が楽になる", "en": f"easier in {industry}"},
            "words": {
                "ja": [word, f"{word}を減らす", f"{word}の改善"],
                "en": ["less pain" if industry == "83" else "even sowing"],
            },
        }

    entry: dict[str, object] = {
        "id": key,
        "name": {"ja": "微細穴加工", "en": "micro drilling"},
        "synonyms": {"ja": ["極小径ドリル", "小径穴あけ", "マイクロ加工"], "en": ["micromachining", "tiny drill"]},
        "functions": [{"id": "holes", "ja": "細い穴をあける", "en": "thin holes"}],
        "applications": [
            application("83", "カテーテルの先端", "患者の痛み"),
            application("83", "手術器具", "低侵襲"),
            application("01", "種まき機の穴", "種の詰まり"),
        ],
    }
    return entry | changes


def write_bridge(folder: Path, *technologies: dict[str, object], field: str = "machining") -> Path:
    """Write a bridge file and return its folder."""
    folder.mkdir(exist_ok=True, parents=True)
    text = yaml.safe_dump({"field": field, "technologies": list(technologies)}, allow_unicode=True)
    (folder / "machining.yaml").write_text(text, encoding="utf-8")
    return folder


def write_vocabulary(folder: Path) -> Path:
    """Write vectors in the form of the installed package and return the folder."""
    folder.mkdir(exist_ok=True, parents=True)
    random = np.random.default_rng(7)
    rows, table = [], {}
    for group in GROUPS:
        centre = random.normal(size=12)
        for word in group:
            table[murmur64a(word.encode())] = len(rows)
            rows.append(centre + random.normal(size=12) * 0.2)
    with (folder / "vectors").open("wb") as file:
        np.save(file, np.array(rows, dtype=np.float32))
    (folder / "key2row").write_bytes(msgpack.packb(table))
    return folder
