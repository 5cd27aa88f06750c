"""Who can help, and who needs it: own records only, through the door a second time, with reasons (D2)."""

import pytest
from django.urls import reverse
from tests.apps.matching.helpers import client_of, cosmetics, culture, moisture
from tests.factories import acting, actor, asset, grant, manager_of, member, need, network_actor, organisation

from kyoso.apps.accounts.actors import ANONYMOUS
from kyoso.apps.accounts.enums import OrganisationStatus, Role
from kyoso.apps.accounts.models import Organisation
from kyoso.apps.assets.services.save_asset import archive_asset, edit_asset
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.disclosure.queries import Absent
from kyoso.apps.disclosure.services.grants import revoke_grant
from kyoso.apps.matching import adapters
from kyoso.apps.matching.adapters import IndexNotReady, build_index
from kyoso.apps.matching.services.find_matches import matches_for, matches_for_record, matches_for_text
from kyoso.apps.matching.values import USUAL_FAR
from kyoso.apps.needs.enums import NeedStatus

pytestmark = pytest.mark.django_db


@pytest.fixture
def asker():
    return cosmetics()


def codes(matches):
    return [match.shown.code for match in matches]


def page(actor_, kind, code, **query):
    return client_of(actor_).get(reverse(f"{kind}_matches", args=[code]), query)


# What is found


def test_a_need_finds_an_asset_of_another_industry_with_path_and_reasons(asker):  # D2
    wanted, offered = moisture(asker), culture()
    asset(title="五軸加工機", summary="チタンを削る")
    build_index()
    (first, *_rest) = matches_for(asker, "need", wanted.code, far=0.8).matches
    assert (first.rank, first.shown.code) == (1, offered.code)
    assert first.reasons
    assert len(first.path) == 4
    assert any("うるおい" in reason or "潤う" in reason for reason in first.reasons)


def test_an_asset_finds_the_need(asker):  # D2
    wanted, offered = moisture(asker), culture()
    build_index()
    owner = manager_of(offered.owner)
    assert codes(matches_for(owner, "asset", offered.code).matches) == [wanted.code]


def test_that_the_own_industry_is_not_stated_is_said_once_with_a_way_to_mend_it():  # D2
    firm = organisation("業種なし")
    wanted = moisture(actor(firm))
    for number in range(3):
        culture(title=f"麹{number}", summary=f"麹菌が肌のうるおいを保つ。その{number}")
    build_index()
    said = "自社の業種が未記入"
    owner, staff = (page(actor(firm, role), "need", wanted.code).content.decode() for role in (Role.OWNER, Role.MEMBER))
    assert owner.count('class="match') >= 2
    assert (owner.count(said), staff.count(said)) == (1, 1)
    assert reverse("organisation_edit") in owner.split(said)[1][:400]
    asker = cosmetics()
    assert said not in page(asker, "need", moisture(asker).code).content.decode()


def test_ones_own_records_are_no_candidates(asker):
    wanted = moisture(asker)
    culture(asker)
    theirs = culture()
    build_index()
    assert codes(matches_for(asker, "need", wanted.code).matches) == [theirs.code]


def test_what_is_put_away_or_not_published_is_no_candidate(asker):
    wanted = moisture(asker)
    brewer = actor(organisation("蔵", industry="10"))
    culture(brewer, archived=True)
    moisture(brewer, status=NeedStatus.DRAFT)
    moisture(brewer, status=NeedStatus.CLOSED)
    build_index()
    assert codes(matches_for(asker, "need", wanted.code).matches) == []
    own = culture(asker)
    assert codes(matches_for(asker, "asset", own.code).matches) == []


def test_a_draft_can_ask_already(asker):
    wanted, offered = moisture(asker, status=NeedStatus.DRAFT), culture()
    build_index()
    assert codes(matches_for(asker, "need", wanted.code).matches) == [offered.code]


def test_the_dial_turns_between_ones_own_field_and_others(asker):  # D2
    wanted = moisture(asker)
    near = culture(actor(organisation("同じ業界", industry="16")))
    far = culture(actor(organisation("よその業界", industry="10")))
    build_index()
    assert codes(matches_for(asker, "need", wanted.code, far=0.0).matches)[0] == near.code
    assert codes(matches_for(asker, "need", wanted.code, far=1.0).matches)[0] == far.code


