"""A brewer, a maker of cosmetics whom it can help, and an index of what both wrote."""

from functools import cache
from pathlib import Path
from typing import Any

from django.test import Client
from tests.factories import actor, asset, need, organisation

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.accounts.models import Organisation, Person
from kyoso.apps.accounts.web.middleware import SESSION_KEY
from kyoso.apps.assets.models import Asset
from kyoso.apps.needs.models import Need
from kyoso.engines import matching as engine

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PROBLEM = "乾燥肌の人のために、天然由来で、物語のある商品がほしい。肌のうるおいを保つ素材を探しています。"
SUMMARY = "酒蔵の麹と酵母培養。乳酸発酵で肌のうるおいに効く素材も作れます。"


@cache
def words_and_bridge() -> engine.Resources:
    """What the engine knows, without word vectors: they are large, and not every machine has them."""
    return engine.load_resources(vectors=Path(__file__).parent / "no-vectors")


def client_of(actor: Actor) -> Client:
    """A browser in which somebody is signed in for their organisation; a visitor's for the anonymous actor."""
    client = Client(headers={"accept-language": "ja"})
    if actor.person_id is not None:
        client.force_login(Person.objects.get(pk=actor.person_id), backend=BACKEND)
        session = client.session
        session[SESSION_KEY] = actor.organisation_id
        session.save()
    return client


def brewery(name: str = "蔵元酒造", **values: Any) -> Organisation:
    return organisation(name, industry="10", prefecture="15", **values)


def cosmetics(name: str = "うるおい化粧品") -> Actor:
    """Who asks."""
    return actor(organisation(name, industry="16", prefecture="13"))


def culture(by: Actor | None = None, **values: Any) -> Asset:
    """An asset that answers the need below."""
    return asset(by or actor(brewery()), **{"title": "麹と発酵", "summary": SUMMARY, **values})


def moisture(by: Actor, **values: Any) -> Need:
    """A need that the asset above answers."""
    return need(by, **{"title": "肌のうるおい", "problem": PROBLEM, **values})
