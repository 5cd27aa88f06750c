"""Every page, for visitors, members and operators: accessible, within its width, with one heading and a title (H4)."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.files.base import File
from django.test import Client
from playwright.sync_api import Page
from tests.apps.exchange.helpers import csv_of, imported, sent
from tests.apps.files.samples import add_samples
from tests.apps.matching.helpers import brewery, client_of, cosmetics, culture, moisture
from tests.canary.routes import Route, all_routes
from tests.factories import actor, asset, grant, member, network_actor, organisation, person
from tests.journey.reach import lost_when_enlarged, unclear_names

from kyoso.apps.accounts.actors import ANONYMOUS, Actor
from kyoso.apps.accounts.enums import ClaimStatus, OrganisationStatus, Role
from kyoso.apps.accounts.models import Claim, Membership, Organisation
from kyoso.apps.accounts.services.invite_member import invite_member
from kyoso.apps.assets.services.hold_interview import save_answer, start_interview
from kyoso.apps.assets.services.write_rule import write_rule
from kyoso.apps.directory.services.keep_search import save_search
from kyoso.apps.directory.services.refresh_search import refresh_search
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.exchange import storage
from kyoso.apps.exchange.services.check_import import check_import
from kyoso.apps.exchange.services.make_export import ask_export, make_export
from kyoso.apps.exchange.services.send_bundle import send_bundle
from kyoso.apps.exchange.services.send_file import send_file
from kyoso.apps.jobs.models import Job
from kyoso.apps.matching.services.judge import decline_candidate, shortlist_candidate
from kyoso.apps.matching.services.refresh_index import refresh_index
from kyoso.apps.needs.enums import NeedStatus
from kyoso.apps.notifications.services.choose_frequency import stop_key
from kyoso.apps.notifications.topics import TOPICS
from kyoso.apps.sheets.services.send_inquiry import send_inquiry

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STANDARDS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # half the time
}
WIDTHS, VIEWERS = [1280, 390], ["visitor", "owner", "operator"]
"""Each looks at the pages that those before did not get, and at the first page."""

LONG = "ステンレス薄板の多段深絞りと、" + "Superlangesungetrenntestechnischeswortohnepausen" * 2
ABSENT = "/assets/ZZZZZZZZZZ/"


@dataclass
class Site:
    """A small network with something on every page, and who looks at it."""

    viewers: dict[str, Actor]
    values: dict[str, list[dict[str, str]]]
    """What fills the parameters of a route, by the beginning of its name; the longest that fits counts."""

    def urls(self, route: Route) -> list[str]:
        if not route.parameters:
            return [route.url({})]
        known = [begin for begin in self.values if route.name.startswith(begin)]
        assert known, f"nothing here fills {route}: add it to build_site"
        return [route.url(values) for values in self.values[max(known, key=len)]]


def _inquiry(firm: Organisation) -> str:
    """What a visitor wrote to the firm's window; return its code."""
    return send_inquiry(
        organisation=firm,
        values={"name": "山田", "email": "yamada@example.jp", "company": LONG[:90], "message": LONG * 3},
        asset="",
        language="ja",
        ticket="one",
        address="192.0.2.1",
    ).code


def _stock(owner: Actor) -> str:
    """Take stock by questions, write the rule, let an open text tell what a closed one holds; return an interview."""
    interviews = [start_interview(actor=owner, kind=kind) for kind in ("technology", "data")]
    for number, one in enumerate(interviews):
        save_answer(actor=owner, code=one.code, question="name", text=f"{LONG[:60]}{number}\n角筒", version=1)
    write_rule(actor=owner, text=LONG * 2, seen=0)
    asset(owner, title="隙間", tier=Tier.PUBLIC, summary="すきま0.0137mm")
    asset(owner, title="秘密", tier=Tier.CORE, summary="すきま0.0137mm")
    return interviews[0].code


def _strangers() -> tuple[Organisation, Organisation, Claim]:
    """Make a firm that waits for approval, one that nobody signed up for, and somebody's claim to it."""
    pending = organisation("申請中の会社", status=OrganisationStatus.PENDING)
    member(pending)
    unclaimed = organisation("だれも申し出ていない会社", is_claimed=False)
    claim = Claim.objects.create(organisation=unclaimed, person=person(), proof="社長です", status=ClaimStatus.OPEN)
    return pending, unclaimed, claim


