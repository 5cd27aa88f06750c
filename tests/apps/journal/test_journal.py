"""The journal (design, "Journal"): appended in the change's transaction, sealed in batches, and tampering found."""

import json

import pytest
from django.db import transaction
from django.db.models import ProtectedError
from hypothesis import given
from hypothesis import strategies as st

from kyoso.apps.journal.models import Entry, OutboxRow, Seal
from kyoso.apps.journal.rules import GENESIS, digest
from kyoso.apps.journal.services import seal as sealer
from kyoso.apps.journal.services.record import enqueue_change, record_event
from kyoso.apps.journal.services.seal import broken_seals, seal_pending

entries = st.lists(
    st.dictionaries(st.sampled_from(["id", "verb", "data"]), st.integers() | st.text(max_size=5)), max_size=4
)


def record(number: int = 1) -> list[Entry]:
    return [
        record_event("asset_edited", subject=("asset", index), person_id=1, organisation_id=2, data={"version": index})
        for index in range(number)
    ]


# The digest


@given(entries)
def test_digest_does_not_depend_on_the_order_of_keys(rows):
    assert digest(GENESIS, rows) == digest(GENESIS, [dict(reversed(row.items())) for row in rows])


@given(entries, entries)
def test_digest_tells_different_batches_apart(one, other):
    same = [json.dumps(row, sort_keys=True) for row in one] == [json.dumps(row, sort_keys=True) for row in other]
    assert (digest(GENESIS, one) == digest(GENESIS, other)) == same


@given(entries)
def test_digest_hangs_on_the_batch_before(rows):
    assert digest(GENESIS, rows) != digest(digest(GENESIS, []), rows)


def test_digest_is_stable_over_time():
    """Published anchors must verify for ever: this value may never change."""
    assert (
        digest(GENESIS, [{"verb": "asset_edited", "data": {"題": 1}}])
        == "ce909f7483f811dbe454cb0eb699fab0cb817fff33efadbc7c698408e9f5613b"
    )


# Writing


@pytest.mark.django_db
def test_entry_holds_plain_values_only():
    entry = record_event("asset_created", subject=("asset", 7), data={"version": 1, "listed": True, "note": None})
    entry.refresh_from_db()
    assert (entry.verb, entry.subject_kind, entry.subject_id, entry.person_id) == ("asset_created", "asset", 7, None)
    assert entry.data == {"version": 1, "listed": True, "note": None}


@pytest.mark.django_db
def test_journal_and_outbox_vanish_with_a_change_that_fails():
    def change():
        with transaction.atomic():
            record()
            enqueue_change("asset", 7)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change()
    assert not Entry.objects.exists()
    assert not OutboxRow.objects.exists()


# Sealing


@pytest.mark.django_db
def test_nothing_pending_makes_no_seal():
    assert seal_pending() == 0
    assert not Seal.objects.exists()
    assert broken_seals() == []


@pytest.mark.django_db
def test_seals_form_a_chain_from_the_beginning():
    for _ in range(3):
        record(2)
        assert seal_pending() == 2
    first, second, third = Seal.objects.order_by("pk")
    assert [first.previous, second.previous, third.previous] == [GENESIS, first.digest, second.digest]
    assert broken_seals() == []


@pytest.mark.django_db
def test_pending_entries_are_sealed_batch_by_batch_in_their_order(monkeypatch):
    monkeypatch.setattr(sealer, "BATCH", 3)
    made = record(7)
    assert [seal_pending() for _ in range(4)] == [3, 3, 1, 0]
    sealed = list(Entry.objects.order_by("seal_id", "pk"))
    assert sealed == made
    assert broken_seals() == []


@pytest.mark.django_db
def test_sealing_asks_the_same_number_of_questions_for_more_entries(django_assert_num_queries):
    for number in (1, 30):
        record(number)
        with django_assert_num_queries(6):
            seal_pending()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        {"verb": "asset_archived"},
        {"data": {"version": 9}},
        {"person_id": 9},
        {"organisation_id": None},
        {"subject_id": 9},
        {"subject_kind": "need"},
        {"at": "2020-01-01T00:00:00Z"},
    ],
)
def test_a_changed_entry_breaks_its_seal_and_no_other(change):
    seals = []
    for _ in range(3):
        made = record(2)
        seal_pending()
        seals.append(made[0].pk)
    Entry.objects.filter(pk=seals[1]).update(**change)
    assert broken_seals() == [Entry.objects.get(pk=seals[1]).seal_id]


@pytest.mark.django_db
def test_a_removed_entry_breaks_its_seal():
    record(3)
    seal_pending()
    Entry.objects.first().delete()
    assert broken_seals() == [Seal.objects.get().pk]


@pytest.mark.django_db
def test_an_entry_slipped_into_a_sealed_batch_breaks_it():
    record(2)
    seal_pending()
    late = record()[0]
    Entry.objects.filter(pk=late.pk).update(seal=Seal.objects.get())
    assert broken_seals() == [Seal.objects.get().pk]


@pytest.mark.django_db
def test_a_batch_resealed_after_the_fact_breaks_the_one_after_it():
    for _ in range(2):
        record()
        seal_pending()
    first, second = Seal.objects.order_by("pk")
    entry = Entry.objects.get(seal=first)
    entry.verb = "forged"
    entry.save()
    first.digest = digest(GENESIS, [sealer._plain(entry)])
    first.save()
    assert broken_seals() == [second.pk]


@pytest.mark.django_db
def test_a_seal_cannot_be_deleted_under_its_entries():
    record()
    seal_pending()
    with pytest.raises(ProtectedError):
        Seal.objects.get().delete()
