from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from tests.apps.accounts.helpers import acting

from kyoso.apps.accounts.actors import ANONYMOUS
from kyoso.apps.accounts.enums import OrganisationStatus, Role
from kyoso.apps.accounts.models import Membership, Organisation, Person
from kyoso.apps.accounts.queries import (
    find_unclaimed,
    get_organisation_for,
)
from kyoso.apps.accounts.services import _organisations
from kyoso.apps.accounts.services.decide_organisation import reject_organisation
from kyoso.apps.accounts.services.edit_organisation import edit_organisation
from kyoso.apps.accounts.services.import_organisation import import_organisation
from kyoso.apps.accounts.services.register_organisation import register_organisation
from kyoso.apps.journal.models import Entry, OutboxRow
from kyoso.shared.locking import Conflict

pytestmark = pytest.mark.django_db

FORM = {"name": "三嶺プレス工業株式会社", "kind": "sme", "corporate_number": "7000012050002"}


# Entering


def test_entering_makes_the_person_owner_of_a_pending_organisation(
    browser: Callable[..., Client], owner: Person
) -> None:
    client = browser(owner)
    form = FORM | {"employees": "１，２００", "capital": "20,000,000", "kana": "みつみね", "prefecture": "23"}
    assert client.post(reverse("organisation_create"), form).url == reverse("home")
    made = Organisation.objects.get()
    assert (made.status, made.is_claimed) == (OrganisationStatus.PENDING, True)
    assert (made.employees, made.capital, made.kana) == (1200, 20_000_000, "ミツミネ")
    assert Membership.objects.get().role == Role.OWNER
    assert Entry.objects.filter(verb="organisation_registered", subject_id=made.pk).count() == 1
    assert OutboxRow.objects.filter(kind="organisation", record_id=made.pk).exists()
    assert "awaits approval" in client.get(reverse("home")).text


def test_a_wrong_check_digit_is_explained_and_nothing_typed_is_lost(
    browser: Callable[..., Client], owner: Person
) -> None:
    response = browser(owner).post(reverse("organisation_create"), FORM | {"corporate_number": "8000012050002"})
    assert response.status_code == 422
    assert "check digit does not fit" in response.text
    assert "8000012050002" in response.text
    assert not Organisation.objects.exists()


@pytest.mark.parametrize("status", OrganisationStatus.values)
def test_a_taken_number_never_names_its_holder(  # the same words, whatever became of the holder
    browser: Callable[..., Client], stranger: Person, pending: Organisation, status: str
) -> None:
    Organisation.objects.filter(pk=pending.pk).update(status=status)
    response = browser(stranger).post(reverse("organisation_create"), FORM | {"name": "別の会社"})
    assert "already registered. Ask its manager to invite you" in response.text
    assert pending.name not in response.text
    assert pending.code not in response.text


def test_the_number_of_an_unclaimed_organisation_leads_to_its_claim(
    browser: Callable[..., Client], owner: Person, unclaimed: Organisation
) -> None:
    response = browser(owner).post(reverse("organisation_create"), FORM | {"corporate_number": "5010401067252"})
    assert reverse("organisation_claim", args=[unclaimed.code]) in response.text


def test_a_number_taken_this_very_moment_says_the_same(
    owner: Person, pending: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_organisations, "_refuse_duplicate", lambda *_: None)
    with pytest.raises(ValidationError) as caught:
        register_organisation(actor=acting(owner), **FORM)
    assert caught.value.error_dict["corporate_number"][0].code == "registered"
    assert Organisation.objects.count() == 1


def test_an_error_of_the_database_is_not_taken_for_a_duplicate() -> None:
    def fail() -> Organisation:
        raise IntegrityError

    with pytest.raises(IntegrityError):
        _organisations.stored(fail, None)


def test_a_misspelt_column_is_a_programmers_error(owner: Person) -> None:
    with pytest.raises(TypeError, match="nmae"):
        register_organisation(actor=acting(owner), name="三嶺", nmae="三嶺")


def test_visitors_cannot_enter_and_only_operators_import(owner: Person) -> None:
    with pytest.raises(PermissionDenied):
        register_organisation(actor=ANONYMOUS, **FORM)
    with pytest.raises(PermissionDenied):
        import_organisation(actor=acting(owner), **FORM)


# Showing


@pytest.mark.parametrize("status", [OrganisationStatus.PENDING, OrganisationStatus.REJECTED])
def test_an_organisation_not_approved_is_absent_for_others(
    browser: Callable[..., Client],
    client: Client,
    stranger: Person,
    pending: Organisation,
    owner: Person,
    operator: Person,
    coordinator: Person,
    status: str,
) -> None:
    Organisation.objects.filter(pk=pending.pk).update(status=status)
    page = reverse("organisation_detail", args=[pending.code])
    missing = reverse("organisation_detail", args=["2222222222"])
    assert client.get(page).status_code == client.get(missing).status_code == 404
    assert browser(stranger).get(page).status_code == 404
    assert browser(stranger).get(reverse("organisation_claim", args=[pending.code])).status_code == 404
    for insider in [owner, operator, coordinator]:
        assert browser(insider).get(page).status_code == 200


def test_an_approved_and_an_unclaimed_one_are_public(
    client: Client, firm: Organisation, unclaimed: Organisation
) -> None:
    for organisation in [firm, unclaimed]:
        assert organisation.name in client.get(reverse("organisation_detail", args=[organisation.code])).text


