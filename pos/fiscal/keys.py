"""Keys that sign records: ECDSA on P-256 with SHA-256, deterministic (RFC 6979), signatures as r then s.

A key is known by the SHA-256 of its public half (DER, SubjectPublicKeyInfo), its fingerprint; the first sixteen digits
of it name the key in every record. `cryptography` is imported at first use: it does not belong before the first screen.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from cryptography.hazmat.primitives.asymmetric import ec

KEY_ID_DIGITS: Final = 16
_HALF: Final = 32
_PROOF: Final = b"FRPOS1-KEY\0"


class NotAKey(ValueError):
    """These bytes are no P-256 key."""


@dataclass(frozen=True)
class PublicKey:
    """The public half of a key, as DER; enough to verify everything it signed."""

    der: bytes

    @property
    def fingerprint(self) -> str:
        """Its SHA-256 in hexadecimal."""
        return sha256(self.der).hexdigest()

    @property
    def id(self) -> str:
        """The name it has in records."""
        return self.fingerprint[:KEY_ID_DIGITS]

    def verifies(self, message: bytes, signature: bytes) -> bool:
        """Whether the signature is this key's, of this message."""
        return self.verifies_hash(sha256(message).digest(), signature)

    def verifies_hash(self, digest: bytes, signature: bytes) -> bool:
        """Whether the signature is this key's, of a message with this SHA-256.

        Raises:
            NotAKey: these bytes are no key.
        """
        verify = self._verify
        if len(signature) != 2 * _HALF:
            return False
        r, s = int.from_bytes(signature[:_HALF], "big"), int.from_bytes(signature[_HALF:], "big")
        try:
            verify(r, s, digest)
        except self._invalid:
            return False
        return True

    @cached_property
    def _invalid(self) -> type[Exception]:
        from cryptography.exceptions import InvalidSignature

        return InvalidSignature

    @cached_property
    def _verify(self) -> Callable[[int, int, bytes], None]:
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import ec
        from cryptography.hazmat.primitives.asymmetric.utils import Prehashed, encode_dss_signature

        key, algorithm = self._key, ec.ECDSA(Prehashed(hashes.SHA256()))
        return lambda r, s, digest: key.verify(encode_dss_signature(r, s), digest, algorithm)

    @cached_property
    def _key(self) -> ec.EllipticCurvePublicKey:
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.asymmetric import ec
        from cryptography.hazmat.primitives.serialization import load_der_public_key

        try:
            key = load_der_public_key(self.der)
        except (ValueError, UnsupportedAlgorithm) as problem:
            raise NotAKey from problem
        if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
            raise NotAKey
        return key


def check(public_der: bytes, digest: bytes, signature: bytes) -> bool:
    """Whether a signature is this key's, of a message whose SHA-256 is given: what the verifier does, far faster."""
    try:
        return _public_key(public_der).verifies_hash(digest, signature)
    except NotAKey:
        return False


@lru_cache(maxsize=64)
def _public_key(der: bytes) -> PublicKey:
    return PublicKey(der)


class SigningKey:
    """Both halves of a key; the private one leaves this object only for the key store."""

    def __init__(self, key: ec.EllipticCurvePrivateKey) -> None:
        from cryptography.hazmat.primitives import hashes, serialization
        from cryptography.hazmat.primitives.asymmetric import ec
        from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

        self._key = key
        self._decode = decode_dss_signature
        self._algorithm = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)
        self.public = PublicKey(
            key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
        )
        self.id = self.public.id

    @classmethod
    def load(cls, secret: str) -> SigningKey:
        """The key a secret of the key store holds.

        Raises:
            NotAKey: it holds none.
        """
        from cryptography.hazmat.primitives.asymmetric import ec
        from cryptography.hazmat.primitives.serialization import load_pem_private_key

        try:
            key = load_pem_private_key(secret.encode(), password=None)
        except ValueError as problem:
            raise NotAKey from problem
        if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
            raise NotAKey
        return cls(key)

    @classmethod
    def from_number(cls, number: int) -> SigningKey:
        """The key of a private number, which whoever asks has drawn: 1 up to the order of P-256 less one."""
        from cryptography.hazmat.primitives.asymmetric import ec

        return cls(ec.derive_private_key(number, ec.SECP256R1()))

    @property
    def secret(self) -> str:
        """What the key store keeps: PKCS 8 as PEM."""
        from cryptography.hazmat.primitives import serialization

        return self._key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ).decode()

    def sign(self, message: bytes) -> bytes:
        """The signature of a message, 64 bytes, always the same for the same message."""
        r, s = self._decode(self._key.sign(message, self._algorithm))
        return r.to_bytes(_HALF, "big") + s.to_bytes(_HALF, "big")


def proof_of(key: SigningKey, *, previous_key_id: str, previous: bytes) -> str:
    """What a new key signs to show that it is there: the key before it ('' for none), itself, and the chain's head."""
    return key.sign(proof_message(key.public, previous_key_id=previous_key_id, previous=previous)).hex()


def proof_message(key: PublicKey, *, previous_key_id: str, previous: bytes) -> bytes:
    """The bytes such a proof is a signature of."""
    return _PROOF + f"{previous_key_id}>{key.fingerprint}>{previous.hex()}".encode()