def test_what_the_record_leaves_open_is_asked_for(asker):
    wanted, _offered = moisture(asker), culture(ability="日に百本")
    build_index()
    (match,) = matches_for(asker, "need", wanted.code).matches
    assert len(match.unknown) >= 2
    assert not any("数字" in line and "約束" in line for line in match.unknown)


def test_an_unclaimed_organisation_is_said_to_be_one(asker):
    wanted, offered = moisture(asker), culture()
    Organisation.objects.filter(pk=offered.owner_id).update(is_claimed=False)
    build_index()
    (match,) = matches_for(asker, "need", wanted.code).matches
    assert match.cautions[0]
    assert match.cautions != matches_for(manager_of(offered.owner), "asset", offered.code).matches[0].cautions


# Whose records


@pytest.mark.parametrize("tier", [Tier.PUBLIC, Tier.NETWORK])
def test_records_of_others_are_absent_however_visible(asker, tier):  # A3
    theirs = culture(tier=tier)
    build_index()
    with pytest.raises(Absent):
        matches_for(asker, "asset", theirs.code)
    known, unknown = page(asker, "asset", theirs.code), page(asker, "asset", "ZZZZZZZZZZ")
    assert (known.status_code, unknown.status_code) == (404, 404)


def test_a_code_of_the_other_kind_is_absent(asker):
    wanted = moisture(asker)
    assert page(asker, "asset", wanted.code).status_code == 404


def test_visitors_sign_in_first_and_people_without_organisation_join_one(asker):
    wanted = moisture(asker)
    url = reverse("need_matches", args=[wanted.code])
    assert client_of(ANONYMOUS).get(url).headers["Location"].startswith(reverse("account_login"))
    assert client_of(network_actor()).get(url).headers["Location"] == reverse("organisation_join")
    assert client_of(ANONYMOUS).get(reverse("shortlist")).status_code == 302


def test_the_command_may_ask_with_any_record_that_is_visible(asker):
    wanted, offered = moisture(asker, tier=Tier.PUBLIC), culture(tier=Tier.PUBLIC)
    hidden = moisture(asker, tier=Tier.NETWORK)
    build_index()
    assert codes(matches_for_record(ANONYMOUS, "need", wanted.code)) == [offered.code]
    with pytest.raises(Absent):
        matches_for_record(ANONYMOUS, "need", hidden.code)


# What may be seen


@pytest.mark.parametrize(("tier", "seen"), [(Tier.PUBLIC, True), (Tier.NETWORK, True), (Tier.NDA, False)])
def test_candidates_are_those_that_the_asker_may_see(asker, tier, seen):  # A3
    wanted, _offered = moisture(asker), culture(tier=tier)
    build_index()
    assert bool(matches_for(asker, "need", wanted.code).matches) is seen


def test_a_revoked_grant_hides_a_candidate_though_the_index_was_built_under_it(asker):  # A3
    wanted, secret = moisture(asker), culture(tier=Tier.NDA)
    owner = manager_of(secret.owner)
    colleague = member(Organisation.objects.get(pk=asker.organisation_id))
    given = grant(owner, colleague)
    reader = acting(colleague)
    build_index()
    assert codes(matches_for(reader, "need", wanted.code).matches) == [secret.code]
    revoke_grant(actor=owner, code=given.code)
    assert codes(matches_for(reader, "need", wanted.code).matches) == []
    assert secret.title not in page(reader, "need", wanted.code).content.decode()


@pytest.mark.parametrize("change", ["closed further", "put away", "no longer approved"])
def test_what_was_hidden_after_indexing_is_gone_at_once(asker, change):  # A3
    wanted, offered = moisture(asker), culture(tier=Tier.PUBLIC)
    owner = manager_of(offered.owner)
    build_index()
    assert codes(matches_for(asker, "need", wanted.code).matches) == [offered.code]
    if change == "closed further":
        edit_asset(actor=owner, code=offered.code, version=offered.version, values={"tier": Tier.NDA})
    elif change == "put away":
        archive_asset(actor=owner, code=offered.code)
    else:
        Organisation.objects.filter(pk=offered.owner_id).update(status=OrganisationStatus.REJECTED)
    assert codes(matches_for(asker, "need", wanted.code).matches) == []
    assert codes(matches_for_text(ANONYMOUS, "need", wanted.problem)) == []


