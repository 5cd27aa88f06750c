"""Every address of the site, from the resolver, and what fills its parameters. A route nobody filled fails a test."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.canary.world import World

from kyoso.apps.accounts.models import Membership

ABSENT = "ZZZZZZZZZZ"
"""Shaped like a code; no record has it."""

Filled = list[dict[str, str]]


@dataclass(frozen=True)
class Route:
    """A named address with the names of its parameters."""

    name: str
    parameters: tuple[str, ...]

    def url(self, values: dict[str, str]) -> str:
        """Return the address with its parameters filled in."""
        return reverse(self.name, kwargs=values)


def all_routes() -> list[Route]:
    """Return every route of the site; raises where one has no name, because nothing could refer to it."""

    def walk(patterns: list[URLPattern | URLResolver], outer: tuple[str, ...]) -> Iterator[Route]:
        for pattern in patterns:
            inside = outer + _parameters(pattern)
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, inside)
            else:
                assert pattern.name, f"route {pattern.pattern} has no name"
                yield Route(pattern.name, inside)

    return sorted(walk(get_resolver().url_patterns, ()), key=lambda route: route.name)


def _parameters(pattern: URLPattern | URLResolver) -> tuple[str, ...]:
    converters = getattr(pattern.pattern, "converters", {})
    return tuple(converters) or tuple(pattern.pattern.regex.groupindex)


# What fills the parameters


def _records(kind: str) -> Callable[[World], Filled]:
    def fill(world: World) -> Filled:
        other = next(record.code for record in world.records if record.kind != kind)
        own = world.codes[f"outsider_{kind}"]
        return [{"code": code} for code in [*(one.code for one in world.of_kind(kind)), *own, other, ABSENT]]

    return fill


def _codes(of: str) -> Callable[[World], Filled]:
    return lambda world: [{"code": code} for code in [*world.codes[of], ABSENT]]


def _members(world: World) -> Filled:
    codes = Membership.objects.order_by("pk").values_list("code", flat=True)
    return [{"code": code} for code in [*codes, ABSENT]]


def _pairs(world: World) -> Filled:
    candidates = [one for one in world.of_kind("asset") if not one.opened_singly][:12]
    return [
        {"kind": "need", "code": code, "candidate": one.code}
        for code in [*world.codes["outsider_need"], world.of_kind("need")[0].code]
        for one in candidates
    ]


def _reset_links(world: World) -> Filled:
    return [{"uidb36": "1", "key": "set-password"}, {"uidb36": "1", "key": "abc-def"}]


def _answers(world: World) -> Filled:
    codes = [*world.codes["interview"], ABSENT]
    return [{"code": code, "question": question} for code in codes for question in ("refused", "nothing")]


def _records_with_files(world: World) -> Filled:
    chosen = [*world.records[::4], *world.of_kind("need")[:2]]
    kinds = [{"kind": one.kind, "code": one.code} for one in chosen]
    return [*kinds, {"kind": "organisation", "code": chosen[0].code}, {"kind": "asset", "code": ABSENT}]


FILLERS: list[tuple[str, tuple[str, ...], Callable[[World], Filled]]] = [
    (r"asset_", ("code",), _records("asset")),
    (r"need_", ("code",), _records("need")),
    (r"interview_answer", ("code", "question"), _answers),
    (r"interview_", ("code",), _codes("interview")),
    (r"file_", ("kind", "code"), _records_with_files),
    (r"file_", ("code",), _codes("file")),
    (r"match_", ("kind", "code", "candidate"), _pairs),
    (r"organisation_(detail|claim|leave|approve|reject|sheet|sheet_pdf)", ("code",), _codes("organisation")),
    (r"public_(page|page_sent|embed)", ("code",), _codes("organisation")),
    (r"inquiry_", ("code",), _codes("inquiry")),
    (r"member_(role|end)", ("code",), _members),
    (r"(invitation|founder)_(resend|revoke)", ("code",), _codes("invitation")),
    (r"grant_revoke", ("code",), _codes("grant")),
    (r"job_", ("code",), _codes("job")),
    (r"import_new", ("kind",), lambda world: [{"kind": kind} for kind in ("asset", "need", "profile", "person")]),
    (r"import_template", ("kind", "format"), lambda world: [{"kind": "asset", "format": "csv"}]),
    (r"import_", ("code",), _codes("import")),
    (r"export_", ("code",), _codes("export")),
    (r"saved_search_", ("code",), _codes("saved_search")),
    (r"notices_stop", ("key",), lambda world: [{"key": "a-key-that-nobody-has"}]),
    (r"claim_(accept|refuse)", ("code",), _codes("claim")),
    (r"invitation", ("token",), lambda world: [{"token": "a-link-that-nobody-sent"}]),
    (r"account_confirm_email", ("key",), lambda world: [{"key": "a-key-that-nobody-sent"}]),
    (r"account_reset_password_from_key", ("uidb36", "key"), _reset_links),
]
"""Route names (a regular expression for the whole or the beginning), their parameters, and values for them."""

SEARCHES: dict[str, list[str]] = {
    "directory": ["what=asset&q={}", "what=need&q={}", "what=organisation&q={}"],
    "asset_list": ["q={}", "status=archived&q={}"],
    "board": ["q={}", "q={}&column=0"],
    "board_all": ["q={}"],
    "need_list": ["q={}"],
    "operator_list": ["q={}"],
}
"""Pages that search, with the places where a word can be put."""

QUERIES: dict[str, list[str]] = {
    "directory": [
        *(f"what={what}&page={page}" for what in ("asset", "need", "organisation") for page in (1, 2, 3)),
        "what=asset&category=technology&industry=24",
        "what=asset&free=now&free=soon&free=never",
        "what=need&category=inbound&category=outbound",
        "what=nothing&page=nothing",
    ],
    "asset_list": [
        *(f"status=archived&page={page}" for page in (1, 2)),
        *(f"tier={tier}" for tier in range(4)),
        "page=2",
    ],
    "stock_overview": ["page=2"],
    "board": ["kind=technology&undecided=1", "show0=60&show3=60", "kind=nothing", "column=3", "q=a&column=0&from0=20"],
    "board_all": ["column=1&undecided=1", "column=3", "kind=nothing", "q=a"],
    "board_preview": ["as=partner", "as=network", "as=nothing&page=2"],
    "opening_rule": ["edit=1"],
    "need_list": [*(f"page={page}" for page in (2, 3)), "status=draft", "status=closed", "direction=outbound"],
    "industry_search": ["q=金属", "q=a"],
    "municipality_search": ["prefecture=23", "prefecture=23&municipality=a&q=a"],
    "register_lookup": ["corporate_number=7000012050002", "corporate_number=1"],
    "operator_list": ["state=closed", "state=pending", "state=rejected", "state=approved", "state=unclaimed"],
}
"""Pages with filters, and filters worth trying; every other page is asked once with some of all of them."""

ANYWHERE = ["q=a&page=2&status=draft&what=need&state=pending&tier=3"]


def filler(route: Route) -> Callable[[World], Filled] | None:
    """Return what fills a route's parameters; None where nobody has said."""
    if not route.parameters:
        return lambda world: [{}]
    for names, parameters, fill in FILLERS:
        if parameters == route.parameters and re.match(rf"{names}", route.name):
            return fill
    return None


def queries(route: Route) -> list[str]:
    """Return the query strings to try on a page without parameters."""
    return QUERIES.get(route.name, ANYWHERE)
