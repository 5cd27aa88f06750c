"""The ten real cases of the showcase in the sample network: `python -m benchmarks.quality.showcase [--far 0.8]`.

The needs were written from public knowledge, in the buyer's words, before any search was run, and never adapted.
A right asset is one whose own text matches one of the expressions of the case; its owner is the right partner. Ranks
are those of a visitor, who sees public texts only: of the partner, by whichever of its assets comes first, and of the
asset. The bridge knows the technologies of these cases (three uses were added when they were missing): this
demonstrates and does not measure. `crossing` has cases that nobody looked at.
"""

import argparse
import re
import tempfile
from pathlib import Path
from typing import Any

import yaml

from kyoso.demo.content import FOLDER, SampleOrganisation, read_organisations
from kyoso.engines import matching as engine


def public_text(organisation: SampleOrganisation, number: int) -> str:
    """Return what a visitor sees of an asset, or an empty text."""
    asset = organisation.assets[number]
    if asset.tier != "public" or organisation.status == "pending":
        return ""
    parts = {name: getattr(asset, name) for name in ("summary", "ability", "evidence", "conditions")}
    shown = [text for name, text in parts.items() if text and asset.tiers.get(name, "public") == "public"]
    return "\n".join([asset.title, *shown])


def corpus() -> tuple[list[engine.Chunk], dict[str, tuple[str, str]]]:
    """Return the public assets of the sample as chunks, and organisation and title by record."""
    chunks, names = [], {}
    for owner, organisation in enumerate(read_organisations()):
        for number, asset in enumerate(organisation.assets):
            text = public_text(organisation, number)
            if text:
                key = f"{organisation.key}/{number}"
                chunks.append(engine.Chunk(key, text, owner=owner, industry=organisation.industry))
                names[key] = organisation.name, asset.title
    return chunks, names


def run(far: float) -> list[dict[str, Any]]:
    """Return for each case the ranks of the right partner and of the right asset (0: not in the first hundred)."""
    cases = yaml.safe_load((FOLDER / "showcase.yaml").read_text(encoding="utf-8"))["cases"]
    chunks, names = corpus()
    texts = {chunk.record: chunk.text for chunk in chunks}
    with tempfile.TemporaryDirectory() as folder:
        index = engine.build_index(chunks, Path(folder))
        return [_case(case, index, texts, names, far) for case in cases]


def _case(
    case: dict[str, Any], index: engine.LocalIndex, texts: dict[str, str], names: dict[str, tuple[str, str]], far: float
) -> dict[str, Any]:
    need = case["need"]
    text = "\n".join(need[name] for name in ("title", "problem", "requirements", "success") if need.get(name))
    hits = engine.search(index, engine.Query(text, far=far, top=100), engine.Clearance())
    right = {record for record, text in texts.items() if any(re.search(known, text) for known in case["expects"])}
    owners = {record.partition("/")[0] for record in right}
    asset = next((number for number, hit in enumerate(hits, start=1) if hit.record in right), 0)
    rank = next((number for number, hit in enumerate(hits, start=1) if hit.record.partition("/")[0] in owners), 0)
    organisation, title = names[hits[rank - 1].record] if rank else ("–", "–")
    row = {"need": need["title"], "seeks": case["seeks"]["ja"], "by": organisation, "title": title}
    return row | {"rank": rank, "asset": asset}


def main() -> None:
    """Print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--far", type=float, default=0.8)
    rows = run(parser.parse_args().far)
    print("| need | kind of partner that was found in reality | partner | asset | found in the sample |")
    print("|---|---|---|---|---|")
    for row in rows:
        places = " | ".join(str(row[name] or "> 100") for name in ("rank", "asset"))
        print(f"| {row['need']} | {row['seeks']} | {places} | {row['title']}({row['by']}) |")
    found = [sum(0 < row[name] <= 10 for row in rows) for name in ("rank", "asset")]
    print(f"\nIn the first ten: the partner in {found[0]}, the asset in {found[1]} of {len(rows)}.")


if __name__ == "__main__":
    main()
