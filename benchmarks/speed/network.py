"""A network of any size, for measuring: ``python -m benchmarks.speed.network --organisations 40000``.

Writes into the database that KYOSO_VAR or KYOSO_DATABASE_URL names, which must be empty: organisations with one person
each, assets and needs put together from the sentences of the sample network, with tiers as firms choose them (three
texts in ten are closed), then builds the search of the directory. Rows are written in bulk, not by services: what is
measured afterwards is reading. People sign in as ``person-N@kyoso.example`` with the password ``kyoso-sample``.
"""

from __future__ import annotations

import argparse
import os
import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kyoso.config.settings")

BATCH = 2000
PASSWORD = "kyoso-sample"
TIERS = (0, 0, 0, 1, 1, 1, 1, 2, 3)
START = datetime(2024, 1, 1, tzinfo=UTC)


class Sentences:
    """Titles and sentences of the sample network, drawn at random."""

    def __init__(self, seed: int) -> None:
        from kyoso.demo.content import read_organisations

        self._random = random.Random(seed)
        organisations = read_organisations()
        assets = [asset for one in organisations for asset in one.assets]
        needs = [need for one in organisations for need in one.needs]
        self.names = [one.name for one in organisations]
        self.titles = {"asset": [one.title for one in assets], "need": [one.title for one in needs]}
        texts = [text for one in assets for text in (one.summary, one.ability, one.evidence, one.conditions) if text]
        texts += [text for one in needs for text in (one.problem, one.requirements, one.success) if text]
        self.sentences = [f"{part}。" for text in texts for part in text.split("。") if len(part) > 5]

    def text(self) -> str:
        """Return two to four sentences."""
        return "".join(self._random.choices(self.sentences, k=self._random.randint(2, 4)))

    def title(self, kind: str) -> str:
        """Return a title with a number, so that few are alike."""
        return f"{self._random.choice(self.titles[kind])} {self._random.randint(1, 999)}"[:120]

    def pick(self, values: Any) -> Any:
        """Return one of some values."""
        return self._random.choice(values)

    def moment(self) -> datetime:
        """Return a moment of the last years."""
        return START + timedelta(seconds=self._random.uniform(0, 86_400 * 1000))


def organisations(draw: Sentences, count: int) -> None:
    """Write organisations, each with a person who owns it."""
    from django.contrib.auth.hashers import make_password

    from kyoso.apps.accounts.enums import OrganisationKind, OrganisationStatus, Role
    from kyoso.apps.accounts.models import Membership, Organisation, Person
    from kyoso.apps.accounts.registries.industries import industry_choices
    from kyoso.apps.accounts.rules import search_text

    groups = [code for _, options in industry_choices() if isinstance(options, list | tuple) for code, _ in options]
    password = make_password(PASSWORD)
    for first in range(0, count, BATCH):
        rows = []
        for number in range(first, min(first + BATCH, count)):
            profile = {"name": f"{draw.pick(draw.names)}{number}", "wants": draw.text()}
            row = Organisation(
                **profile,
                kana=f"カイシャ{number:06d}",
                kind=draw.pick(OrganisationKind.values),
                industry=draw.pick(groups),
                prefecture=f"{draw.pick(range(1, 48)):02d}",
                status=OrganisationStatus.APPROVED,
                search_text=search_text(profile),
            )
            rows.append(row)
        made = Organisation.objects.bulk_create(rows)
        people = Person.objects.bulk_create(
            Person(email=f"person-{number}@kyoso.example", name=f"担当 {number}", password=password)
            for number in range(first, first + len(made))
        )
        pairs = zip(people, made, strict=True)
        Membership.objects.bulk_create(
            Membership(person=person, organisation=one, role=Role.OWNER) for person, one in pairs
        )


def records(kind: str, make: Any, count: int) -> None:
    """Write records in bulk with their projections; ``make`` returns an unsaved one."""
    from kyoso.apps.disclosure.models import Projection
    from kyoso.apps.disclosure.services.project import projections_of

    wanted: Iterator[Any] = (make() for _ in range(count))
    begun, written = time.perf_counter(), 0
    while batch := list(islice(wanted, BATCH)):
        model, moments = type(batch[0]), [one.updated_at for one in batch]
        saved = model.objects.bulk_create(batch)
        rows = []
        for one, moment in zip(saved, moments, strict=True):
            one.updated_at = moment
            rows += projections_of(one)
        Projection.objects.bulk_create(rows, batch_size=BATCH)
        written += len(batch)
        if written % 50_000 < BATCH:
            print(f"{written:,} of {count:,} {kind}s, {time.perf_counter() - begun:.0f} s", flush=True)


def record_maker(kind: str, draw: Sentences, owners: list[int]) -> Any:
    """Return what makes one record of a kind."""
    from kyoso.apps.assets.enums import AssetKind, TechnologyField
    from kyoso.apps.assets.models import Asset
    from kyoso.apps.needs.enums import Direction, NeedStatus
    from kyoso.apps.needs.models import Need

    def common(texts: tuple[str, ...]) -> dict[str, Any]:
        tier = draw.pick(TIERS)
        closed = {name: min(tier + 1, 3) for name in texts[1:] if draw.pick(range(10)) < 3}
        values = {name: draw.text() for name in texts}
        return {
            **values,
            "owner_id": draw.pick(owners),
            "tier": tier,
            "field_tiers": closed,
            "updated_at": draw.moment(),
        }

    def asset() -> Asset:
        field = draw.pick(["", *TechnologyField.values])
        return Asset(title=draw.title(kind), kind=draw.pick(AssetKind.values), field=field, **common(Asset.TIERED[:4]))

    def need() -> Need:
        status = draw.pick([NeedStatus.PUBLISHED] * 3 + [NeedStatus.DRAFT])
        direction = draw.pick(Direction.values)
        return Need(title=draw.title(kind), direction=direction, status=status, **common(Need.TIERED[:3]))

    return asset if kind == "asset" else need


def main() -> None:
    """Make the network."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, usual in (("organisations", 40_000), ("assets", 400_000), ("needs", 60_000), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    asked = parser.parse_args()
    import django

    django.setup()
    from django.core.management import call_command

    from kyoso.apps.accounts.models import Organisation
    from kyoso.apps.directory.services.refresh_search import refresh_search
    from kyoso.apps.journal.models import OutboxRow

    call_command("migrate", verbosity=0)
    if Organisation.objects.exists():
        raise SystemExit("This database is not empty: name another with KYOSO_VAR.")
    begun = time.perf_counter()
    draw = Sentences(asked.seed)
    organisations(draw, asked.organisations)
    owners = list(Organisation.objects.values_list("pk", flat=True))
    for kind, count in (("asset", asked.assets), ("need", asked.needs)):
        records(kind, record_maker(kind, draw, owners), count)
    written = time.perf_counter()
    print(f"written in {written - begun:.0f} s", flush=True)
    OutboxRow.objects.all().delete()
    entries = refresh_search()
    print(f"search of {entries:,} views built in {time.perf_counter() - written:.0f} s")


if __name__ == "__main__":
    main()