def test_a_text_closed_after_indexing_is_quoted_no_more(asker):  # A3
    wanted = moisture(asker, problem="蒔絵螺鈿のうるおい")
    offered = culture(tier=Tier.PUBLIC, summary="うるおい", evidence="蒔絵螺鈿の実績")
    build_index()
    assert any("螺鈿" in line for line in matches_for(asker, "need", wanted.code).matches[0].reasons)
    closed = {"field_tiers": {"evidence": Tier.CORE}}
    edit_asset(actor=manager_of(offered.owner), code=offered.code, version=offered.version, values=closed)
    body = page(asker, "need", wanted.code).content.decode()
    assert "螺鈿" not in body.replace(wanted.problem, "")
    build_index()
    (match,) = matches_for(asker, "need", wanted.code).matches
    assert match.shown.code == offered.code
    assert all("螺鈿" not in line for line in match.reasons)


def test_reasons_quote_only_what_the_asker_may_read(asker):  # A3
    wanted = moisture(asker, problem="蒔絵螺鈿のうるおい")
    culture(tier=Tier.PUBLIC, summary="うるおい", evidence="蒔絵螺鈿の実績", field_tiers={"evidence": Tier.NDA})
    build_index()
    (match,) = matches_for(asker, "need", wanted.code).matches
    assert all("螺鈿" not in line for line in [*match.reasons, *match.cautions, *match.unknown, *match.path])


def test_a_need_asks_with_what_its_reader_may_see_of_it(asker):  # A3
    wanted = moisture(asker, tier=Tier.PUBLIC, success="蒔絵螺鈿", field_tiers={"success": Tier.NDA})
    culture(tier=Tier.PUBLIC, title="蒔絵螺鈿", summary="螺鈿を貼る")
    build_index()
    quoted = [line for match in matches_for_record(ANONYMOUS, "need", wanted.code) for line in match.reasons]
    assert all("螺鈿" not in line for line in quoted)
    own = [line for match in matches_for(asker, "need", wanted.code).matches for line in match.reasons]
    assert any("螺鈿" in line for line in own)


# The page


def test_page_shows_candidate_reasons_and_dial(asker):  # D2
    wanted, offered = moisture(asker), culture()
    build_index()
    answer = page(asker, "need", wanted.code, far="0.8")
    body = answer.content.decode()
    assert answer.status_code == 200
    assert offered.title in body
    assert 'value="0.8"' in body
    assert 'class="path"' in body


def test_htmx_gets_the_list_alone(asker):
    wanted, offered = moisture(asker), culture()
    build_index()
    url = reverse("need_matches", args=[wanted.code])
    body = client_of(asker).get(url, {"far": "1"}, headers={"hx-request": "true"}).content.decode()
    assert offered.title in body
    assert "<html" not in body


@pytest.mark.parametrize("far", ["abc", "7", "-1", "", "nan", "inf", "1e400", "０．５x", "\x00"])
def test_a_dial_that_means_nothing_stands_where_it_usually_does(asker, far):
    wanted, offered = moisture(asker), culture()
    build_index()
    body = page(asker, "need", wanted.code, far=far).content.decode()
    assert 'type="range"' in body
    assert f'value="{USUAL_FAR}"' in body
    assert offered.title in body


def test_before_the_first_index_the_page_asks_for_patience(asker):
    wanted, offered = moisture(asker), culture()
    answer = page(asker, "need", wanted.code)
    assert answer.status_code == 200
    assert "準備" in answer.content.decode()
    assert offered.title not in answer.content.decode()
    with pytest.raises(IndexNotReady):
        matches_for_text(asker, "need", "肌のうるおい")


def test_an_index_made_for_other_word_vectors_is_not_ready_either(asker, monkeypatch, settings):
    wanted = moisture(asker)
    build_index()
    manifest = next(settings.INDEX_DIR.glob("manifest-*"))
    manifest.write_text(manifest.read_text().replace('"made_with": ["', '"made_with": ["other'))
    monkeypatch.setattr(adapters, "_index", None)
    assert "準備" in page(asker, "need", wanted.code).content.decode()


def test_nothing_found_says_what_to_do(asker):
    wanted = moisture(asker)
    build_index()
    assert reverse("need_edit", args=[wanted.code]) in page(asker, "need", wanted.code).content.decode()


def test_a_text_without_a_word_finds_nothing(asker):
    culture()
    wanted = need(asker, title="…", problem="！？")
    build_index()
    assert matches_for(asker, "need", wanted.code).matches == []