def build_site() -> Site:
    owner = cosmetics()
    firm = Organisation.objects.get(pk=owner.organisation_id)
    colleague = member(firm, Role.MEMBER)
    partner = member(brewery(), Role.LEAD)
    maker = actor(Organisation.objects.get(pk=partner.organisation_id))
    own_asset = culture(owner, title=LONG[:120], evidence=LONG * 5, field_tiers={"evidence": Tier.NDA}, trl=7)
    for tier in Tier:
        asset(owner, title=f"段{tier}", tier=tier)
    bare = asset(owner, title="保管した型", archived=True)
    own_need = moisture(owner, offer=LONG)
    draft, closed = (moisture(owner, status=one, title=one.label) for one in (NeedStatus.DRAFT, NeedStatus.CLOSED))
    found = [culture(maker, title=f"麹{number}", tier=Tier.PUBLIC) for number in range(4)]
    moisture(maker, tier=Tier.PUBLIC)
    query = ("need", own_need.code)
    shortlist_candidate(actor=owner, query=query, candidate=("asset", found[0].code))
    decline_candidate(actor=owner, query=query, candidate=("asset", found[1].code), reason="later")
    given = grant(owner, partner)
    invited = invite_member(actor=owner, email="new@uruoi.example")
    pending, unclaimed, claim = _strangers()
    for number in range(25):
        asset(maker, title=f"型{number}", tier=Tier.PUBLIC)
    files = _files(owner, maker, [own_asset, found[0], bare])
    refresh_search()
    interview = _stock(owner)
    refresh_index()
    code, token = {"code": own_asset.code}, invited.link.rstrip("/").rsplit("/", 1)[-1]
    return Site(
        {"visitor": ANONYMOUS, "owner": owner, "operator": network_actor()},
        {
            "asset_": [code],
            "asset_detail": [code, {"code": found[0].code}],
            "asset_fields": [code, {"code": found[0].code}, {"code": bare.code}],
            **files,
            "interview_": [{"code": interview}],
            "interview_answer": [{"code": interview, "question": "name"}],
            "need_": [{"code": own_need.code}],
            "need_detail": [{"code": one.code} for one in (own_need, draft, closed)],
            "match_": [{"kind": "need", "code": own_need.code, "candidate": found[0].code}],
            "organisation_": [{"code": firm.code}],
            "organisation_detail": [{"code": one.code} for one in (firm, unclaimed)],
            "organisation_claim": [{"code": unclaimed.code}],
            "public_": [{"code": one.code} for one in (firm, unclaimed)],
            "public_embed": [{"code": firm.code}],
            "inquiry_": [{"code": _inquiry(firm)}],
            **{f"organisation_{verdict}": [{"code": pending.code}] for verdict in ("approve", "reject")},
            "member_": [{"code": Membership.objects.get(pk=colleague.pk).code}],
            **{begin: [{"code": invited.invitation.code}] for begin in ("invitation_", "founder_")},
            "invitation": [{"token": token}, {"token": "a-link-that-nobody-sent"}],
            "grant_": [{"code": given.code}],
            **_exchange(owner),
            "job_": [{"code": _job(owner, firm).code}],
            "saved_search_": [{"code": save_search(actor=owner, kind="asset", text="型", chosen={}).code}],
            "claim_": [{"code": claim.code}],
            "notices_stop": [{"key": stop_key(owner.person_id, TOPICS["saved_searches"])}],
            "account_confirm_email": [{"key": "a-key-that-nobody-sent"}],
            "account_reset_password_from_key": [{"uidb36": "1", "key": "abc-def"}],
        },
    )


def _job(owner: Actor, firm: Organisation) -> Job:
    """Long work that is not through."""
    return Job.objects.create(
        person_id=owner.person_id, organisation=firm, kind="import_run", subject="NOSUBJECT2", total=200, done=40
    )


def _files(owner: Actor, maker: Actor, assets: list[Any]) -> dict[str, list[dict[str, str]]]:
    """Photos and documents on the first two: one's own and another's; the third has none."""
    photo = add_samples(owner, assets[0], LONG[:150])
    add_samples(maker, assets[1])
    lists = [{"kind": "asset", "code": one.code} for one in assets]
    return {"file_": [{"code": photo.code}], "file_list": lists, "file_add": lists}


