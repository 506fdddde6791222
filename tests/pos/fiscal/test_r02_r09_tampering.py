"""Requirements 3, 4, 7, 8 and 9: whatever is altered, taken out, swapped, signed otherwise or weakened is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos.fiscal import verify
from pos.fiscal.keys import SigningKey, check
from pos.fiscal.record import hash_of
from pos.fiscal.verify import KO, Entry, Report, verify_archive
from tests.pos.fiscal.archives import Lines, edited, entries_of, found, tampered, whole_archive
from tests.pos.fiscal.test_verify import gone_over, own_journal, signed_anew


def lines() -> Lines:
    return entries_of(whole_archive())


@given(st.data())
def test_r03_any_signed_byte_of_any_kind_altered_fails_and_is_named(data: st.DataObject) -> None:
    records = lines()
    at = data.draw(st.integers(0, len(records) - 1))
    place = data.draw(st.integers(0, len(records[at].payload) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda one: one != records[at].payload[place]))
    payload = records[at].payload[:place] + bytes([other]) + records[at].payload[place + 1 :]
    new_hash = data.draw(st.booleans())
    forged = Entry(payload, hash_of(payload) if new_hash else records[at].hash, records[at].signature)

    report = gone_over([*records[:at], forged, *records[at + 1 :]])

    assert report.verdict == KO
    assert min(seq for _, seq in found(report) if seq) == at + 1


@given(st.data())
def test_r03_any_field_of_any_kind_altered_fails(data: st.DataObject) -> None:
    records = lines()
    at = data.draw(st.integers(0, len(records) - 1))
    fields = verify.parse(records[at].payload)
    name = data.draw(st.sampled_from(sorted(fields)))
    value = fields[name]
    fields[name] = value + 1 if isinstance(value, int) else f"{value}x" if isinstance(value, str) else []
    payload = verify._encode(fields).encode()
    if payload == records[at].payload:
        return

    report = gone_over([*records[:at], Entry(payload, hash_of(payload), records[at].signature), *records[at + 1 :]])

    assert report.verdict == KO


@pytest.mark.parametrize("at", [1, 10, 30])
def test_r04_a_record_taken_out_amid_the_chain_is_reported_as_a_gap(at: int) -> None:
    records = lines()

    report = gone_over([*records[:at], *records[at + 1 :]])

    assert {("gap", at + 2), ("chain", at + 2)} <= found(report)


def test_r07_two_records_swapped_fail() -> None:
    records = lines()

    report = gone_over([*records[:10], records[11], records[10], *records[12:]])

    assert {("gap", 12), ("chain", 12)} <= found(report)


def test_r08_a_chain_recomputed_with_another_key_is_a_fingerprint_mismatch() -> None:
    records, stranger = lines(), SigningKey.from_number(4711)
    fingerprint = gone_over(records).fingerprints[0]

    kept_key = gone_over(signed_anew(records, lambda _: None, 5, stranger))
    assert ("signature", 6) in found(kept_key)

    whole_new, _ = own_journal()
    assert gone_over(whole_new).verdict == "OK"
    mismatch = gone_over(whole_new, fingerprints=[fingerprint])
    assert (mismatch.verdict, found(mismatch)) == (KO, {("fingerprint", 0)})


@pytest.mark.parametrize("weaker", ["none", "HS256", "ES255"])
def test_r09_a_weakened_algorithm_is_rejected_even_with_a_true_signature(weaker: str) -> None:
    records, key = own_journal()

    def weaken(fields: dict[str, object]) -> None:
        fields["alg"] = weaker

    report = gone_over(signed_anew(records, weaken, 7, key))

    assert found(report) == {("algorithm", 8)}


def test_r02_one_cent_changed_in_an_archive_is_named_by_its_number(tmp_path: Path) -> None:
    def a_cent(records: Lines) -> Lines:
        at = next(place for place, one in enumerate(records) if b'"kind":"TICKET"' in one.payload)
        amount = json.loads(records[at].payload)["ttc"]
        old, new = (b'"ttc":%d,"unit"' % one for one in (amount, amount + 1))
        if old not in records[at].payload:
            old, new = (b'"ttc":%d,' % one for one in (amount, amount + 1))
        return [*records[:at], edited(records[at], old, new), *records[at + 1 :]]

    report: Report = verify_archive(tampered(a_cent, tmp_path / "archive.zip"), check=check)

    assert report.verdict == KO
    assert any(one.code == "signature" and "n° " in one.sentence() for one in report.ordered)
