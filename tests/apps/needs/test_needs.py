"""Needs (C2): every way from one status to another, what is asked for before, and who sees what."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from tests.factories import acting, actor, member, need, network_actor

from kyoso.apps.accounts.actors import ANONYMOUS
from kyoso.apps.accounts.enums import Role
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.disclosure.queries import Absent, visible_to
from kyoso.apps.journal.models import Entry
from kyoso.apps.needs.enums import CloseReason, NeedStatus
from kyoso.apps.needs.models import Need
from kyoso.apps.needs.queries import get_need_for, get_need_to_edit, list_own_needs
from kyoso.apps.needs.rules import can_become
from kyoso.apps.needs.services.save_need import close_need, create_need, edit_need, publish_need
from kyoso.shared.locking import Conflict

DRAFT, PUBLISHED, CLOSED = NeedStatus.DRAFT, NeedStatus.PUBLISHED, NeedStatus.CLOSED
ALLOWED = {(DRAFT, PUBLISHED), (DRAFT, CLOSED), (PUBLISHED, CLOSED), (CLOSED, PUBLISHED)}


@pytest.mark.parametrize("status", NeedStatus)
@pytest.mark.parametrize("wanted", NeedStatus)
def test_every_transition_is_allowed_or_not(status, wanted):  # C2
    assert can_become(status, wanted) is ((status, wanted) in ALLOWED)


@pytest.fixture
def owner(db):
    return actor()


def fresh(record):
    return Need.objects.get(pk=record.pk)


def move(by, made, wanted):
    if wanted == PUBLISHED:
        return publish_need(actor=by, code=made.code)
    return close_need(actor=by, code=made.code, reason=CloseReason.POSTPONED, note="春まで待つ")


def made_in(by, status):
    made = need(by, status=DRAFT)
    if status == CLOSED:
        return close_need(actor=by, code=made.code, reason=CloseReason.NO_LONGER)
    return publish_need(actor=by, code=made.code) if status == PUBLISHED else made


@pytest.mark.parametrize("status", NeedStatus)
@pytest.mark.parametrize("wanted", [PUBLISHED, CLOSED])
def test_services_follow_the_transitions(owner, status, wanted):  # C2
    made = made_in(owner, status)
    entries = Entry.objects.count()
    if (status, wanted) in ALLOWED:
        assert move(owner, made, wanted).status == fresh(made).status == wanted
        assert Entry.objects.order_by("pk").last().verb == ("need_published" if wanted == PUBLISHED else "need_closed")
    else:
        with pytest.raises(ValidationError):
            move(owner, made, wanted)
        assert (fresh(made).status, Entry.objects.count()) == (status, entries)


def test_a_need_begins_as_a_draft_that_others_do_not_see(owner):  # C2
    made = need(owner, status=DRAFT, tier=Tier.PUBLIC)
    assert get_need_for(owner, made.code).status == DRAFT
    for other in (actor(), network_actor()):
        assert not visible_to(other, "need").exists()
        with pytest.raises(Absent):
            get_need_for(other, made.code)


def test_publishing_opens_and_closing_shuts(owner):  # C2
    made, other = need(owner, status=DRAFT), actor()
    publish_need(actor=owner, code=made.code)
    assert get_need_for(other, made.code).title == made.title
    move(owner, made, CLOSED)
    with pytest.raises(Absent):
        get_need_for(other, made.code)
    assert get_need_for(owner, made.code).status == CLOSED


@pytest.mark.parametrize("problem", ["", " \n　"])
def test_publishing_asks_for_the_problem(owner, problem):  # C2
    made = need(owner, status=DRAFT, problem=problem)
    with pytest.raises(ValidationError) as error:
        publish_need(actor=owner, code=made.code)
    assert "problem" in error.value.message_dict
    assert fresh(made).status == DRAFT


@pytest.mark.parametrize("reason", ["", "because", "FOUND_HERE"])
def test_closing_asks_for_a_known_reason(owner, reason):  # C2
    made = need(owner)
    with pytest.raises(ValidationError) as error:
        close_need(actor=owner, code=made.code, reason=reason)
    assert "reason" in error.value.message_dict
    assert fresh(made).status == PUBLISHED


def test_closing_keeps_reason_and_note_and_opening_again_forgets_them(owner):  # C2
    made = need(owner)
    move(owner, made, CLOSED)
    assert (fresh(made).close_reason, fresh(made).close_note) == (CloseReason.POSTPONED, "春まで待つ")
    publish_need(actor=owner, code=made.code)
    assert (fresh(made).close_reason, fresh(made).close_note) == ("", "")


def test_the_note_is_in_no_projection_and_no_journal(owner):  # C2
    made = need(owner)
    move(owner, made, CLOSED)
    assert not visible_to(owner).filter(search_text__contains="春まで").exists()
    assert not any("春まで" in str(values) for values in Entry.objects.values())


def test_nobody_without_an_organisation_states_needs():  # C2
    with pytest.raises(PermissionDenied):
        create_need(actor=ANONYMOUS, values={"title": "題", "tier": Tier.PUBLIC})


def test_strangers_change_nothing(owner):  # C2
    made = need(owner, tier=Tier.PUBLIC)
    for other in (actor(), network_actor()):
        with pytest.raises(Absent):
            edit_need(actor=other, code=made.code, version=2, values={"title": "乗っ取り"})
        with pytest.raises(Absent):
            move(other, made, CLOSED)
        with pytest.raises(Absent):
            get_need_to_edit(other, made.code)
    assert (fresh(made).title, fresh(made).status) == (made.title, PUBLISHED)


def test_second_saver_is_told(owner):  # C2
    made = need(owner, status=DRAFT)
    edit_need(actor=owner, code=made.code, version=1, values={"title": "先"})
    with pytest.raises(Conflict):
        edit_need(actor=owner, code=made.code, version=1, values={"title": "後"})
    assert fresh(made).title == "先"


def test_publishing_keeps_texts_closed_to_the_publisher(owner):  # A3
    made = need(owner, status=DRAFT, offer="核心", field_tiers={"offer": Tier.CORE})
    publish_need(actor=actor(made.owner, Role.LEAD), code=made.code)
    assert (fresh(made).offer, fresh(made).field_tiers) == ("核心", {"offer": Tier.CORE})


def test_own_list_is_narrowed_by_words_status_and_direction(owner):  # C2
    need(owner, title="外観検査の自動化", status=DRAFT)
    need(owner, title="めっきの用途", direction="outbound")
    need(actor(), title="よその検査", tier=Tier.PUBLIC)

    def titles(**values):
        return {row.title for row in list_own_needs(owner, **values)}

    assert titles() == {"外観検査の自動化", "めっきの用途"}
    assert titles(text="検査") == {"外観検査の自動化"}
    assert titles(status=PUBLISHED) == {"めっきの用途"}
    assert titles(direction="outbound") == {"めっきの用途"}


LIST_QUERIES = 7
"""Session, person, memberships, network roles, grants, count, rows."""


def test_need_list_asks_the_same_number_of_questions_for_one_and_three_rows(
    client, db, django_assert_num_queries
):  # C2
    one = member()
    client.force_login(one.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    need(acting(one))
    client.get(reverse("need_list"))  # warms what is kept between requests
    with django_assert_num_queries(LIST_QUERIES):
        assert client.get(reverse("need_list")).status_code == 200
    need(acting(one), status=CLOSED)
    need(acting(one), status=DRAFT, tier=Tier.CORE)
    with django_assert_num_queries(LIST_QUERIES):
        client.get(reverse("need_list"))
