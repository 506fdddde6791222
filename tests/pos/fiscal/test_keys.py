"""Keys: what they sign verifies with another program's eyes, always the same way, and nothing else does."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from pos.fiscal.keys import NotAKey, PublicKey, SigningKey, proof_message, proof_of

KEY = SigningKey.from_number(20261126)


def test_a_signature_is_the_same_for_the_same_message_and_known_from_the_standard() -> None:
    """RFC 6979, A.2.5: P-256 with SHA-256, message "sample"."""
    key = SigningKey.from_number(0xC9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721)

    signature = key.sign(b"sample")

    assert signature.hex() == (
        "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
        "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"
    )
    assert key.sign(b"sample") == signature


@given(st.binary(max_size=200), st.integers(0, 511))
def test_only_the_very_message_and_signature_verify(message: bytes, bit: int) -> None:
    signature = KEY.sign(message)
    changed = bytearray(signature)
    changed[bit // 8] ^= 1 << bit % 8

    assert KEY.public.verifies(message, signature)
    assert not KEY.public.verifies(message + b"\0", signature)
    assert not KEY.public.verifies(message, bytes(changed))
    assert not SigningKey.from_number(7).public.verifies(message, signature)


def test_a_signature_of_another_length_is_none() -> None:
    assert not KEY.public.verifies(b"x", KEY.sign(b"x") + b"\0")
    assert not KEY.public.verifies(b"x", b"")


def test_openssl_says_the_same_of_signature_and_fingerprint(tmp_path: Path) -> None:
    message, der, signature = tmp_path / "message", tmp_path / "key.der", tmp_path / "signature"
    message.write_bytes(b"FRPOS1\0{}")
    der.write_bytes(KEY.public.der)
    raw = KEY.sign(message.read_bytes())
    signature.write_bytes(encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")))

    said = subprocess.run(
        ["openssl", "dgst", "-sha256", "-verify", der, "-keyform", "DER", "-signature", signature, message],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    digest = subprocess.run(["openssl", "dgst", "-sha256", "-r", der], capture_output=True, text=True, check=True)

    assert said.stdout.strip() == "Verified OK"
    assert digest.stdout.split()[0] == KEY.public.fingerprint
    assert KEY.public.fingerprint.startswith(KEY.id)


def test_a_key_comes_back_from_its_secret() -> None:
    again = SigningKey.load(KEY.secret)

    assert again.public == KEY.public
    assert again.sign(b"x") == KEY.sign(b"x")


@pytest.mark.parametrize("secret", ["", "nothing", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_a_secret_that_is_no_key_is_refused(secret: str) -> None:
    with pytest.raises(NotAKey):
        SigningKey.load(secret)


def test_a_key_of_another_kind_is_refused() -> None:
    other, curve = ed25519.Ed25519PrivateKey.generate(), ec.generate_private_key(ec.SECP384R1())
    for key in (other, curve):
        secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
        with pytest.raises(NotAKey):
            SigningKey.load(secret)
        public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        with pytest.raises(NotAKey):
            PublicKey(public).verifies(b"x", bytes(64))
    with pytest.raises(NotAKey):
        PublicKey(b"nothing").verifies(b"x", bytes(64))


def test_a_new_key_proves_itself_for_this_chain_only() -> None:
    proof = bytes.fromhex(proof_of(KEY, previous_key_id="abcd", previous=bytes(32)))

    assert KEY.public.verifies(proof_message(KEY.public, previous_key_id="abcd", previous=bytes(32)), proof)
    assert not KEY.public.verifies(proof_message(KEY.public, previous_key_id="abce", previous=bytes(32)), proof)
    assert not KEY.public.verifies(proof_message(KEY.public, previous_key_id="abcd", previous=b"\1" * 32), proof)
