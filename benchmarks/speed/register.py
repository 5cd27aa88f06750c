"""How long the register of corporate numbers takes: `python -m benchmarks.speed.register [LINES] [--all]`.

Writes a synthetic file (fictional companies, right check digits) and imports it into a fresh database in a passing
folder, in which every five-hundredth company is an organisation. Prints seconds, lines a second and the peak memory.
"""

import argparse
import os
import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

EVERY = 500
PLACES = [("23", "愛知県", "202", "岡崎市"), ("13", "東京都", "111", "大田区"), ("27", "大阪府", "227", "東大阪市")]


def corporate_number(serial: int) -> str:
    """Return a corporate number with the right check digit."""
    base = f"{serial:012d}"
    weighted = sum(int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(base)))
    return f"{9 - weighted % 9}{base}"


def lines(count: int) -> Iterator[str]:
    """Yield lines as the tax agency writes them."""
    for serial in range(count):
        code, prefecture, city_code, city = PLACES[serial % len(PLACES)]
        cells = [
            *(str(serial + 1), corporate_number(180_000_000_000 + serial), "01", "0", "2026-10-30", "2015-10-05"),
            *(f"株式会社架空製作所第{serial}", "", "301", prefecture, city, f"本町{serial % 9 + 1}丁目２番３号", ""),
            *(code, city_code, "4440000", "", "", "", "", "", "", "2015-10-05", "1"),
            *(f"Kaku Works No. {serial} Co., Ltd.", prefecture, city, "", f"カクウセイサクショダイ{serial}", "0"),
        ]
        yield ",".join(cells[:1] + [f'"{cell}"' if cell else "" for cell in cells[1:]]) + "\n"


def main() -> None:
    """Print the figures of one import."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lines", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--all", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.csv"
        with path.open("w", encoding="utf-8") as file:
            file.writelines(lines(given.lines))
        os.environ |= {"KYOSO_VAR": folder, "DJANGO_SETTINGS_MODULE": "kyoso.config.settings"}
        _measure(path, given.lines, everything=given.all)


def _measure(path: Path, count: int, *, everything: bool) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from kyoso.apps.accounts.models import Organisation
    from kyoso.apps.accounts.services.import_houjin import import_houjin

    call_command("migrate", verbosity=0)
    Organisation.objects.bulk_create(
        Organisation(name=f"架空{serial}", corporate_number=corporate_number(180_000_000_000 + serial))
        for serial in range(0, count, EVERY)
    )
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for name in ("first", "again"):
        begun = time.perf_counter()
        tally = import_houjin(path=path, everything=everything)
        took = time.perf_counter() - begun
        size = path.stat().st_size / 1e6
        print(f"{name}: {count:,} lines ({size:.0f} MB), {took:.0f} s, {count / took:,.0f} lines/s")
        print(f"  {tally}")
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"peak memory {after / 1024:.0f} MB, {before / 1024:.0f} MB before the import")


if __name__ == "__main__":
    main()
