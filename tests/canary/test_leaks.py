"""No viewer gets a text that is not for them, by any way out; each text is seen by those whom it is for (A3, E2)."""

import logging
from collections.abc import Iterable

import pytest
from django.core import mail
from tests.canary.cast import LEVELS
from tests.canary.surfaces import SURFACES, Output, pages, viewers
from tests.canary.tokens import Token
from tests.canary.world import World

from kyoso.apps.disclosure import queries
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.disclosure.rules import Clearance
from kyoso.apps.journal.models import Entry, OutboxRow


def look(world: World, name: str, outputs: Iterable[Output]) -> tuple[set[Token], list[str]]:
    """Return the tokens that a viewer was shown, and a line for each that was not for them."""
    seen: set[Token] = set()
    leaks: list[str] = []
    for output in outputs:
        for token in world.tokens.found_in(output.text) - seen:
            seen.add(token)
            if name not in token.viewers:
                leaks.append(f"{name} was shown “{token.where}” by {output.where}")
        leaks += [
            f"{name} was shown the {what} by {output.where}"
            for link, what in world.links.items()
            if link in output.text
        ]
    return seen, leaks


@pytest.mark.parametrize("name", viewers(LEVELS))
@pytest.mark.parametrize("surface", SURFACES, ids=lambda surface: surface.name)
def test_nobody_is_shown_what_is_not_for_them(world, surface, name, caplog):  # A3
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.INFO, "django.template")  # tells at length of every {% if %} on nothing
    seen, leaks = look(world, name, surface.visit(world, name))
    assert not leaks, "\n".join(leaks[:20])
    if surface.complete:
        missed = world.tokens.for_viewer(name) - seen
        assert not missed, "never shown: " + ", ".join(sorted(token.where for token in missed)[:20])
        appeared = {token.where for token in seen if not token.shown}
        assert not appeared, f"now shown, so say so where the token is made: {appeared}"
    silent = [caplog.text, *map(str, [*Entry.objects.values(), *OutboxRow.objects.values()])]
    silent += [f"{message.subject}\n{message.body}" for message in mail.outbox]
    assert not [token.where for text in silent for token in world.tokens.found_in(text)]


@pytest.mark.parametrize("name", viewers(["signed_in"]))
def test_the_harness_finds_an_open_door(world, monkeypatch, name):
    """A harness that cannot fail proves nothing: with the door taken off its hinges it must cry out."""
    monkeypatch.setattr(queries, "clearance_for", lambda actor: Clearance(default=Tier.CORE))
    _seen, leaks = look(world, name, pages(world, name))
    assert len(leaks) > 20
