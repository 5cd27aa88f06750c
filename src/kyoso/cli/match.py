"""`kyoso match`: candidates for a need or an asset, seen with somebody's eyes; by default a visitor's."""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from kyoso.cli.django import has_database, refuse, start_django

if TYPE_CHECKING:
    from kyoso.apps.accounts.actors import Actor
    from kyoso.apps.matching.values import Match


@click.command()
@click.option("--need", "need_text", help="A need in your own words: finds assets.")
@click.option("--need-id", help="Code of a recorded need: finds assets.")
@click.option("--asset", "asset_text", help="An asset in your own words: finds needs.")
@click.option("--top", default=10, show_default=True, type=click.IntRange(1, 100))
@click.option(
    "--far", default=0.8, show_default=True, type=click.FloatRange(0, 1), help="0: same field, 1: another industry."
)
@click.option(
    "--as", "email", help="See with this person's eyes; without it, as a visitor who sees public content only."
)
@click.option("--language", type=click.Choice(["ja", "en"]), default="ja", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="JSON on standard output.")
def match(
    need_text: str | None,
    need_id: str | None,
    asset_text: str | None,
    top: int,
    far: float,
    email: str | None,
    language: str,
    as_json: bool,
) -> None:
    """Find partners in other industries, with the reasons."""
    given = [text for text in (need_text, need_id, asset_text) if text is not None]
    if len(given) != 1:
        refuse("Give exactly one of --need TEXT, --need-id ID, --asset TEXT.")
    if not given[0].strip():
        refuse("The text is empty: describe the need or the asset in a sentence or two.")
    start_django()
    if not has_database():
        refuse("There is no database yet. Run `kyoso demo` (or `kyoso demo --load-only`) first.")
    from django.utils.translation import override

    with override(language):
        _print(_search(need_text, need_id, asset_text, top, far, _actor(email)), as_json)


def _actor(email: str | None) -> "Actor":
    from kyoso.apps.accounts.queries import actor_for_email

    actor = actor_for_email(email)
    if actor is None:
        refuse(f"Nobody signs in with {email}.")
    return actor


def _search(
    need_text: str | None, need_id: str | None, asset_text: str | None, top: int, far: float, actor: "Actor"
) -> "list[Match]":
    from kyoso.apps.disclosure.queries import Absent
    from kyoso.apps.matching.adapters import IndexNotReady
    from kyoso.apps.matching.services.find_matches import matches_for_record, matches_for_text

    try:
        if need_id:
            return matches_for_record(actor, "need", need_id, far=far, top=top)
        kind = "need" if need_text else "asset"
        return matches_for_text(actor, kind, need_text or asset_text or "", far=far, top=top)
    except Absent:
        refuse(f"There is no need {need_id} for this viewer.")
    except IndexNotReady:
        refuse("The index is not built yet: run `kyoso worker --once`, or `kyoso demo --load-only`.")


def as_dict(match: "Match") -> dict[str, Any]:
    """Return a match in the form of the command's contract."""
    return {
        "rank": match.rank,
        "id": match.shown.code,
        "kind": match.shown.kind,
        "organisation": match.shown.owner.name,
        "title": match.shown.title,
        "score": round(match.score, 6),
        "reasons": match.reasons,
        "cautions": match.cautions,
        "unknown": match.unknown,
        "path": match.path,
    }


def _print(matches: "list[Match]", as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"results": [as_dict(match) for match in matches]}, ensure_ascii=False))
        return
    for match in matches:
        print_match(match, click.echo)


def print_match(match: "Match", say: Callable[[str], None]) -> None:
    """Say one match to a person, line by line."""
    say(f"{match.rank}. {match.shown.title} — {match.shown.owner.name}  [{match.shown.code}]")
    if match.path:
        say(f"   {' → '.join(match.path)}")
    for sign, lines in (("+", match.reasons), ("-", match.cautions), ("?", match.unknown)):
        for line in lines:
            say(f"   {sign} {line}")
