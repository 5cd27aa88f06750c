"""What was typed into a text or a record that closed meanwhile comes back to whoever typed it (A1, A3, C2)."""

import re

import pytest
from django.urls import reverse
from tests.apps.disclosure.test_tiered_pages import ASSET, BACKEND, NEED, edit_url, fresh
from tests.factories import acting, asset, grant, manager_of, member, need

from kyoso.apps.accounts.enums import Role
from kyoso.apps.assets.services.save_asset import edit_asset
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.disclosure.services.grants import revoke_grant
from kyoso.apps.needs.services.save_need import edit_need

pytestmark = pytest.mark.django_db

KINDS = [(asset, ASSET, "evidence", "ability", edit_asset), (need, NEED, "offer", "problem", edit_need)]


@pytest.fixture
def lead(client):
    one = member(role=Role.OWNER)
    one = member(one.organisation, Role.LEAD)
    client.force_login(one.person, backend=BACKEND)
    return one


@pytest.fixture(params=KINDS, ids=["asset", "need"])
def case(request, lead):
    """A record whose one text the lead edits while a manager closes it."""
    make, values, closed, other, edit = request.param
    manager = manager_of(lead.organisation)
    made = make(manager, **{closed: "まえの文"})
    return {"record": made, "values": values, "closed": closed, "other": other, "edit": edit, "manager": manager}


def close_text(case, *, record_too=False):
    tier = {"tier": Tier.CORE} if record_too else {"field_tiers": {case["closed"]: Tier.CORE}}
    values = {"tier": case["record"].tier, **tier, case["closed"]: "核心の文"}
    case["edit"](actor=case["manager"], code=case["record"].code, version=fresh(case["record"]).version, values=values)


def send(client, case, **more):
    values = {**case["values"], case["closed"]: "打った\r\n言葉", "version": str(case["record"].version), **more}
    return client.post(edit_url(case["record"]), values)


def boxes(page):
    return re.findall(r'<textarea id="typed_(\w+)"[^>]* readonly>\s*(.*?)</textarea>', page, re.DOTALL)


def test_words_for_a_text_closed_meanwhile_come_back_and_the_stored_text_does_not(client, case):
    close_text(case)
    answer = send(client, case, **{case["other"]: "ほかの文"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert boxes(page) == [(case["closed"], "打った\n言葉")]
    assert "核心の文" not in page
    assert "まえの文" not in page
    assert "この項目は、今は閲覧できません" in page
    assert answer.context["form"][case["other"]].value() == "ほかの文"
    assert "ほかの文" in [row["ours"] for row in answer.context["differences"]]
    kept = fresh(case["record"])
    assert getattr(kept, case["closed"]) == "核心の文"
    assert getattr(kept, case["other"]) != "ほかの文"


def test_sending_the_page_again_saves_the_rest_and_leaves_the_closed_text(client, case):
    close_text(case)
    page = send(client, case, **{case["other"]: "ほかの文"})
    rest = {name: value for name, value in case["values"].items() if name != case["closed"]}
    rest |= {case["other"]: "ほかの文", f"typed_{case['closed']}": "打った\r\n言葉"}
    again = client.post(edit_url(case["record"]), {**rest, "version": page.context["form"]["version"].value()})
    assert again.status_code == 302
    kept = fresh(case["record"])
    assert (getattr(kept, case["closed"]), getattr(kept, case["other"])) == ("核心の文", "ほかの文")


def test_words_stay_on_the_page_until_the_rest_is_saved(client, case):
    close_text(case)
    first = send(client, case, title="")
    assert first.status_code == 422
    assert boxes(first.content.decode()) == [(case["closed"], "打った\n言葉")]
    rest = {name: value for name, value in case["values"].items() if name != case["closed"]}
    second = client.post(
        edit_url(case["record"]), {**rest, "title": "", f"typed_{case['closed']}": "打った\n言葉", "version": "1"}
    )
    assert boxes(second.content.decode()) == [(case["closed"], "打った\n言葉")]


def test_words_come_back_when_the_right_was_lost_and_nobody_saved(client, lead):  # A3
    manager = manager_of(lead.organisation)
    made = asset(manager, evidence="核心", field_tiers={"evidence": Tier.CORE})
    given = grant(manager, lead, made, tier=Tier.CORE)
    revoke_grant(actor=manager, code=given.code)
    answer = client.post(edit_url(made), {**ASSET, "evidence": "打った", "tier_evidence": "3", "version": "1"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert answer.context["differences"] is None
    assert boxes(page) == [("evidence", "打った")]
    assert "核心" not in page.replace("打った", "")
    assert (fresh(made).evidence, fresh(made).version) == ("核心", 1)


def test_what_is_shown_back_is_escaped(client, case):
    close_text(case)
    page = send(client, case, **{case["closed"]: "</textarea><script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page


def test_an_empty_box_closed_meanwhile_stops_nothing(client, case):
    close_text(case)
    answer = send(client, case, **{case["closed"]: " ", "version": str(fresh(case["record"]).version)})
    assert answer.status_code == 302
    assert getattr(fresh(case["record"]), case["closed"]) == "核心の文"


# The whole record


def test_words_for_a_record_closed_meanwhile_come_back_on_a_404(client, case):
    close_text(case, record_too=True)
    answer = send(client, case)
    page = answer.content.decode()
    assert answer.status_code == 404
    assert (case["closed"], "打った\n言葉") in boxes(page)
    assert ("title", case["values"]["title"]) in boxes(page)
    assert "核心の文" not in page


def test_the_page_for_a_closed_record_is_that_for_none(client, case):
    def answer(code):
        url = reverse(f"{case['record'].KIND}_edit", args=[code])
        page = client.post(url, {**case["values"], case["closed"]: "打った"})
        return page.status_code, re.sub(r"\b[0-9A-Za-z]{64}\b", "", page.content.decode())

    close_text(case, record_too=True)
    closed, absent = answer(case["record"].code), answer("ZZZZZZZZZZ")
    assert closed[0] == absent[0] == 404
    assert closed[1].replace(case["record"].code, "") == absent[1].replace("ZZZZZZZZZZ", "")


# Opened meanwhile


def test_a_text_opened_meanwhile_is_not_emptied_by_the_page_of_a_conflict(client, lead):  # A3
    manager = manager_of(lead.organisation)
    made = asset(manager, evidence="核心", field_tiers={"evidence": Tier.CORE})
    sent = {name: value for name, value in ASSET.items() if name != "evidence"}
    edit_asset(actor=manager, code=made.code, version=1, values={"title": "先の題"})
    grant(manager, lead, made, tier=Tier.CORE)
    answer = client.post(edit_url(made), {**sent, "version": "1"})
    assert answer.status_code == 409
    assert 'name="evidence"' not in answer.content.decode()
    assert acting(lead).organisation_id == made.owner_id
