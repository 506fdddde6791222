"""The verifier: what it finds in archives that dishonest hands were in, named by record and file."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos.fiscal import verify
from pos.fiscal.canonical import NotCanonical, canonical
from pos.fiscal.canonical import parse as strictly
from pos.fiscal.keys import SigningKey, check
from pos.fiscal.record import hash_of
from pos.fiscal.verify import OK, Entry, Fields, Head, Report, Verifier, is_signature, verify_archive
from tests.pos.fiscal.archives import Lines, entries_of, found, later_archive, of_kind, whole_archive

KEY = SigningKey.from_number(0xC0FFEE)
SOURCE = Path(verify.__file__)
numbers = st.integers(1, 2**255)


def gone_over(lines: Lines, **wishes: object) -> Report:
    verifier = Verifier("records.jsonl", check=check, **wishes)  # type: ignore[arg-type]
    for one in lines:
        verifier.take(one)
    return verifier.end(is_whole=True)


def signed_anew(lines: Lines, change: Callable[[Fields], None], at: int, key: SigningKey) -> Lines:
    """The journal as somebody would rewrite it who has a key: one record changed, all after it chained and signed."""
    made, previous, in_series = list(lines[:at]), lines[at - 1].hash if at else bytes(32), dict[str, bytes]()
    for one in lines[:at]:
        in_series[verify.parse(one.payload)["series"]] = one.hash
    for place, one in enumerate(lines[at:], at):
        fields = verify.parse(one.payload)
        if place == at:
            change(fields)
        fields["prev"] = previous.hex()
        if "head" in fields:
            fields["head"] = previous.hex()
        fields["sprev"] = in_series.get(fields["series"], bytes(32)).hex()
        payload = canonical(fields)
        previous = in_series[fields["series"]] = hash_of(payload)
        made.append(Entry(payload, previous, key.sign(verify.PREFIX + payload)))
    return made


def test_the_verifier_imports_nothing_but_the_standard_library() -> None:
    tree = ast.parse(SOURCE.read_text(encoding="utf-8"), feature_version=(3, 9))
    imported = {
        (node.module or "") if isinstance(node, ast.ImportFrom) else one.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for one in node.names
    }

    assert {name.partition(".")[0] for name in imported} <= sys.stdlib_module_names


@given(numbers, st.binary(max_size=40), st.binary(max_size=40))
def test_signatures_in_whole_numbers_agree_with_the_library(number: int, message: bytes, other: bytes) -> None:
    key = SigningKey.from_number(KEY_NUMBERS[number % len(KEY_NUMBERS)])
    signature, digest = key.sign(message), sha256(message).digest()

    assert is_signature(key.public.der, digest, signature)
    assert is_signature(key.public.der, sha256(other).digest(), signature) == (message == other)
    assert is_signature(KEY.public.der, digest, signature) == check(KEY.public.der, digest, signature)


KEY_NUMBERS = (1, 2, 0xC0FFEE, 2**200 + 7)


@pytest.mark.parametrize("signature", [b"", bytes(64), bytes(63), b"\xff" * 64])
def test_what_is_no_signature_verifies_nothing(signature: bytes) -> None:
    assert not is_signature(KEY.public.der, sha256(b"").digest(), signature)
    assert not is_signature(KEY.public.der[:-1] + b"\0", sha256(b"").digest(), KEY.sign(b""))
    assert not is_signature(b"no key", sha256(b"").digest(), KEY.sign(b""))


values = st.recursive(
    st.text()
    | st.integers(-(2**54), 2**54)
    | st.none()
    | st.booleans()
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(max_size=4), values, max_size=4))
def test_the_verifier_reads_exactly_what_a_record_may_hold(fields: dict[str, object]) -> None:
    written = verify._encode(fields).encode("utf-8", "surrogatepass")
    try:
        meant: object = strictly(written)
    except (NotCanonical, UnicodeError):
        meant = None
    try:
        read: object = verify.parse(written)
    except verify.NotCanonical:
        read = None

    assert read == meant


@pytest.mark.parametrize("archive", [whole_archive, later_archive])
@pytest.mark.parametrize("full", [True, False])
def test_an_honest_archive_is_in_order(archive: Callable[[], Path], full: bool) -> None:
    report = verify_archive(archive(), check=check, full=full)

    assert (report.verdict, report.ordered) == (OK, [])
    assert report.kinds["Z"] >= 5
    assert report.kinds["ZM"] == 1
    assert report.kinds["COPY"] >= 1


def test_a_wrong_closing_is_found_though_it_is_signed_by_the_till_itself() -> None:
    """A program that lies with the right key: only the sums give it away."""
    for name, detail in (("perp", "perp"), ("amount", "amount"), ("copies", "copies"), ("ttc", "ttc")):
        lines, key = own_journal()
        at = of_kind(lines, "Z", 2)

        def lie(fields: Fields, name: str = name) -> None:
            fields[name] += 1

        (finding,) = gone_over(signed_anew(lines, lie, at, key)).ordered[:1]

        assert (finding.code, finding.seq, finding.values["detail"]) == ("closing", at + 1, detail)


def test_wrong_totals_lines_and_payments_are_found_though_they_are_signed() -> None:
    lines, key = own_journal()
    at = of_kind(lines, "TICKET", 4)

    def one_total(fields: Fields) -> None:
        fields["tot"]["perp"] += 1

    def one_line(fields: Fields) -> None:
        fields["lines"][0]["ttc"] += 1

    def one_payment(fields: Fields) -> None:
        fields["pay"][0]["amt"] += 1

    def yesterday(fields: Fields) -> None:
        fields["bday"] = "2026-11-23"

    def earlier(fields: Fields) -> None:
        fields["ts"], fields["utc"] = "2026-11-23T01:00:00.000+01:00", "2026-11-23T00:00:00.000Z"

    def other_number(fields: Fields) -> None:
        fields["no"] += 1

    def other_epoch(fields: Fields) -> None:
        fields["series"] = "TICKET/2"

    def other_till(fields: Fields) -> None:
        fields["till"] = "another"

    for lie, code in (
        (one_total, "totals"), (one_line, "lines"), (one_payment, "payments"), (yesterday, "closed_period"),
        (earlier, "moment"), (other_number, "series_gap"), (other_epoch, "epoch"), (other_till, "till"),
    ):  # fmt: skip
        assert (code, at + 1) in found(gone_over(signed_anew(lines, lie, at, key))), code


def test_a_head_from_a_paper_shows_a_journal_written_anew_and_one_cut_short() -> None:
    lines, key = own_journal()
    head = Head(len(lines), lines[-1].hash.hex())

    def nothing(fields: Fields) -> None:
        fields["opname"] = "Nobody"

    assert gone_over(lines, heads=[head]).verdict == OK
    assert found(gone_over(signed_anew(lines, nothing, 5, key), heads=[head])) == {("head", len(lines))}
    assert found(gone_over(lines[:-2], heads=[head])) == {("cut", len(lines))}


def test_every_sentence_can_be_said_in_both_languages() -> None:
    for french, english in verify.SENTENCES.values():
        assert set(re.findall(r"\{\w+\}", french)) == set(re.findall(r"\{\w+\}", english))


def own_journal() -> tuple[Lines, SigningKey]:
    """The honest archive's journal under a key of ours, from the first record on."""

    def ours(fields: Fields) -> None:
        fields["key"] = {"kid": KEY.id, "fp": KEY.public.fingerprint, "spki": KEY.public.der.hex()}
        fields["sub"] = KEY.id
        proof = verify.PROOF_PREFIX + f">{KEY.public.fingerprint}>{bytes(32).hex()}".encode()
        fields["proof"] = KEY.sign(proof).hex()

    lines = [Entry(one.payload.replace(_kid(one), KEY.id.encode()), one.hash, one.signature) for one in honest()]
    made = signed_anew(lines, ours, 0, KEY)
    assert gone_over(made).ordered == []
    return made, KEY


def honest() -> Lines:
    return entries_of(whole_archive())


def _kid(one: Entry) -> bytes:
    return str(verify.parse(one.payload)["kid"]).encode()