def _exchange(owner: Actor) -> dict[str, list[dict[str, str]]]:
    """A file that was checked, one whose columns are asked for, and an export."""
    rows = [["名称", "種類", "区分"], ["段0", "設備", ""], [LONG[:120], "", ""], ["型", "宇宙船", ""]]
    checked = sent(owner, csv_of(rows))
    asked = send_file(actor=owner, kind="asset", data=csv_of([["名称", LONG], ["x", LONG]]), name=f"{LONG}.csv")
    done, _counts = imported(owner, csv_of([["名称"], ["取り込んだ技術"]]))
    everything = ask_export(actor=owner, format="xlsx", kinds=["asset", "need", "profile", "files"], language="ja")
    with storage.opened(make_export(actor=owner, export=everything).stored) as file:
        whole = send_bundle(actor=owner, file=File(file), name=f"{LONG}.zip")
    check_import(actor=owner, batch=whole)
    export = ask_export(actor=owner, format="csv_sjis", kinds=["asset"], language="ja")
    make_export(actor=owner, export=export)
    return {
        "import_": [{"code": checked.code}],
        "import_detail": [{"code": one.code} for one in (checked, done, whole, *whole.parts.all())],
        "import_columns": [{"code": asked.code}],
        "import_new": [{"kind": "asset"}, {"kind": "need"}, {"kind": "profile"}],
        "import_template": [{"kind": "asset", "format": "csv"}],
        "export_": [{"code": export.code}],
        "export_new": [{}],
    }


MORE = [
    "/directory/?what=need",
    "/directory/?what=organisation",
    "/directory/?what=asset&page=2",
    "/directory/?q=見つからない語",
    "/assets/?status=archived",
    "/assets/board/?undecided=1&kind=data",
    "/assets/board/?undecided=1&q=nothing",
    "/assets/board/all/?column=1",
    "/assets/board/preview/?as=partner",
    "/assets/board/rule/?edit=1",
    "/needs/?status=closed",
    "/organisation/join/?q=会社",
    "/registries/industries/?q=金属",
    "/registries/municipalities/?prefecture=23",
    "/registries/corporate-number/?corporate_number=7000012050002",
]
"""States of pages that differ in more than their rows."""


def pages_of(site: Site, name: str) -> list[str]:
    """Return the addresses that show a page to this viewer and not to those before: without a browser, to be quick."""
    left = [url for route in all_routes() for url in site.urls(route)] + MORE
    for viewer in VIEWERS:
        client = client_of(site.viewers[viewer])
        shown = [url for url in left if _is_page(client, url)]
        if viewer == name:
            return shown
        left = ["/", *(url for url in left if url not in shown)]
    raise LookupError(name)


def _is_page(client: Client, url: str) -> bool:
    answer = client.get(url)
    is_html = answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")
    return is_html and b"<html" in answer.content  # else it is a part of a page


def sign_in(page: Page, actor_: Actor, address: str) -> None:
    """Give a window the cookie of somebody who signed in."""
    page.goto(address + "/account/login/")
    if actor_ == ANONYMOUS:
        return
    cookie = client_of(actor_).cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie.value, "url": address}])


def barriers(page: Page) -> list[str]:
    """What axe finds on the page as it is: the rule, how often, and the first place."""
    found = Axe().run(page, options=STANDARDS).response["violations"]
    return [f"{one['id']} ×{len(one['nodes'])}: {one['nodes'][0]['html'][:200]}" for one in found]


@pytest.fixture
def site(_own_index: None, live_server: Any) -> Site:
    return build_site()


@pytest.mark.parametrize("name", VIEWERS)
def test_every_page_is_open_to_everybody(site: Site, name: str, window: Callable[..., Page], live_server: Any) -> None:
    page, faults, titles = window("ja"), [], defaultdict[str, list[str]](list)
    sign_in(page, site.viewers[name], live_server.url)
    addresses = pages_of(site, name)
    assert len(addresses) >= 5
    for address in addresses:
        page.goto(address)
        titles[page.title()] += [] if "?" in address else [address]
        headings = page.locator("h1").count()
        faults += [f"{address}: {headings} h1"] if headings != 1 else []
        faults += [f"{address}: {fault}" for fault in [*unclear_names(page), *lost_when_enlarged(page)]]
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            across = page.evaluate("document.documentElement.scrollWidth")
            faults += [f"{address} at {width}: {across} wide"] if across > width else []
            faults += [f"{address} at {width}: {fault}" for fault in barriers(page)]
        page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    assert not faults, "\n".join(faults)
    assert {title: pages for title, pages in titles.items() if len(pages) > 1 and not _may_share(pages)} == {}
    assert all(title.endswith(" | Kyoso") and len(title) > len(" | Kyoso") for title in titles)


