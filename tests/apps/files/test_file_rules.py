"""Who sees a file, and what it is called: values alone."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.accounts.enums import Role
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.disclosure.rules import Clearance
from kyoso.apps.files.enums import EXTENSIONS, MediaType
from kyoso.apps.files.rules import MOST_NAME, clean_name, has_room, is_open, may_give, shown_tier, tiers_to_give

tiers = st.sampled_from(Tier)
RECORD = ("asset", 7)


@given(tiers, tiers)
def test_a_file_is_never_more_open_than_its_record(file, record):  # A3
    assert shown_tier(file, record) == max(file, record)


@given(tiers, tiers, tiers, tiers, tiers)
def test_a_file_opens_to_whoever_may_see_both(file, record, default, owner, single):  # A3
    viewer = Clearance(default, {1: owner}, {RECORD: single})
    assert is_open(file, record, 1, RECORD, viewer) == (max(default, owner, single) >= max(file, record))


@given(tiers, tiers, tiers)
def test_a_stricter_record_never_opens_a_file(file, record, stricter):  # A3
    viewer = Clearance(Tier.NETWORK)
    if stricter >= record and not is_open(file, record, 1, RECORD, viewer):
        assert not is_open(file, stricter, 1, RECORD, viewer)


def of(role: Role) -> Actor:
    return Actor(1, 1, role, in_network=True)


@pytest.mark.parametrize(
    ("role", "seen", "record", "offered"),
    [
        (Role.OWNER, Tier.CORE, Tier.PUBLIC, [0, 1, 2, 3]),
        (Role.OWNER, Tier.CORE, Tier.NDA, [2, 3]),
        (Role.LEAD, Tier.NDA, Tier.NETWORK, [1, 2]),
        (Role.MEMBER, Tier.NDA, Tier.PUBLIC, [2]),
        (Role.MEMBER, Tier.CORE, Tier.CORE, [3]),
    ],
)
def test_files_open_by_the_rules_of_records(role, seen, record, offered):  # A3
    assert tiers_to_give(of(role), seen, record) == offered
    assert [given for given in Tier if may_give(of(role), seen, record, given)] == [
        given for given in Tier if max(given, record) in offered
    ]


@pytest.mark.parametrize(
    ("given_name", "kind", "kept"),
    [
        ("試作品.JPG", MediaType.JPEG, "試作品.jpg"),
        ("photo.jpg", MediaType.PNG, "photo.png"),
        ("animation.gif", MediaType.PNG, "animation.png"),
        ("報告書 v1.2", MediaType.DOCX, "報告書 v1.2.docx"),
        ("invoice.pdf.exe", MediaType.PDF, "invoice.pdf.exe.pdf"),
        ("か\u3099.txt", MediaType.TEXT, "が.txt"),
        ("photo\u202egpj.exe.jpg", MediaType.JPEG, "photogpj.exe.jpg"),
        ("../../etc/passwd", MediaType.TEXT, "_.._etc_passwd.txt"),
        ("C:\\図面\\a|b?.pdf", MediaType.PDF, "C__図面_a_b_.pdf"),
        ("", MediaType.PDF, "file.pdf"),
        (".htaccess", MediaType.TEXT, "htaccess.txt"),
        ("長" * 10_000 + ".pdf", MediaType.PDF, "長" * (MOST_NAME - 4) + ".pdf"),
        ("x." + "長" * 10_000, MediaType.PDF, "x." + "長" * (MOST_NAME - 6) + ".pdf"),
    ],
)
def test_names_are_made_safe(given_name, kind, kept):  # H3
    assert clean_name(given_name, kind) == kept


@given(st.text(max_size=300), st.sampled_from(MediaType))
def test_whatever_somebody_calls_a_file_its_name_is_safe(name, kind):  # H3
    kept = clean_name(name, kind)
    assert 0 < len(kept) <= MOST_NAME
    assert kept.endswith(EXTENSIONS[kind])
    assert not set('/\\:*?"<>|\n\r\t\x00') & set(kept)
    assert not {"Cc", "Cf", "Cs"} & {unicodedata.category(sign) for sign in kept}
    assert not kept.startswith(".")
    assert clean_name(kept, kind) == kept


@given(*[st.integers(0, 100)] * 5)
def test_there_is_room_up_to_both_limits(count, size, more, most_count, most_size):  # H3
    assert has_room(count, size, more, most_count, most_size) == (count + 1 <= most_count and size + more <= most_size)
