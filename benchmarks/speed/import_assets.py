"""How long it takes to import assets from an Excel file, from the bytes to the last record, on SQLite.

    python -m benchmarks.speed.import_assets [--rows 10000]

Uses a database of its own in a temporary folder; the rows are made up here. Prints one line a step; --json for JSON.
"""

import argparse
import io
import json
import os
import random
import tempfile
import time
from collections.abc import Callable
from typing import Any

HEADERS = [
    "管理番号",
    "名称",
    "種類",
    "技術分野",
    "TRL",
    "公開レベル",
    "概要",
    "能力",
    "裏づけ",
    "裏づけの公開レベル",
    "条件",
]
KINDS = ["コア技術", "設備", "ノウハウ", "空き能力"]
FIELDS = ["精密加工", "表面処理", "測定", ""]
TIERS = ["公開", "ネットワーク", "NDA後", "コア"]
WORDS = [
    "深絞り",
    "ステンレス",
    "薄板",
    "研削",
    "鏡面",
    "めっき",
    "樹脂",
    "成形",
    "検査",
    "溶接",
    "微細",
    "試作",
    "治具",
]


def table(rows: int, seed: int = 1) -> bytes:
    """Return an Excel file of made-up assets."""
    from openpyxl import Workbook

    draw = random.Random(seed)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("アセット")
    sheet.append(["資産一覧"])
    sheet.append(HEADERS)
    for number in range(rows):
        text = ["".join(draw.choices(WORDS, k=12)) for _column in range(4)]
        title = f"{''.join(draw.choices(WORDS, k=3))} {number}"
        row = [f"A-{number:05}", title, draw.choice(KINDS), draw.choice(FIELDS), draw.randint(1, 9)]
        sheet.append([*row, draw.choice(TIERS), text[0], text[1], text[2], "NDA後", text[3]])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def main() -> None:
    """Time sending, checking, importing, and all of it again with the same file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"KYOSO_VAR": folder, "DJANGO_SETTINGS_MODULE": "kyoso.config.settings", "KYOSO_DATABASE_URL": ""}
        steps = measure(table(wanted.rows))
    if wanted.json:
        print(json.dumps({"rows": wanted.rows, "seconds": steps}))
        return
    for name, (seconds, worked) in steps.items():
        print(f"{name:28} {seconds:6.1f} s, of the processor {worked:6.1f} s")


def measure(data: bytes) -> dict[str, tuple[float, float]]:
    """Return the seconds of each step: by the clock, and of the processor."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from kyoso.apps.accounts.actors import Actor
    from kyoso.apps.accounts.enums import OrganisationStatus, Role
    from kyoso.apps.accounts.models import Organisation
    from kyoso.apps.exchange.services.check_import import check_import
    from kyoso.apps.exchange.services.run_import import run_import
    from kyoso.apps.exchange.services.send_file import send_file

    firm = Organisation.objects.create(name="計測製作所", status=OrganisationStatus.APPROVED)
    actor = Actor(organisation_id=firm.pk, role=Role.OWNER, in_network=True)
    steps: dict[str, tuple[float, float]] = {}

    def timed(name: str, do: Callable[[], Any]) -> Any:
        begun, worked = time.monotonic(), time.process_time()
        result = do()
        steps[name] = (round(time.monotonic() - begun, 2), round(time.process_time() - worked, 2))
        return result

    for turn in ("first", "again"):
        batch = timed(f"{turn}: read and guess", lambda: send_file(actor=actor, kind="asset", data=data))
        timed(f"{turn}: check", lambda batch=batch: check_import(actor=actor, batch=batch))
        counts = timed(f"{turn}: import", lambda batch=batch: run_import(actor=actor, batch=batch))
        print({name: number for name, number in counts.items() if number})
    return steps


if __name__ == "__main__":
    main()