def _may_share(pages: list[str]) -> bool:
    """Records that are named alike, and steps of one way, are told apart by their addresses alone."""
    ways = ("/account/", "/organisation/disclosure/", "/invitations/")
    own_names = re.compile(r"/(assets|needs|organisations)/\w+/$")
    return any(all(page.startswith(way) for page in pages) for way in ways) or all(map(own_names.match, pages))


def test_a_page_that_is_not_there_is_a_page_too(site: Site, window: Callable[..., Page], complaints: list[str]) -> None:
    page = window("en")
    page.goto(ABSENT)
    assert barriers(page) == []
    assert page.locator("h1").count() == 1
    assert [line for line in complaints if "404" not in line] == []
    complaints.clear()


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_english_pages_and_dark_ones_are_as_open(
    site: Site, window: Callable[..., Page], live_server: Any, scheme: str
) -> None:
    page = window("en", color_scheme=scheme)
    sign_in(page, site.viewers["owner"], live_server.url)
    for address in main_pages(site):
        page.goto(address)
        assert barriers(page) == [], address
        assert page.locator("html").get_attribute("lang") == "en"


def main_pages(site: Site) -> list[str]:
    matches = next(route for route in all_routes() if route.name == "need_matches")
    return ["/", "/assets/new/", site.urls(matches)[0], "/directory/"]


# By keyboard

REACH = """() => {
  const folded = (one) => one.closest('details:not([open]) > :not(summary)');
  const shown = (one) => one.checkVisibility({visibilityProperty: true}) && !folded(one);
  const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary')];
  const wanted = all.filter((one) => shown(one) && !one.disabled && one.type !== 'hidden' && one.tabIndex >= 0);
  const groups = new Set();
  return wanted.filter((one) => {
    if (one.type !== 'radio') return true;
    if (groups.has(one.name)) return false;
    groups.add(one.name);
    return true;
  }).length;
}"""
"""How many things can be operated: of radio buttons one a group, for the arrow keys lead to the others."""

FOCUSED = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const first = !one.dataset.visited;
  one.dataset.visited = 'yes';
  if (one.type === 'radio') {
    for (const other of document.querySelectorAll(`input[name="${one.name}"]`)) other.dataset.visited = 'yes';
  }
  const style = (box) => getComputedStyle(box);
  const outlined = (box) => style(box).outlineStyle !== 'none' && parseFloat(style(box).outlineWidth) > 0;
  const boxes = [one, one.parentElement, one.nextElementSibling].filter(Boolean);
  const seen = boxes.some((box) => outlined(box) || style(box).boxShadow !== 'none');
  const place = one.getBoundingClientRect();
  const isThere = place.width > 0 && place.height > 0;
  return {first, seen, isThere, html: one.outerHTML.slice(0, 160), href: one.getAttribute('href')};
}"""


def walk(page: Page) -> Iterator[dict[str, Any]]:
    """Press Tab from the top until the page is through; yield what has the focus each time."""
    for _press in range(400):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused is None or not focused["first"]:
            return
        yield focused


def test_everything_is_reached_by_keyboard_and_seen(site: Site, window: Callable[..., Page], live_server: Any) -> None:
    page = window("ja")
    sign_in(page, site.viewers["owner"], live_server.url)
    for address in main_pages(site):
        page.goto(address)
        reached = list(walk(page))
        assert reached[0]["href"] == "#main", f"{address}: the skip link comes first"
        assert [one["html"] for one in reached if not one["seen"]] == [], f"{address}: focus that is not seen"
        assert [one["html"] for one in reached if not one["isThere"]] == [], f"{address}: focus on what is not shown"
        assert len(reached) == page.evaluate(REACH), address


def test_the_skip_link_leads_past_the_navigation(site: Site, window: Callable[..., Page], live_server: Any) -> None:
    page = window("ja")
    sign_in(page, site.viewers["owner"], live_server.url)
    page.goto("/assets/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('main')")


def test_a_match_is_judged_by_keyboard_alone(site: Site, window: Callable[..., Page], live_server: Any) -> None:
    page = window("ja")
    sign_in(page, site.viewers["owner"], live_server.url)
    page.goto(main_pages(site)[2])
    page.locator("details.menu summary").last.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert re.search("menu__item", page.evaluate("document.activeElement.className"))
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    dial = page.locator("#id_far")
    dial.focus()
    with page.expect_response(lambda response: "far=" in response.url):
        page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.id") == "id_far"
