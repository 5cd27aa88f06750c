"""Forms of tiered records as a browser sends them (A1, A3, C2): nothing typed is lost, nothing closed is touched."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from tests.factories import acting, asset, grant, manager_of, member, need, person

from kyoso.apps.accounts.enums import Role
from kyoso.apps.assets.enums import AssetStatus
from kyoso.apps.assets.models import Asset
from kyoso.apps.assets.web import views
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.needs.enums import NeedStatus
from kyoso.apps.needs.models import Need

pytestmark = pytest.mark.django_db

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ASSET = {
    "title": "深絞り",
    "kind": "technology",
    "tier": "1",
    "summary": "",
    "ability": "甲",
    "evidence": "",
    "conditions": "",
}
NEED = {
    "title": "検査",
    "direction": "inbound",
    "source": "own",
    "tier": "1",
    "problem": "目視",
    "requirements": "",
    "success": "",
    "offer": "",
}


@pytest.fixture
def owner(client):
    one = member()
    client.force_login(one.person, backend=BACKEND)
    return one


@pytest.fixture
def lead(client, owner):
    one = member(owner.organisation, Role.LEAD)
    client.force_login(one.person, backend=BACKEND)
    return one


def fresh(record):
    return type(record).objects.get(pk=record.pk)


def edit_url(record):
    return reverse(f"{record.KIND}_edit", args=[record.code])


# Writing


def test_a_new_asset_is_saved_with_the_tiers_of_its_texts(client, owner):  # A1
    answer = client.post(reverse("asset_create"), {**ASSET, "tier": "0", "tier_ability": "2"})
    made = Asset.objects.get()
    assert answer.headers["Location"] == reverse("asset_detail", args=[made.code])
    assert (made.title, made.tier, made.field_tiers) == ("深絞り", Tier.PUBLIC, {"ability": Tier.NDA})


def test_a_new_need_is_a_draft_until_it_is_published(client, owner):  # C2
    client.post(reverse("need_create"), {**NEED, "partner_kinds": ["sme", "university"]})
    made = Need.objects.get()
    assert (made.status, made.partner_kinds) == (NeedStatus.DRAFT, ["sme", "university"])


def test_saving_and_publishing_in_one_go(client, owner):  # C2
    client.post(reverse("need_create"), {**NEED, "then": "publish"})
    assert Need.objects.get().status == NeedStatus.PUBLISHED


def test_publishing_without_a_problem_leads_back_to_the_form_and_keeps_the_draft(client, owner):  # C2
    answer = client.post(reverse("need_create"), {**NEED, "problem": "", "then": "publish"}, follow=True)
    made = Need.objects.get()
    assert made.status == NeedStatus.DRAFT
    assert answer.redirect_chain[-1][0] == edit_url(made)


@pytest.mark.parametrize(
    ("page", "values", "text"), [("asset_create", ASSET, "ability"), ("need_create", NEED, "problem")]
)
def test_what_was_typed_stays_when_something_is_wrong(client, owner, page, values, text):  # A1, C2
    answer = client.post(reverse(page), {**values, "title": "", text: "長く打った文"})
    assert answer.status_code == 422
    assert "長く打った文" in answer.content.decode()


def test_a_member_is_told_what_their_role_does_not_allow(client, owner):  # A3
    client.force_login(member(owner.organisation, Role.MEMBER).person, backend=BACKEND)
    answer = client.post(reverse("asset_create"), {**ASSET, "tier": "0"})
    assert answer.status_code == 422
    assert not Asset.objects.exists()


def test_a_text_of_2000_signs_is_taken_however_its_lines_end(client, owner):  # A1
    answer = client.post(reverse("asset_create"), {**ASSET, "ability": "あ\r\n" * 1000})
    assert answer.status_code == 302
    assert Asset.objects.get().ability == ("あ\n" * 1000).strip()


def test_the_form_says_that_a_title_has_nothing_to_read(client, owner):  # A1
    answer = client.post(reverse("asset_create"), {**ASSET, "title": "\u200b"})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["title"]


# Two at once


def test_lines_that_nobody_changed_are_no_difference(client, owner):  # A1
    made = asset(acting(owner), ability="一行目\n二行目")
    client.post(edit_url(made), {**ASSET, "ability": "一行目\r\n二行目", "title": "先の題", "version": "1"})
    second = client.post(edit_url(made), {**ASSET, "ability": "一行目\r\n二行目", "version": "1"})
    assert [row["theirs"] for row in second.context["differences"]] == ["先の題"]


def test_differences_are_told_in_words(client, owner):  # A1, C2
    made = need(acting(owner), partner_kinds=["sme"])
    client.post(edit_url(made), {**NEED, "version": made.version, "tier": "2", "partner_kinds": ["sme", "startup"]})
    page = client.post(edit_url(made), {**NEED, "version": made.version, "partner_kinds": []})
    told = [(str(row["label"]), row["theirs"], row["ours"]) for row in page.context["differences"]]
    assert ("公開レベル", "NDA後", "ネットワーク") in told
    assert ("希望する相手", "中小企業, スタートアップ", "") in told


@pytest.mark.parametrize(("make", "values", "text"), [(asset, ASSET, "ability"), (need, NEED, "problem")])
def test_the_second_saver_sees_both_texts_and_may_save_again(client, owner, make, values, text):  # A1, C2
    made = make(acting(owner))
    seen = str(made.version)
    client.post(edit_url(made), {**values, text: "先の文", "version": seen})
    second = client.post(edit_url(made), {**values, text: "後の文", "version": seen})
    page = second.content.decode()
    assert second.status_code == 409
    assert "先の文" in page
    assert "後の文" in page
    assert getattr(fresh(made), text) == "先の文"
    again = client.post(
        edit_url(made), {**values, text: "後の文", "version": second.context["form"]["version"].value()}
    )
    assert again.status_code == 302
    assert getattr(fresh(made), text) == "後の文"


def test_a_conflict_keeps_choices_of_several(client, owner):  # C2
    made = need(acting(owner))
    client.post(edit_url(made), {**NEED, "version": made.version})
    second = client.post(edit_url(made), {**NEED, "version": made.version, "partner_kinds": ["sme", "university"]})
    assert second.context["form"]["partner_kinds"].value() == ["sme", "university"]


# Texts closed to the editor


def test_a_closed_text_is_not_in_the_form_and_survives_it(client, owner, lead):  # A3
    made = asset(acting(owner), evidence="核心", field_tiers={"evidence": Tier.CORE})
    page = client.get(edit_url(made))
    assert "evidence" not in page.context["form"].fields
    client.post(edit_url(made), {**ASSET, "version": "1"})
    kept = fresh(made)
    assert (kept.ability, kept.evidence, kept.field_tiers) == ("甲", "核心", {"evidence": Tier.CORE})


def test_a_text_opened_while_the_form_was_open_is_not_emptied(client, owner, lead):  # A3
    made = asset(acting(owner), evidence="核心", field_tiers={"evidence": Tier.CORE})
    sent = {name: value for name, value in ASSET.items() if name != "evidence"}  # the form had no such field
    grant(manager_of(owner.organisation), lead, made, tier=Tier.CORE)
    client.post(edit_url(made), {**sent, "version": "1"})
    kept = fresh(made)
    assert (kept.ability, kept.evidence, kept.field_tiers) == ("甲", "核心", {"evidence": Tier.CORE})


def test_an_emptied_text_is_emptied(client, owner):  # A1
    made = asset(acting(owner), ability="甲", field_tiers={"ability": Tier.NDA})
    client.post(edit_url(made), {**ASSET, "ability": "", "tier_ability": "", "version": "1"})
    assert (fresh(made).ability, fresh(made).field_tiers) == ("", {})


# Pages and guards


def test_the_page_marks_which_text_is_stricter(client, owner):  # A3
    made = asset(acting(owner), summary="要旨", ability="甲", field_tiers={"ability": Tier.NDA})
    texts = client.get(reverse("asset_detail", args=[made.code])).context["texts"]
    assert [(part["text"], part["tier"], part["stricter"]) for part in texts] == [("要旨", 1, False), ("甲", 2, True)]


def test_archiving_and_restoring_by_page(client, owner):  # A1
    made = asset(acting(owner))
    client.post(reverse("asset_archive", args=[made.code]))
    assert fresh(made).status == AssetStatus.ARCHIVED
    client.post(reverse("asset_restore", args=[made.code]))
    assert fresh(made).status == AssetStatus.ACTIVE


def test_closing_by_page_asks_for_the_reason(client, owner):  # C2
    made = need(acting(owner))
    client.post(reverse("need_close", args=[made.code]), {"reason": ""})
    assert fresh(made).status == NeedStatus.PUBLISHED
    client.post(reverse("need_close", args=[made.code]), {"reason": "postponed", "note": "春まで"})
    assert (fresh(made).status, fresh(made).close_note) == (NeedStatus.CLOSED, "春まで")
    assert "春まで" in client.get(reverse("need_detail", args=[made.code])).content.decode()


@pytest.mark.parametrize("page", ["asset_list", "asset_create", "need_list", "need_create"])
def test_visitors_sign_in_and_people_without_organisation_join_one(client, page):  # H3
    assert client.get(reverse(page)).headers["Location"].startswith(reverse("account_login"))
    client.force_login(person(), backend=BACKEND)
    assert client.get(reverse(page)).headers["Location"] == reverse("organisation_join")


@pytest.mark.parametrize("action", ["asset_archive", "asset_restore", "need_publish", "need_close"])
def test_nothing_changes_by_following_a_link(client, owner, action):  # A1, C2
    make = asset if action.startswith("asset") else need
    assert client.get(reverse(action, args=[make(acting(owner)).code])).status_code == 405


@pytest.mark.parametrize("page", ["asset_list", "need_list"])
@pytest.mark.parametrize(
    "query", ["q=a&page=9", "kind=nothing&tier=9&status=nothing&direction=nothing", "page=x&q=%00"]
)
def test_lists_take_any_query(client, owner, page, query):  # A1, C2
    make = asset if page == "asset_list" else need
    make(acting(owner))
    assert client.get(f"{reverse(page)}?{query}").status_code == 200
    fragment = client.get(f"{reverse(page)}?{query}", headers={"hx-request": "true"}).content.decode()
    assert "<html" not in fragment


def test_texts_of_a_service_that_the_form_does_not_know_are_shown_above_it(client, owner, monkeypatch):  # A1
    def refuse(**values):
        raise ValidationError({"owner": "だめです", "title": "長すぎます"})

    monkeypatch.setattr(views, "create_asset", refuse)
    form = client.post(reverse("asset_create"), ASSET).context["form"]
    assert form.non_field_errors() == ["だめです"]
    assert form.errors["title"] == ["長すぎます"]


@pytest.mark.parametrize("page", ["asset_archive", "asset_edit", "need_publish", "need_edit"])
def test_what_is_not_there_is_a_404(client, owner, page):  # A3
    url = reverse(page, args=["ZZZZZZZZZZ"])
    answer = client.get(url) if page.endswith("edit") else client.post(url)
    assert answer.status_code == 404
