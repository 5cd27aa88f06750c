"""Loading the sample network: once, whole or not at all, through the same services that people use."""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.accounts.enums import NetworkRole, Role
from kyoso.apps.accounts.models import Organisation
from kyoso.apps.accounts.queries import actor_for
from kyoso.apps.accounts.services.add_member import add_member, make_operator
from kyoso.apps.accounts.services.import_organisation import import_organisation
from kyoso.apps.accounts.services.register_organisation import register_organisation
from kyoso.apps.accounts.services.register_person import register_person
from kyoso.apps.assets.services.save_asset import create_asset
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.disclosure.models import Projection
from kyoso.apps.disclosure.queries import kept_clearances
from kyoso.apps.journal.models import Entry
from kyoso.apps.journal.services.record import record_event
from kyoso.apps.needs.services.save_need import close_need, create_need, publish_need
from kyoso.demo.content import (
    TIER_NUMBERS,
    SampleAsset,
    SampleNeed,
    SampleOrganisation,
    SignIn,
    read_organisations,
    read_sign_ins,
)
from kyoso.demo.generator import Extras, Generator

VERB = "sample_network_loaded"
PASSWORD = "kyoso-sample"  # noqa: S105  told to everybody who runs the sample; the server listens on this machine only
MONTH = datetime.timedelta(days=30)


def is_loaded() -> bool:
    """Say whether the sample network is in this database."""
    return Entry.objects.filter(verb=VERB, subject_kind="installation").exists()


def has_other_data() -> bool:
    """Say whether organisations are here that the sample did not bring: then it must not be poured over them."""
    return not is_loaded() and Organisation.objects.exists()


@kept_clearances()  # nobody is granted anything here, so each organisation's clearance is read once
@transaction.atomic
def load_network() -> dict[str, int]:
    """Load every organisation with its assets and needs, and return how many of each; nothing stays when one fails."""
    generator = Generator()
    sign_ins = read_sign_ins()
    operator = _make_operators(sign_ins)
    counts = {"organisations": 0, "assets": 0, "needs": 0}
    for sample in read_organisations():
        extras = generator.extras(sample.key)
        actor = _organisation(sample, extras, operator, [one for one in sign_ins if one.organisation == sample.key])
        for asset in sample.assets:
            create_asset(actor=actor, values=_asset_values(asset))
        for need in sample.needs:
            _need(actor, need)
        counts["organisations"] += 1
        counts["assets"] += len(sample.assets)
        counts["needs"] += len(sample.needs)
    _spread_dates(generator)
    record_event(VERB, subject=("installation", 0), data=counts)
    return counts


def _make_operators(sign_ins: list[SignIn]) -> Actor:
    """Create the network's own people; the first operator imports the rest."""
    people = [
        make_operator(
            email=one.email,
            name=one.name,
            role=NetworkRole(one.network_role),
            language=one.language,
            password=PASSWORD,
        )
        for one in sign_ins
        if one.network_role
    ]
    return actor_for(people[0].pk)


def _organisation(sample: SampleOrganisation, extras: Extras, operator: Actor, staff: list[SignIn]) -> Actor:
    """Enter one organisation and return its owner, acting for it; an unclaimed one has none after this load."""
    profile = _profile(sample, extras)
    if sample.status == "pending":
        person = register_person(email=extras.owner_email, name=extras.owner_name, verified=True)
        return actor_for(person.pk, register_organisation(actor=actor_for(person.pk), **profile).pk)
    organisation = import_organisation(actor=operator, **profile)
    if sample.status == "unclaimed":
        return Actor(organisation_id=organisation.pk, role=Role.OWNER)
    Organisation.objects.filter(pk=organisation.pk).update(is_claimed=True)
    owner = add_member(
        organisation=organisation, email=extras.owner_email, name=extras.owner_name, role=Role.OWNER, password=None
    )
    for one in staff:
        add_member(
            organisation=organisation,
            email=one.email,
            name=one.name,
            role=Role(one.role),
            language=one.language,
            password=PASSWORD,
        )
    return Actor(owner.person_id, organisation.pk, Role.OWNER, in_network=True)


def _profile(sample: SampleOrganisation, extras: Extras) -> dict[str, Any]:
    same = ("name", "kana", "kind", "industry", "prefecture", "municipality", "employees", "capital", "wants")
    return {
        **{name: getattr(sample, name) for name in same},
        "name_en": sample.en,
        "corporate_number": extras.corporate_number,
        "website": f"https://{sample.key}.example/",
    }


def _asset_values(asset: SampleAsset) -> dict[str, Any]:
    values = asset.model_dump(exclude={"tier", "tiers"})
    tiers = {name: Tier(TIER_NUMBERS[tier]) for name, tier in asset.tiers.items()}
    return values | {"tier": Tier(TIER_NUMBERS[asset.tier]), "field_tiers": tiers}


def _need(actor: Actor, need: SampleNeed) -> None:
    values = need.model_dump(include={"title", "direction", "problem", "requirements", "success", "offer"})
    values["partner_kinds"] = need.partner
    values["due"] = timezone.localdate() + need.months * MONTH
    values["tier"] = Tier(TIER_NUMBERS[need.tier])
    values["field_tiers"] = {name: Tier(TIER_NUMBERS[tier]) for name, tier in need.tiers.items()}
    code = create_need(actor=actor, values=values).code
    if need.status != "draft":
        publish_need(actor=actor, code=code)
    if need.status == "closed":
        close_need(actor=actor, code=code, reason="found_elsewhere")


def _spread_dates(generator: Generator) -> None:
    """Let the records look as if entered over the last months instead of within one second."""
    now = timezone.now()
    rows = list(Projection.objects.order_by("pk"))
    ago: dict[tuple[str, int], datetime.timedelta] = {}
    for row in rows:
        row.changed_at = now - ago.setdefault((row.kind, row.record_id), generator.days_ago())
    Projection.objects.bulk_update(rows, ["changed_at"], batch_size=200)
