"""Filters and words that depend on what the viewer may see of a period, a price or a file (D1, A3)."""

import datetime

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from tests.apps.matching.helpers import client_of
from tests.factories import acting, actor, asset, grant, member, organisation

from kyoso.apps.accounts.actors import ANONYMOUS
from kyoso.apps.directory.queries import RecordFilters
from kyoso.apps.directory.services.find_records import RecordSearch
from kyoso.apps.directory.services.refresh_search import refresh_search
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.files.services.add_file import add_file
from kyoso.apps.files.services.edit_file import delete_file, edit_file, move_file
from kyoso.apps.journal.models import OutboxRow

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files_folder(settings, tmp_path):
    settings.FILES_DIR = settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def maker():
    return actor(organisation("作る会社"))


@pytest.fixture
def partner(maker):
    return member(organisation("組む会社"))


def ask(who=ANONYMOUS, text="", **filters):
    refresh_search()
    return RecordSearch(who).results("asset", RecordFilters(text, **filters))


def titles(*asked, **filters):
    given = ask(*asked, **filters)
    assert given.total == len(given.rows)
    return {row.title for row in given.rows}


def counts(*asked):
    return {one.value: one.count for one in ask(*asked).facets["free"]}


# Idle capacity


def period(first, last):
    today = timezone.localdate()
    return "/".join((today + datetime.timedelta(days=days)).isoformat() for days in (first, last))


def test_what_stands_idle_is_found_by_when(maker):  # D1
    asset(maker, title="今", tier=Tier.PUBLIC, kind="idle_capacity", period=period(-3, 0))
    asset(maker, title="来月", tier=Tier.PUBLIC, kind="idle_capacity", period=period(20, 40))
    asset(maker, title="過去", tier=Tier.PUBLIC, kind="idle_capacity", period=period(-9, -1))
    asset(maker, title="来年", tier=Tier.PUBLIC, kind="idle_capacity", period=period(200, 300))
    asset(maker, title="値段だけ", tier=Tier.PUBLIC, kind="idle_capacity", price="8000 hour")
    asset(maker, title="ほか", tier=Tier.PUBLIC)
    assert titles(free=["now"]) == {"今", "値段だけ"}
    assert titles(free=["soon"]) == titles(free=["soon", "now"]) == {"今", "来月", "値段だけ"}
    assert titles(free=["nothing"]) == titles()
    assert counts() == {"now": 2, "soon": 3}


def test_a_period_closed_to_the_viewer_counts_for_nothing(maker, partner):  # A3
    closed = {"field_tiers": {"period": Tier.NDA, "price": Tier.NDA}}
    shown = asset(maker, title="夜の空き", tier=Tier.PUBLIC, period=period(-3, 3), price="8000 hour", **closed)
    asset(
        maker,
        title="値段は閉じない",
        tier=Tier.PUBLIC,
        period=period(-9, -1),
        price="1 hour",
        field_tiers={"period": Tier.NDA},
    )
    assert titles(free=["now"]) == {"値段は閉じない"}
    assert titles(acting(partner), free=["now"]) == {"値段は閉じない"}
    assert counts(acting(partner)) == {"now": 1, "soon": 1}
    grant(maker, partner, shown)
    assert titles(acting(partner), free=["now"]) == {"夜の空き", "値段は閉じない"}
    assert titles(maker, free=["now"]) == {"夜の空き"}
    assert counts(maker) == {"now": 1, "soon": 1}


def test_the_page_offers_it_for_assets_alone_and_counts_it_apart_from_itself(maker):
    asset(maker, title="今の空き", tier=Tier.PUBLIC, period=period(-3, 3))
    asset(maker, title="来月の空き", tier=Tier.PUBLIC, period=period(20, 30))
    refresh_search()
    client = Client(headers={"accept-language": "en"})
    body = client.get("/directory/", {"what": "asset", "free": "now"}).content.decode()
    assert "今の空き" in body
    assert "来月の空き" not in body
    assert "Free within three months" in body
    assert "Idle capacity" not in client.get("/directory/", {"what": "need", "free": "now"}).content.decode()


