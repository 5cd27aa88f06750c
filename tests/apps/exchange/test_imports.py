"""Importing assets and needs (H2): what a file does, what it cannot do, and how it is taken back."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from tests.apps.exchange.helpers import csv_of, faults, imported, planned, sent, xlsx_of
from tests.factories import acting, actor, asset, grant, member, need

from kyoso.apps.accounts.enums import Role
from kyoso.apps.accounts.models import Membership, Organisation
from kyoso.apps.assets.models import Asset
from kyoso.apps.assets.services.save_asset import archive_asset, edit_asset
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.disclosure.models import Projection
from kyoso.apps.exchange.enums import UndoState
from kyoso.apps.exchange.models import ImportRow
from kyoso.apps.exchange.rules import UNDO_KEPT
from kyoso.apps.exchange.services.run_import import run_import
from kyoso.apps.exchange.services.undo_import import undo_import
from kyoso.apps.journal.models import Entry, OutboxRow
from kyoso.apps.needs.models import Need

HEADERS = ["管理番号", "名称", "種類", "公開レベル", "概要", "裏づけ", "裏づけの公開レベル", "TRL"]
ROWS = [
    HEADERS,
    ["A-1", "深絞り", "コア技術", "ネットワーク", "薄い板を絞る", "検査表", "NDA後", "９"],
    ["A-2", "五軸加工機", "設備", "公開", "夜に空く", "", "", "TRL 7"],
]


@pytest.fixture
def owner(db):
    return actor()


@pytest.fixture
def firm(owner):
    return Organisation.objects.get(pk=owner.organisation_id)


def titles(by):
    return set(Asset.objects.filter(owner_id=by.organisation_id).values_list("title", flat=True))


def test_rows_become_assets_through_the_service(owner):  # H2
    batch, counts = imported(owner, csv_of(ROWS))
    assert counts == {"create": 2, "done": 2}
    made = Asset.objects.get(title="深絞り")
    assert (made.kind, made.tier, made.trl, made.field_tiers) == ("technology", 1, 9, {"evidence": 2})
    assert made.evidence == "検査表"
    assert Projection.objects.filter(kind="asset", record_id=made.pk).count() == 2
    assert Entry.objects.filter(verb="asset_created", subject_id=made.pk).exists()
    assert OutboxRow.objects.filter(kind="asset", record_id=made.pk).exists()
    assert Entry.objects.filter(verb="import_done", subject_id=batch.pk).exists()


def test_rows_of_totals_are_told_and_left_out(owner):  # H2
    batch = sent(owner, csv_of([["名称"], ["深絞り"], ["合　計"], ["計測"], ["Total"]]))
    assert faults(batch) == {3: [("title", "total")], 5: [("title", "total")]}


@pytest.mark.parametrize("headers", [HEADERS, ["x", *HEADERS[1:]]], ids=["by number", "by title"])
def test_the_same_file_twice_changes_nothing(owner, headers):  # H2
    imported(owner, csv_of([headers, *ROWS[1:]]))
    before = list(Asset.objects.order_by("pk").values())
    assert planned(sent(owner, csv_of([headers, *ROWS[1:]]))) == {"same": 2}
    assert imported(owner, csv_of([headers, *ROWS[1:]]))[1] == {"same": 2}
    assert list(Asset.objects.order_by("pk").values()) == before


def test_a_number_of_ones_own_is_known_again_though_the_title_changed(owner):  # H2
    imported(owner, csv_of(ROWS))
    changed = [HEADERS, ["A-1", "極薄の深絞り", "", "", "薄い板を絞る", "検査表", "NDA後", "9"]]
    batch = sent(owner, csv_of(changed))
    assert planned(batch) == {"change": 1}
    assert batch.rows.get().changes == ["title"]
    run_import(actor=owner, batch=batch)
    assert titles(owner) == {"極薄の深絞り", "五軸加工機"}
    made = Asset.objects.get(title="極薄の深絞り")
    assert (made.kind, made.tier) == ("technology", 1)  # empty cells of these leave what there is


def test_a_number_for_what_had_none_finds_it_by_its_title(owner):  # H2
    made = asset(owner, title="深絞り")
    batch = sent(owner, csv_of([["管理番号", "名称"], ["A-1", "深絞り"]]))
    assert (planned(batch), batch.rows.get().record) == ({"change": 1}, made.code)
    run_import(actor=owner, batch=batch)
    assert planned(sent(owner, csv_of([["管理番号", "名称"], ["A-1", "深絞り"]]))) == {"same": 1}
    assert planned(sent(owner, csv_of([["管理番号", "名称"], ["A-2", "深絞り"]]))) == {"create": 1}


def test_a_code_from_elsewhere_is_remembered_like_a_number(owner):  # H2
    rows = [["コード", "名称"], ["ABCDEFGHJK", "同じ名"], ["MNPQRSTVWX", "同じ名"]]
    assert imported(owner, csv_of(rows))[1] == {"create": 2, "done": 2}
    assert imported(owner, csv_of(rows))[1] == {"same": 2}


def test_nothing_says_whether_others_have_a_code(owner):  # A3
    other = asset(actor(), title="よその技術")
    batch = sent(owner, csv_of([["コード", "名称"], [other.code, "うちの技術"]]))
    assert planned(batch) == {"create": 1}


def test_an_empty_cell_empties_a_text_and_is_said_before(owner):  # H2
    made = asset(owner, title="深絞り", summary="古い説明", trl=5)
    batch = sent(owner, csv_of([["名称", "概要", "TRL"], ["深絞り", "", ""]]))
    assert batch.rows.get().changes == ["summary", "trl"]
    run_import(actor=owner, batch=batch)
    made.refresh_from_db()
    assert (made.summary, made.trl) == ("", None)


def test_several_of_one_title_are_asked_about(owner):  # H2
    asset(owner, title="深絞り")
    asset(owner, title="深絞り")
    assert faults(sent(owner, csv_of([["名称"], ["深絞り"]]))) == {2: [("title", "several")]}
    twice = sent(owner, csv_of([["名称"], ["研磨"], ["研磨"]]))
    assert faults(twice) == {3: [("title", "same_as_row")]}


def test_wrong_rows_are_left_out_and_the_right_ones_taken(owner):  # H2
    rows = [
        ["名称", "種類", "TRL", "概要"],
        ["", "設備", "", ""],
        ["あ" * 10_000, "", "", ""],
        ["研磨", "装置", "12", "x" * 2001],
    ]
    batch, counts = imported(owner, csv_of([*rows, ["溶接", "設備", "3", ""]]))
    assert counts == {"create": 1, "fault": 3, "done": 1}
    assert faults(batch) == {
        2: [("title", "missing")],
        3: [("title", "too_long")],
        4: [("trl", "bad_level"), ("summary", "too_long")],
    }
    assert titles(owner) == {"溶接"}


def test_titles_of_marks_alone_are_none(owner):  # H3
    batch = sent(owner, csv_of([["名称", "概要"], ["\u200f\u202e", "x"], ["深\u202e絞り", "y"], ["a\x00b", "z"]]))
    assert faults(batch) == {2: [("title", "missing")]}
    run_import(actor=owner, batch=batch)
    assert "ab" in titles(owner)


@pytest.mark.parametrize(("role", "refused"), [(Role.OWNER, []), (Role.LEAD, [5]), (Role.MEMBER, [2, 3, 5])])
def test_nobody_gives_a_tier_that_the_form_would_refuse(firm, role, refused):  # A3
    rows = [["名称", "公開レベル"], ["一", "公開"], ["二", "ネットワーク"], ["三", "NDA後"], ["四", "コア"]]
    batch = sent(actor(firm, role), csv_of(rows))
    assert list(faults(batch)) == refused


@pytest.mark.parametrize(("role", "tier"), [(Role.OWNER, Tier.NETWORK), (Role.MEMBER, Tier.NDA)])
def test_without_a_tier_the_network_sees_it_at_most(firm, role, tier):  # A3
    by = actor(firm, role)
    imported(by, csv_of([["名称"], ["研磨"]]))
    assert Asset.objects.get().tier == tier


def test_what_is_closed_to_the_sender_is_neither_told_nor_overwritten(firm, owner):  # A3
    secret = asset(owner, title="秘伝", tier=Tier.CORE)
    partly = asset(owner, title="深絞り", evidence="核心", field_tiers={"evidence": Tier.CORE})
    by = actor(firm, Role.MEMBER)
    batch = sent(by, csv_of([["名称", "裏づけ"], ["秘伝", ""], ["深絞り", ""]]))
    assert planned(batch) == {"create": 1, "same": 1}
    run_import(actor=by, batch=batch)
    partly.refresh_from_db()
    secret.refresh_from_db()
    assert (partly.evidence, secret.version) == ("核心", 1)
    assert faults(sent(by, csv_of([["名称", "裏づけ"], ["深絞り", "上書き"]]))) == {2: [("evidence", "closed_text")]}
    assert "核心" not in str(list(ImportRow.objects.values()))


def test_who_lost_the_role_before_confirming_imports_nothing(firm, owner):  # H2
    by = actor(firm, Role.LEAD)
    batch = sent(by, csv_of(ROWS))
    Membership.objects.filter(person_id=by.person_id).update(ended_at=timezone.now())
    from kyoso.apps.accounts.queries import actor_for

    with pytest.raises(PermissionDenied):
        run_import(actor=actor_for(by.person_id, firm.pk), batch=batch)
    assert not Asset.objects.exists()


def test_a_lower_role_than_at_the_check_counts_at_the_import(firm):  # A3
    by = member(firm, Role.OWNER)
    batch = sent(acting(by), csv_of([["名称", "公開レベル"], ["一", "公開"], ["二", "NDA後"]]))
    Membership.objects.filter(pk=by.pk).update(role=Role.MEMBER)
    counts = run_import(actor=acting(Membership.objects.get(pk=by.pk)), batch=batch)
    assert (counts["create"], counts["fault"]) == (1, 1)
    assert titles(acting(by)) == {"二"}


def test_somebody_who_saved_meanwhile_is_not_overwritten(owner):  # H2
    made = asset(owner, title="深絞り", summary="はじめ")
    batch = sent(owner, csv_of([["名称", "概要"], ["深絞り", "ファイルから"]]))
    edit_asset(actor=owner, code=made.code, version=made.version, values={"summary": "別の人"})
    run_import(actor=owner, batch=batch)
    made.refresh_from_db()
    assert made.summary == "別の人"
    assert faults(batch) == {2: [("title", "changed_meanwhile")]}
    assert batch.rows.get().cells == ["深絞り", "ファイルから"]


def test_an_import_that_stopped_goes_on_where_it_was(owner):  # H2
    rows = [["名称"], *([f"技術{n}"] for n in range(250))]
    batch = sent(owner, csv_of(rows))

    class Died(Exception):
        pass

    def die(done, total):
        if done == 200:
            raise Died

    with pytest.raises(Died):
        run_import(actor=owner, batch=batch, step=die)
    assert Asset.objects.count() == 100  # the step in hand was taken back whole
    counts = run_import(actor=owner, batch=batch)
    assert (counts["done"], Asset.objects.count()) == (250, 250)
    assert len(titles(owner)) == 250


# Needs


def test_needs_are_imported_in_their_status(owner):  # C2
    rows = [
        ["名称", "困りごと", "状態", "希望時期", "希望する相手", "終了する理由", "向き"],
        ["検査", "目視がつらい", "公開中", "令和8年3月31日", "中小企業、大学", "", "探す"],
        ["運搬", "", "下書き", "R9.1.5", "", "", ""],
        ["塗装", "", "終了", "", "", "延期", ""],
        ["空", "", "公開中", "", "", "", ""],
    ]
    batch, counts = imported(owner, xlsx_of(rows), "need")
    assert counts == {"create": 3, "fault": 1, "done": 3}
    assert faults(batch) == {5: [("problem", "problem_missing")]}
    found = Need.objects.get(title="検査")
    assert (found.status, str(found.due), found.partner_kinds) == ("published", "2026-03-31", ["sme", "university"])
    assert Need.objects.get(title="塗装").close_reason == "postponed"
    assert imported(owner, xlsx_of(rows[:4]), "need")[1] == {"same": 3}


def test_a_published_need_does_not_become_a_draft(owner):  # C2
    need(owner, title="検査")
    assert faults(sent(owner, csv_of([["名称", "状態"], ["検査", "下書き"]]), "need")) == {
        2: [("status", "not_back_to_draft")]
    }


# Undo


def test_undo_takes_everything_back(owner):  # H2
    kept = asset(owner, title="深絞り", summary="はじめ", tier=Tier.NETWORK, trl=4)
    before = Asset.objects.filter(pk=kept.pk).values("title", "summary", "tier", "trl", "field_tiers", "status").get()
    rows = [
        ["名称", "概要", "TRL", "公開レベル", "概要の公開レベル"],
        ["深絞り", "変えた", "8", "NDA後", "コア"],
        ["新しい", "", "", "", ""],
    ]
    batch, counts = imported(owner, csv_of(rows))
    assert counts == {"create": 1, "change": 1, "done": 2}
    counts = undo_import(actor=owner, batch=batch)
    assert counts["undo_taken_back"] == 2
    assert Asset.objects.filter(pk=kept.pk).values(*before).get() == before
    assert titles(owner) == {"深絞り"}
    assert not Projection.objects.filter(title="新しい").exists()
    with pytest.raises(ValidationError):
        undo_import(actor=owner, batch=batch)


def test_undo_leaves_what_somebody_touched_since(owner):  # H2
    old = asset(owner, title="深絞り", summary="はじめ")
    batch, _counts = imported(owner, csv_of([["名称", "概要"], ["深絞り", "変えた"], ["新しい", ""], ["見せた", ""]]))
    for made in (Asset.objects.get(title="深絞り"), Asset.objects.get(title="新しい")):
        edit_asset(actor=owner, code=made.code, version=made.version, values={"ability": "書き足した"})
    grant(owner, member(None, Role.LEAD), Asset.objects.get(title="見せた"))
    undo_import(actor=owner, batch=batch)
    assert dict(batch.rows.values_list("number", "undo")) == {
        2: UndoState.KEPT,
        3: UndoState.PUT_AWAY,
        4: UndoState.PUT_AWAY,
    }
    old.refresh_from_db()
    assert (old.summary, old.ability) == ("変えた", "書き足した")
    assert Asset.objects.get(title="新しい").status == "archived"


def test_after_an_undo_the_file_can_be_imported_again(owner):  # H2
    batch, _counts = imported(owner, csv_of(ROWS))
    undo_import(actor=owner, batch=batch)
    assert imported(owner, csv_of(ROWS))[1] == {"create": 2, "done": 2}


def test_undo_is_for_thirty_days_and_for_own_people(owner):  # H2
    batch, _counts = imported(owner, csv_of(ROWS))
    with pytest.raises(PermissionDenied):
        undo_import(actor=actor(), batch=batch)
    batch.imported_at = timezone.now() - UNDO_KEPT
    with pytest.raises(ValidationError):
        undo_import(actor=owner, batch=batch)


def test_status_changes_go_back_too(owner):  # H2
    made = asset(owner, title="深絞り")
    batch, counts = imported(owner, csv_of([["名称", "状態"], ["深絞り", "休止"]]))
    made.refresh_from_db()
    assert (made.status, counts["change"]) == ("archived", 1)
    undo_import(actor=owner, batch=batch)
    made.refresh_from_db()
    assert made.status == "active"
    archive_asset(actor=owner, code=made.code)


def test_undo_removes_needs(owner):  # H2
    batch, _counts = imported(owner, csv_of([["名称", "困りごと", "状態"], ["検査", "目視", "公開中"]]), "need")
    undo_import(actor=owner, batch=batch)
    assert not Need.objects.exists()