def test_unclaimed_ones_are_found_by_any_spelling_and_by_number(unclaimed: Organisation, firm: Organisation) -> None:
    for text in ["川端鋳造", "㈲川端鋳造", "かわばた", "５０１０４０１０６７２５２"]:
        assert find_unclaimed(text) == [unclaimed]
    assert find_unclaimed("三嶺") == find_unclaimed(" ") == []


# Editing


def test_two_people_saving_see_both_texts_and_lose_nothing(  # optimistic locking
    browser: Callable[..., Client], owner: Person, firm: Organisation, join: Any
) -> None:
    colleague = join("manager@sanrei.example", Role.MANAGER).person
    first, second = browser(owner), browser(colleague)
    form = FORM | {"version": firm.version, "wants": "医療と組みたい", "prefecture": "23"}
    assert first.post(reverse("organisation_edit"), form).status_code == 302
    late = second.post(reverse("organisation_edit"), form | {"wants": "介護と組みたい", "prefecture": "13"})
    assert late.status_code == 409
    for text in ["医療と組みたい", "介護と組みたい", "Aichi", "Tokyo"]:
        assert text in late.text
    assert Organisation.objects.get(pk=firm.pk).wants == "医療と組みたい"

    again = second.post(
        reverse("organisation_edit"),
        form | {"wants": "介護と組みたい", "version": late.context["form"]["version"].value()},
    )
    assert again.status_code == 302
    saved = Organisation.objects.get(pk=firm.pk)
    assert saved.wants == "介護と組みたい"
    assert "介護と組みたい" in saved.search_text


def test_editing_journals_the_names_of_fields_but_no_text(owner: Person, firm: Organisation) -> None:
    edit_organisation(actor=acting(owner), organisation=firm, seen=firm.version, name="三嶺", wants="秘密の計画")
    entry = Entry.objects.get(verb="organisation_edited")
    assert set(entry.data["fields"].split(",")) == {
        *("name", "kana", "corporate_number", "industry", "prefecture", "wants"),
    }
    assert "秘密" not in str(entry.data)


@pytest.mark.parametrize("role", [Role.LEAD, Role.MEMBER])
def test_only_owners_and_managers_edit(
    browser: Callable[..., Client], firm: Organisation, join: Any, role: Role
) -> None:
    member = join("staff@sanrei.example", role).person
    assert browser(member).get(reverse("organisation_edit")).status_code == 404
    with pytest.raises(PermissionDenied):
        edit_organisation(actor=acting(member), organisation=firm, seen=1, name="乗っ取り")


def test_a_stale_version_raises_conflict_with_what_was_saved(owner: Person, firm: Organisation) -> None:
    edit_organisation(actor=acting(owner), organisation=firm, seen=1, name="三嶺一")
    with pytest.raises(Conflict) as caught:
        edit_organisation(actor=acting(owner), organisation=firm, seen=1, name="三嶺二")
    assert caught.value.current.name == "三嶺一"


def test_mending_a_rejected_profile_applies_again(owner: Person, operator: Person, pending: Organisation) -> None:
    rejected = reject_organisation(actor=acting(operator), organisation=pending, reason="番号が違います")
    edit_organisation(actor=acting(owner), organisation=rejected, seen=rejected.version, **FORM)
    assert Organisation.objects.get(pk=pending.pk).status == OrganisationStatus.PENDING


def test_one_may_keep_ones_own_number(owner: Person, firm: Organisation) -> None:
    edit_organisation(actor=acting(owner), organisation=firm, seen=firm.version, **FORM)


# Switching


@pytest.fixture
def second(owner: Person, unclaimed: Organisation, join: Any) -> Organisation:
    join(owner.email, Role.LEAD, unclaimed)
    return unclaimed


def test_switching_changes_for_whom_one_acts(
    browser: Callable[..., Client], owner: Person, firm: Organisation, second: Organisation
) -> None:
    client = browser(owner)
    assert client.get(reverse("organisation_own")).url.endswith(f"{firm.code}/")
    switched = client.post(reverse("organisation_switch"), {"organisation": second.code, "next": "/account/"})
    assert switched.url == "/account/"
    assert client.get(reverse("organisation_own")).url.endswith(f"{second.code}/")
    assert client.get(reverse("organisation_edit")).status_code == 404, "a lead does not edit"
    assert client.get(reverse("home")).context["acting"]["organisation"] == second


def test_switching_to_a_foreign_or_no_organisation_is_refused(
    browser: Callable[..., Client], owner: Person, firm: Organisation, unclaimed: Organisation
) -> None:
    client = browser(owner)
    for code in [unclaimed.code, "", "2222222222"]:
        assert client.post(reverse("organisation_switch"), {"organisation": code}).status_code == 404
    assert client.get(reverse("organisation_switch")).status_code == 405


def test_switching_leads_back_within_the_site_only(
    browser: Callable[..., Client], owner: Person, firm: Organisation
) -> None:
    form = {"organisation": firm.code, "next": "https://evil.example/"}
    assert browser(owner).post(reverse("organisation_switch"), form).url == reverse("home")


def test_a_forged_session_opens_nothing(
    browser: Callable[..., Client], stranger: Person, pending: Organisation
) -> None:
    client = browser(stranger, pending)
    assert client.get(reverse("organisation_detail", args=[pending.code])).status_code == 404
    assert not client.get(reverse("organisation_own")).url.endswith(f"{pending.code}/")


def test_a_person_without_organisation_is_led_to_join_one(browser: Callable[..., Client], owner: Person) -> None:
    client = browser(owner)
    for name in ["organisation_own", "organisation_edit", "member_list"]:
        assert client.get(reverse(name)).url == reverse("organisation_join")
    assert get_organisation_for(acting(owner), "2222222222") is None