def test_it_is_kept_with_a_search(maker):
    client = client_of(maker)
    client.post("/saved-searches/keep/", {"what": "asset", "free": ["now"]})
    assert "free=now" in client.post(f"/saved-searches/{_kept(client)}/open/").url


def _kept(client):
    from kyoso.apps.directory.models import SavedSearch

    return SavedSearch.objects.get().code


# Captions


def photo(by, record, caption, tier=Tier.PUBLIC, name="a"):
    upload = ContentFile(f"本文 {caption} {name}".encode(), name=f"{name}.txt")
    return add_file(actor=by, kind="asset", code=record.code, upload=upload, tier=tier, caption=caption)


def test_a_caption_is_found_by_who_may_see_its_file(maker, partner):  # A3
    record = asset(maker, title="深絞り", tier=Tier.PUBLIC)
    photo(maker, record, "試作の蓋", Tier.NDA)
    photo(maker, record, "展示の鍋", name="b")
    assert titles(text="鍋") == {"深絞り"}
    assert (titles(text="試作の蓋"), titles(acting(partner), "試作の蓋")) == (set(), set())
    assert titles(text="深絞り") == {"深絞り"}
    grant(maker, partner, record)
    assert titles(acting(partner), "試作の蓋") == titles(maker, "試作の蓋") == {"深絞り"}


def test_a_file_is_never_more_open_than_its_record(maker, partner):
    record = asset(maker, title="深絞り", tier=Tier.NDA)
    photo(maker, record, "展示の鍋")
    assert titles(acting(partner), "鍋") == set()
    assert titles(maker, "鍋") == {"深絞り"}


def test_a_changed_caption_counts_at_once_or_not_at_all(maker):
    record = asset(maker, title="深絞り", tier=Tier.PUBLIC)
    file = photo(maker, record, "展示の鍋")
    assert titles(text="鍋") == {"深絞り"}
    edit_file(actor=maker, code=file.code, version=1, caption="展示の鍋", tier=Tier.NDA)
    assert RecordSearch(ANONYMOUS).results("asset", RecordFilters("鍋")).total == 0
    assert titles(text="鍋") == set()
    edit_file(actor=maker, code=file.code, version=2, caption="見本の皿", tier=Tier.PUBLIC)
    assert (titles(text="鍋"), titles(text="皿")) == (set(), {"深絞り"})
    delete_file(actor=maker, code=file.code)
    assert titles(text="皿") == set()


def test_what_the_search_does_not_hold_wakes_no_worker(maker):
    record = asset(maker, title="深絞り", tier=Tier.PUBLIC)
    refresh_search()
    file = photo(maker, record, "")
    move_file(actor=maker, code=file.code, step=1)
    edit_file(actor=maker, code=file.code, version=1, caption="", tier=Tier.NDA)
    delete_file(actor=maker, code=file.code)
    assert not OutboxRow.objects.filter(in_search=False).exists()


def test_a_closed_caption_moves_nothing_in_the_order(maker):
    first = asset(maker, title="先", tier=Tier.PUBLIC)
    asset(maker, title="後", tier=Tier.PUBLIC)
    photo(maker, first, "秘密の蓋", Tier.CORE)
    assert [row.title for row in ask().rows] == ["後", "先"]


def test_captions_are_read_for_many_records_at_once(maker, django_assert_num_queries):
    from kyoso.apps.directory.adapters import _entries
    from kyoso.apps.disclosure.models import Projection

    for number in range(3):
        record = asset(maker, title=f"深絞り{number}", tier=Tier.PUBLIC)
        photo(maker, record, f"鍋{number}", name=str(number))
    for rows in (1, 3):
        listed = list(Projection.objects.filter(tier_from=0).select_related("owner")[:rows])
        with django_assert_num_queries(1):
            assert len(list(_entries(listed))) == rows
