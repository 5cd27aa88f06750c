"""Saving tiered records (A3): one transaction, one lock, and texts that the editor may not see stay whole."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from tests.factories import acting, actor, asset, grant, member, need, network_actor

from kyoso.apps.accounts.actors import ANONYMOUS
from kyoso.apps.accounts.enums import Role
from kyoso.apps.assets.models import Asset
from kyoso.apps.assets.services.save_asset import create_asset, edit_asset
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.disclosure.models import Projection
from kyoso.apps.disclosure.queries import Absent, editable_fields, get_visible, tiers_for
from kyoso.apps.disclosure.services import save
from kyoso.apps.disclosure.services.save import save_record
from kyoso.apps.journal.models import Entry, OutboxRow
from kyoso.shared.locking import Conflict

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return actor()


def colleague(of, role):
    return actor(of.owner, role)


def fresh(record):
    return type(record).objects.get(pk=record.pk)


def edit(by, record, **values):
    return edit_asset(actor=by, code=record.code, version=fresh(record).version, values=values)


# All or nothing


def test_saving_writes_record_projections_journal_and_outbox(owner):  # A3
    made = asset(owner, tier=Tier.PUBLIC, ability="甲", evidence="乙", field_tiers={"evidence": Tier.NDA})
    rows = Projection.objects.filter(kind="asset", record_id=made.pk).order_by("tier_from")
    assert [(row.tier_from, row.tier_to, row.fields) for row in rows] == [
        (0, 1, {"ability": "甲"}),
        (2, 3, {"ability": "甲", "evidence": "乙"}),
    ]
    entry = Entry.objects.get(verb="asset_created")
    assert (entry.subject_id, entry.person_id, entry.organisation_id) == (
        made.pk,
        owner.person_id,
        owner.organisation_id,
    )
    assert entry.data == {"version": 1, "tier": 0}
    assert OutboxRow.objects.filter(kind="asset", record_id=made.pk).count() == 1


@pytest.mark.parametrize("step", ["project", "record_event"])
def test_a_failure_on_the_way_leaves_nothing_of_a_new_record(owner, monkeypatch, step):  # A3
    def fail(*args, **kwargs):
        raise RuntimeError("disk full")

    before = (Entry.objects.count(), OutboxRow.objects.count())
    monkeypatch.setattr(save, step, fail)
    with pytest.raises(RuntimeError):
        asset(owner)
    assert (Asset.objects.count(), Projection.objects.count()) == (0, 0)
    assert (Entry.objects.count(), OutboxRow.objects.count()) == before


@pytest.mark.parametrize("step", ["project", "record_event"])
def test_a_failure_on_the_way_leaves_an_edited_record_as_it_was(owner, monkeypatch, step):  # A3
    made = asset(owner, ability="前")

    def fail(*args, **kwargs):
        raise RuntimeError("disk full")

    before = (list(Projection.objects.values()), Entry.objects.count(), OutboxRow.objects.count())
    monkeypatch.setattr(save, step, fail)
    with pytest.raises(RuntimeError):
        edit(owner, made, ability="後")
    assert (fresh(made).ability, fresh(made).version) == ("前", 1)
    assert (list(Projection.objects.values()), Entry.objects.count(), OutboxRow.objects.count()) == before


def test_the_journal_holds_no_text(owner):  # A3
    made = asset(owner, title="極秘の題", summary="極秘の要旨", ability="極秘の能力")
    edit(owner, made, title="極秘の新題")
    assert not any("極秘" in str(values) for values in [*Entry.objects.values(), *OutboxRow.objects.values()])


def test_a_record_in_a_log_says_its_code_and_never_its_title(owner):  # A3
    made = asset(owner, title="極秘の題")
    shown = get_visible(owner, "asset", made.code)
    assert str(made) == str(shown) == f"asset:{made.code}"


# Texts closed to the editor


def test_texts_closed_to_the_editor_survive_whatever_is_sent(owner):  # A3
    made = asset(owner, ability="前", evidence="核心", field_tiers={"evidence": Tier.CORE})
    lead = colleague(made, Role.LEAD)
    assert editable_fields(lead, made) == {"summary", "ability", "conditions", "period", "price"}
    edit(lead, made, ability="後", evidence="", tier=Tier.PUBLIC, field_tiers={"evidence": None, "ability": Tier.NDA})
    kept = fresh(made)
    assert (kept.ability, kept.evidence, kept.tier) == ("後", "核心", Tier.PUBLIC)
    assert kept.field_tiers == {"evidence": Tier.CORE, "ability": Tier.NDA}


def test_tiers_not_mentioned_stay(owner):  # A3
    made = asset(owner, evidence="核心", ability="甲", field_tiers={"evidence": Tier.CORE, "ability": Tier.NDA})
    edit(owner, made, tier=Tier.PUBLIC, field_tiers={"ability": None})
    assert fresh(made).field_tiers == {"evidence": Tier.CORE}
    edit(owner, made, title="新しい題")
    assert fresh(made).field_tiers == {"evidence": Tier.CORE}


def test_tier_of_a_text_looser_than_its_record_is_not_kept(owner):  # A3
    made = asset(owner, tier=Tier.NDA, ability="甲", field_tiers={"ability": Tier.PUBLIC})
    assert made.field_tiers == {}


def test_unknown_text_gets_no_tier(owner):  # A3
    assert asset(owner, field_tiers={"owner": Tier.CORE, "title": Tier.CORE}).field_tiers == {}


# Who may open what


@pytest.mark.parametrize("tier", [Tier.PUBLIC, Tier.NETWORK])
def test_member_cannot_create_an_open_record(owner, tier):  # A3
    with pytest.raises(ValidationError) as error:
        create_asset(actor=colleague(asset(owner), Role.MEMBER), values={"title": "題", "tier": tier})
    assert "tier" in error.value.message_dict


def test_member_cannot_open_a_record(owner):  # A3
    made = asset(owner, tier=Tier.NDA)
    with pytest.raises(ValidationError) as error:
        edit(colleague(made, Role.MEMBER), made, tier=Tier.NETWORK)
    assert "tier" in error.value.message_dict
    assert fresh(made).tier == Tier.NDA


@pytest.mark.parametrize("sent", [{"tier": Tier.NETWORK}, {}])
def test_member_cannot_open_a_text(owner, sent):  # A3
    made = asset(owner, tier=Tier.NETWORK, ability="甲", field_tiers={"ability": Tier.NDA})
    with pytest.raises(ValidationError) as error:
        edit(colleague(made, Role.MEMBER), made, **sent, field_tiers={"ability": None})
    assert "tier" in error.value.message_dict
    assert fresh(made).field_tiers == {"ability": Tier.NDA}


def test_member_edits_an_open_record_without_changing_its_tier(owner):  # A3
    made = asset(owner, tier=Tier.PUBLIC, ability="前")
    edit(colleague(made, Role.MEMBER), made, tier=Tier.PUBLIC, ability="後", field_tiers={"ability": None})
    assert fresh(made).ability == "後"


def test_member_may_close_a_text(owner):  # A3
    made = asset(owner, tier=Tier.PUBLIC, ability="甲")
    edit(colleague(made, Role.MEMBER), made, tier=Tier.PUBLIC, field_tiers={"ability": Tier.NDA})
    assert fresh(made).field_tiers == {"ability": Tier.NDA}


@pytest.mark.parametrize("values", [{"tier": Tier.CORE}, {"tier": Tier.NDA, "field_tiers": {"ability": Tier.CORE}}])
def test_lead_cannot_close_further_than_they_see(owner, values):  # A3
    made = asset(owner, tier=Tier.NDA, ability="甲")
    with pytest.raises(ValidationError) as error:
        edit(colleague(made, Role.LEAD), made, **values)
    assert "tier" in error.value.message_dict


def test_named_lead_works_on_core(owner):  # A3
    made = asset(owner, tier=Tier.CORE, ability="前")
    lead = member(made.owner, Role.LEAD)
    grant(owner, lead, made, tier=Tier.CORE)
    edit(acting(lead), made, tier=Tier.CORE, ability="後", field_tiers={"ability": None})
    assert fresh(made).ability == "後"


def test_record_closed_to_the_editor_is_absent(owner):  # A3
    made = asset(owner, tier=Tier.CORE)
    for role in (Role.LEAD, Role.MEMBER):
        with pytest.raises(Absent):
            edit(colleague(made, role), made, title="乗っ取り")
        with pytest.raises(Absent):
            save_record(actor=colleague(made, role), record=made, values={"title": "乗っ取り"}, verb="x", seen=1)


def test_strangers_cannot_save(owner):  # A3
    made = asset(owner, tier=Tier.PUBLIC)
    for stranger in (actor(), network_actor(), ANONYMOUS):
        with pytest.raises(PermissionDenied):
            save_record(actor=stranger, record=made, values={"title": "乗っ取り"}, verb="x", seen=1)
    assert fresh(made).title == "深絞り"


def test_tiers_for_someone_without_organisation_are_none(owner):  # A3
    assert tiers_for(network_actor()) == []
    assert tiers_for(owner) == list(Tier)


# Two at once


def test_second_saver_is_told_and_loses_nothing(owner):  # A1
    made = asset(owner, ability="はじめ")
    edit_asset(actor=owner, code=made.code, version=1, values={"ability": "先"})
    before = (Entry.objects.count(), OutboxRow.objects.count())
    with pytest.raises(Conflict) as conflict:
        edit_asset(actor=owner, code=made.code, version=1, values={"ability": "後"})
    assert (conflict.value.current.ability, conflict.value.current.version) == ("先", 2)
    assert get_visible(owner, "asset", made.code).fields == {"ability": "先"}
    assert (Entry.objects.count(), OutboxRow.objects.count()) == before


@pytest.mark.parametrize("version", [0, 2, 99])
def test_a_version_never_seen_is_a_conflict(owner, version):  # A1
    made = asset(owner)
    with pytest.raises(Conflict):
        edit_asset(actor=owner, code=made.code, version=version, values={"title": "題"})


# What is refused


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "あ" * 121}, "title"),
        ({"kind": "unknown"}, "kind"),
        ({"field": "unknown"}, "field"),
        ({"trl": -1}, "trl"),
        ({"ability": "あ" * 2001}, "ability"),
        ({"tier": 4}, "tier"),
        ({"tier": Tier.NDA, "field_tiers": {"ability": 4}}, "tier"),
    ],
)
def test_faults_are_named_by_field_and_nothing_is_written(owner, values, field):  # A1
    made = asset(owner)
    with pytest.raises(ValidationError) as error:
        edit(owner, made, **values)
    assert list(error.value.message_dict) == [field]
    assert (fresh(made).title, fresh(made).version) == ("深絞り", 1)


@pytest.mark.parametrize("title", ["   ", "\u3000\r\n", "\x00\x07\t", "\u200b\ufeff"])
@pytest.mark.parametrize("make", [asset, need])
def test_a_title_with_nothing_to_read_is_refused_by_name(owner, make, title):  # A1, C2
    made = make(owner)
    with pytest.raises(ValidationError) as error:
        save_record(actor=owner, record=fresh(made), values={"title": title}, verb="x", seen=made.version)
    assert error.value.message_dict == {"title": ["名称を書いてください。読める文字がありません。"]}
    with pytest.raises(ValidationError):
        make(owner, title=title)
    assert fresh(made).title == made.title


def test_texts_are_kept_in_stored_form(owner):  # A1, C2
    made = asset(
        owner, title=" 深絞り\r\n加工\x00 ", ability="\r\n一行目\r\n\r\n二行目\u2028三行目\r ", evidence="\u200b \t"
    )
    assert (made.title, made.ability, made.evidence) == ("深絞り 加工", "一行目\n\n二行目\n三行目", "")
    assert get_visible(owner, "asset", made.code).fields == {"ability": "一行目\n\n二行目\n三行目"}


def test_a_text_is_measured_as_it_is_kept(owner):  # A1
    assert len(asset(owner, ability="あ\r\n" * 1000).ability) == 1999


def test_title_of_120_characters_is_taken(owner):  # A1
    assert asset(owner, title="髙" * 120).title == "髙" * 120


# What a change tells to those who do not see it


def test_work_on_closed_texts_changes_no_date_for_others(owner):  # A3
    made = asset(owner, tier=Tier.PUBLIC, ability="公開", evidence="核心", field_tiers={"evidence": Tier.CORE})
    stranger = actor()
    before = get_visible(stranger, "asset", made.code)
    edit(owner, made, evidence="新しい核心")
    after, own = get_visible(stranger, "asset", made.code), get_visible(owner, "asset", made.code)
    assert (after.changed_at, after.fields) == (before.changed_at, before.fields)
    assert own.changed_at > before.changed_at


def test_a_visible_change_moves_the_date(owner):  # A3
    made = asset(owner, tier=Tier.PUBLIC, ability="公開")
    stranger = actor()
    before = get_visible(stranger, "asset", made.code).changed_at
    edit(owner, made, ability="もっと")
    assert get_visible(stranger, "asset", made.code).changed_at > before


def test_a_text_does_not_open_because_its_record_was_closed_for_a_while(db):  # A3
    owner = actor()
    made = asset(owner, tier=Tier.NETWORK, evidence="配合", field_tiers={"evidence": Tier.NDA})
    form = {"field_tiers": {"evidence": Tier.NDA}}
    edit_asset(actor=owner, code=made.code, version=1, values={"tier": Tier.NDA, **form})
    edit_asset(actor=owner, code=made.code, version=2, values={"tier": Tier.NETWORK})
    made.refresh_from_db()
    assert (made.tier, made.field_tiers) == (Tier.NETWORK, {"evidence": Tier.NDA})
