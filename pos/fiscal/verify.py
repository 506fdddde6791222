#!/usr/bin/env python3
"""Vérifie une archive fiscale de Comptoir : python3 verify.py [ARCHIVE.zip | DOSSIER] [--fast] [--head SEQ:HASH].

One file, Python 3.9 and its standard library alone, so that it runs beside an archive on a machine that never saw
Comptoir; the till itself imports it as a module. What it needs is public: nothing secret is ever asked for.

It goes over a stream of records (canonical spelling, hash, signature, chains, numbers, moments, arithmetic, running
totals, closings, purges, restores) and says what does not hold: KO where a proof is broken, TO EXPLAIN where the till
says itself that something happened which the file alone can neither prove nor disprove (a restore, a lost key).
The words stand here in both languages, since this file leaves the house alone; `verify.html` carries the same.

Sources: RFC 8785 (spelling), FIPS 186-5 and SEC 1 (ECDSA on P-256), CGI art. 286 I 3 bis, BOI-TVA-DECLA-30-10-30.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import zipfile
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, Callable, Dict, Iterable, Iterator, List, NamedTuple, Optional, Sequence, Tuple
from unicodedata import is_normalized

Fields = Dict[str, Any]
Check = Callable[[bytes, bytes, bytes], bool]
"""Says whether a signature (r then s) is a key's (DER), of a message whose SHA-256 is given: key, digest, signature."""

Progress = Callable[[int], None]
"""Told how many records were gone over; it may raise to stop the work."""

PREFIX = b"FRPOS1\0"
PROOF_PREFIX = b"FRPOS1-KEY\0"
MANIFEST_PREFIX = b"FRPOS1-ARCHIVE\0"
ALGORITHM = "ES256"
NO_HASH = bytes(32)
LARGEST = 2**53 - 1
KEY_ID_DIGITS = 16
LEAST_HEAD_DIGITS = 16
PURGEABLE = frozenset({"TICKET", "TRAIN", "NOTE", "COPY", "PAYFIX", "CASHMOVE"})
CLOSINGS = ("Z", "ZM", "ZY")
RECORDS = "records.jsonl"
KEYS = "keys.json"
MANIFEST = "manifest.json"
RECORDS_A_STEP = 500

OK, KO, TO_EXPLAIN = "OK", "KO", "TO EXPLAIN"


# --- ECDSA on P-256 in whole numbers -------------------------------------------------------------------------------

_P = 0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF
_N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
_G = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
_SPKI = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d03010703420004")
_HALF = 32
_WINDOWS = 32
_STEPS = 256

Affine = Tuple[int, int]
Jacobian = Tuple[int, int, int]
Table = List[List[Affine]]


def is_signature(public_der: bytes, digest: bytes, signature: bytes) -> bool:
    """Whether a signature is this key's, of a message whose SHA-256 is `digest`; slow tables are kept for each key."""
    table = _table_of(public_der)
    if table is None or len(signature) != 2 * _HALF:
        return False
    r, s = int.from_bytes(signature[:_HALF], "big"), int.from_bytes(signature[_HALF:], "big")
    if not (0 < r < _N and 0 < s < _N):
        return False
    inverse = pow(s, -1, _N)
    of_g = int.from_bytes(digest, "big") * inverse % _N
    of_key = r * inverse % _N
    x, _, z = _sum(((_table(_G), of_g), (table, of_key)))
    if z == 0:
        return False
    square = z * z % _P
    return x == r * square % _P or (r + _N < _P and x == (r + _N) * square % _P)


def _sum(parts: Sequence[Tuple[Table, int]]) -> Jacobian:
    """The sum of multiples of points, one addition for each byte of each factor."""
    total: Jacobian = (0, 1, 0)
    for table, factor in parts:
        for window in table:
            step = factor & 0xFF
            factor >>= 8
            if step:
                total = _plus(total, window[step - 1])
    return total


def _plus(point: Jacobian, other: Affine) -> Jacobian:
    x1, y1, z1 = point
    x2, y2 = other
    if z1 == 0:
        return x2, y2, 1
    square = z1 * z1 % _P
    across = (x2 * square - x1) % _P
    up = (y2 * z1 * square - y1) % _P
    if across == 0:
        return _twice(point) if up == 0 else (0, 1, 0)
    across2 = across * across % _P
    across3 = across * across2 % _P
    middle = x1 * across2 % _P
    x3 = (up * up - across3 - 2 * middle) % _P
    return x3, (up * (middle - x3) - y1 * across3) % _P, z1 * across % _P


def _twice(point: Jacobian) -> Jacobian:
    x, y, z = point
    square = z * z % _P
    y2 = y * y % _P
    four = 4 * x * y2 % _P
    slope = 3 * (x - square) * (x + square) % _P
    x3 = (slope * slope - 2 * four) % _P
    return x3, (slope * (four - x3) - 8 * y2 * y2) % _P, 2 * y * z % _P


@lru_cache(maxsize=64)
def _table_of(public_der: bytes) -> Optional[Table]:
    """The multiples of a public key, None where these bytes are no point of P-256."""
    if len(public_der) != len(_SPKI) + 2 * _HALF or not public_der.startswith(_SPKI):
        return None
    numbers = public_der[len(_SPKI) :]
    x, y = int.from_bytes(numbers[:_HALF], "big"), int.from_bytes(numbers[_HALF:], "big")
    if x >= _P or y >= _P or (y * y - (x * x * x - 3 * x + _B)) % _P:
        return None
    return _table((x, y))


@lru_cache(maxsize=64)
def _table(point: Affine) -> Table:
    """For every byte of a factor, the multiples 1 to 255 of the point at that byte's weight."""
    table = []
    for _ in range(_WINDOWS):
        multiples: List[Jacobian] = [(point[0], point[1], 1)]
        for _ in range(_STEPS - 1):
            multiples.append(_plus(multiples[-1], point))
        plain = _affine(multiples)
        table.append(plain[:-1])
        point = plain[-1]
    return table


def _affine(points: Sequence[Jacobian]) -> List[Affine]:
    """Points without their denominators, at the price of one inversion for all."""
    products = [1]
    for _, _, z in points:
        products.append(products[-1] * z % _P)
    inverse = pow(products[-1], -1, _P)
    plain = []
    for (x, y, z), before in zip(reversed(points), reversed(products[:-1])):
        own = inverse * before % _P
        inverse = inverse * z % _P
        square = own * own % _P
        plain.append((x * square % _P, y * square * own % _P))
    return plain[::-1]


# --- The one spelling ----------------------------------------------------------------------------------------------


class NotCanonical(ValueError):
    """These bytes are not the canonical spelling of a record."""


def _refuse(text: str) -> Any:
    raise NotCanonical(text)


_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode
_decode = json.JSONDecoder(parse_float=_refuse, parse_constant=_refuse).decode
_SUSPICIOUS = re.compile(r"\d{16}|[:,\[](?:null|true|false)|[^\x00-\x7f][^\"]*\":")
"""Where a value may stand that has no place in a record; texts can look like it, so a closer look follows."""


def parse(payload: bytes) -> Fields:
    """The fields of canonical bytes (RFC 8785: sorted ASCII names, NFC texts, whole numbers below 2^53).

    Raises:
        NotCanonical: these bytes are no such spelling.
    """
    try:
        text = payload.decode()
        fields = _decode(text)
        if type(fields) is not dict or _encode(fields) != text:
            raise NotCanonical("another spelling")
    except (ValueError, RecursionError) as problem:
        raise NotCanonical(str(problem)) from problem
    if _SUSPICIOUS.search(text) or not (text.isascii() or is_normalized("NFC", text)):
        _look_closely(fields)
    return fields


def _look_closely(value: Any) -> None:
    if isinstance(value, dict):
        for name, one in value.items():
            if not name.isascii():
                raise NotCanonical(name)
            _look_closely(one)
    elif isinstance(value, list):
        for one in value:
            _look_closely(one)
    elif isinstance(value, str):
        if not is_normalized("NFC", value):
            raise NotCanonical(value)
    elif type(value) is not int or abs(value) > LARGEST:
        raise NotCanonical(repr(value))


# --- What is said --------------------------------------------------------------------------------------------------

SENTENCES: Dict[str, Tuple[str, str]] = {
    "line": (
        "La ligne {line} n’est pas un enregistrement.",
        "Line {line} is no record.",
    ),
    "canonical": (
        "L’enregistrement n° {seq} n’est pas écrit dans la forme canonique.",
        "Record {seq} is not written in the canonical form.",
    ),
    "fields": (
        "L’enregistrement n° {seq} n’a pas les champs attendus ({detail}).",
        "Record {seq} does not have the fields it must ({detail}).",
    ),
    "hash": (
        "L’enregistrement n° {seq} a été modifié : son empreinte n’est pas celle de son contenu.",
        "Record {seq} was changed: its hash is not that of its content.",
    ),
    "algorithm": (
        "L’enregistrement n° {seq} annonce l’algorithme « {alg} » ; seul ES256 est admis.",
        "Record {seq} names the algorithm “{alg}”; only ES256 is accepted.",
    ),
    "key": (
        "L’enregistrement n° {seq} se dit signé par la clé {kid}, qui n’est pas celle en vigueur.",
        "Record {seq} says it is signed by key {kid}, which is not the one in use.",
    ),
    "signature": (
        "La signature de l’enregistrement n° {seq} est fausse.",
        "The signature of record {seq} is false.",
    ),
    "first_key": (
        "Le journal ne commence pas par une clé qui se prouve elle-même.",
        "The journal does not begin with a key that proves itself.",
    ),
    "key_record": (
        "L’enregistrement de clé n° {seq} n’est pas prouvé par la clé qu’il annonce.",
        "Key record {seq} is not proven by the key it names.",
    ),
    "keys_differ": (
        "La liste des clés n’est pas celle du journal.",
        "The list of keys is not that of the journal.",
    ),
    "fingerprint": (
        "La clé {fp}… attendue n’est pas celle de ce journal.",
        "The expected key {fp}… is not this journal’s.",
    ),
    "gap": (
        "Il manque des enregistrements : après le n° {before} vient le n° {seq}.",
        "Records are missing: after {before} comes {seq}.",
    ),
    "chain": (
        "L’enregistrement n° {seq} ne suit pas celui qui le précède : la chaîne est rompue.",
        "Record {seq} does not follow the one before it: the chain is broken.",
    ),
    "series_gap": (
        "Dans la série {series}, le numéro {no} vient après le {before} (enregistrement n° {seq}).",
        "In series {series}, number {no} comes after {before} (record {seq}).",
    ),
    "series_chain": (
        "L’enregistrement n° {seq} ne suit pas le précédent de sa série {series}.",
        "Record {seq} does not follow the one before it in its series {series}.",
    ),
    "till": (
        "L’enregistrement n° {seq} vient d’une autre caisse.",
        "Record {seq} comes from another till.",
    ),
    "epoch": (
        "L’enregistrement n° {seq} ouvre la série {series} sans restauration déclarée.",
        "Record {seq} opens series {series} without a restore that was declared.",
    ),
    "moment": (
        "L’enregistrement n° {seq} est daté d’avant le précédent, ou son heure locale ne concorde pas.",
        "Record {seq} is dated before the one before it, or its local time does not agree.",
    ),
    "closed_period": (
        "L’enregistrement n° {seq} compte pour le {day}, une journée déjà clôturée.",
        "Record {seq} counts for {day}, a day already closed.",
    ),
    "lines": (
        "Les lignes du ticket (enregistrement n° {seq}) ne font pas son total.",
        "The lines of the ticket (record {seq}) do not add up to its total.",
    ),
    "vat": (
        "La TVA du ticket (enregistrement n° {seq}) n’est pas celle de ses lignes au taux {rate}.",
        "The VAT of the ticket (record {seq}) is not that of its lines at rate {rate}.",
    ),
    "payments": (
        "Les règlements du ticket (enregistrement n° {seq}) ne font pas son total.",
        "The payments of the ticket (record {seq}) do not add up to its total.",
    ),
    "totals": (
        "Le total cumulé « {total} » de l’enregistrement n° {seq} ne suit pas le précédent.",
        "The running total “{total}” of record {seq} does not follow the one before.",
    ),
    "copy": (
        "Le duplicata (enregistrement n° {seq}) ne renvoie pas à son ticket, ou son rang n’est pas le suivant.",
        "The duplicate (record {seq}) does not point to its ticket, or its count is not the next.",
    ),
    "closing": (
        "La clôture {series} n° {no} (enregistrement n° {seq}) ne correspond pas à ce qu’elle clôt : {detail}.",
        "Closing {series} {no} (record {seq}) does not agree with what it closes: {detail}.",
    ),
    "purge_unknown": (
        "L’enregistrement n° {seq} est vide sans qu’une purge le couvre.",
        "Record {seq} is empty and no purge covers it.",
    ),
    "purge_altered": (
        "Les enregistrements purgés par le n° {seq} ne sont plus ceux d’alors.",
        "The records purged by {seq} are no longer those of that day.",
    ),
    "restore": (
        "La restauration (enregistrement n° {seq}) ne dit pas vrai sur la chaîne qu’elle reprend.",
        "The restore (record {seq}) does not tell the truth about the chain it goes on with.",
    ),
    "head": (
        "La tête connue n° {seq} n’est pas celle de ce journal : il a été récrit.",
        "The known head {seq} is not this journal’s: it was written anew.",
    ),
    "cut": (
        "La fin du journal manque : la tête connue n° {seq} est au-delà du dernier enregistrement, n° {last}.",
        "The end of the journal is missing: the known head {seq} lies beyond its last record, {last}.",
    ),
    "restored": (
        "Une sauvegarde a été restaurée (enregistrement n° {seq}) : {count} enregistrements après le n° {backup}"
        " existaient et ne sont plus dans ce fichier.",
        "A backup was restored (record {seq}): {count} records after {backup} existed and are no longer in this file.",
    ),
    "lost_key": (
        "La clé a été perdue lors d’une restauration (enregistrement n° {seq}) ; la nouvelle, {fp}, se prouve seule.",
        "The key was lost in a restore (record {seq}); the new one, {fp}, is proven by itself alone.",
    ),
    "head_beyond": (
        "La tête connue n° {seq} est hors de cette archive ; elle n’a pas pu être comparée.",
        "The known head {seq} lies outside this archive; it could not be compared.",
    ),
    "not_an_archive": (
        "Ce n’est pas une archive lisible : {detail}.",
        "This is no archive that can be read: {detail}.",
    ),
    "manifest": (
        "La signature de manifest.json est fausse.",
        "The signature of manifest.json is false.",
    ),
    "file_changed": (
        "Le fichier {file} a été modifié.",
        "File {file} was changed.",
    ),
    "file_missing": (
        "Le fichier {file} manque.",
        "File {file} is missing.",
    ),
    "file_extra": (
        "Le fichier {file} est en trop.",
        "File {file} does not belong here.",
    ),
    "bounds": (
        "L’archive ne va pas du n° {first} au n° {last} comme elle le dit.",
        "The archive does not go from {first} to {last} as it says.",
    ),
    "projection": (
        "La table {table} et l’enregistrement n° {seq} ne disent pas la même chose.",
        "Table {table} and record {seq} say different things.",
    ),
    "orphan": (
        "La table {table} a {count} lignes que nul enregistrement ne prouve.",
        "Table {table} has {count} rows that no record proves.",
    ),
    "state": (
        "La table {table} n’est pas dans l’état où le journal la laisse : {detail}.",
        "Table {table} is not as the journal leaves it: {detail}.",
    ),
    "structure": (
        "La structure du fichier a été changée : {detail}.",
        "The structure of the file was changed: {detail}.",
    ),
}
"""Every finding, in French and in English; the values stand in braces."""

_MAYBE = frozenset({"restored", "lost_key", "head_beyond"})


class Finding(NamedTuple):
    """Something that does not hold: where it was first seen, and how many more there are of it."""

    code: str
    seq: int
    file: str
    values: Fields
    more: int = 0

    @property
    def severity(self) -> str:
        """KO, or TO EXPLAIN."""
        return TO_EXPLAIN if self.code in _MAYBE else KO

    def sentence(self, language: str = "fr") -> str:
        """The finding in words."""
        french, english = SENTENCES[self.code]
        values = {"seq": self.seq, "file": self.file, **self.values}
        return (french if language == "fr" else english).format(**values)

    def figures(self) -> Fields:
        """The finding for a program."""
        return {
            "code": self.code,
            "severity": self.severity,
            "seq": self.seq,
            "file": self.file,
            "more": self.more,
            "sentence": self.sentence(),
        }


class Report:
    """What was gone over, and what was found; findings of a kind count once, with the first place."""

    def __init__(self) -> None:
        self.findings: Dict[str, Finding] = {}
        self.kinds: Counter[str] = Counter()
        self.first = 0
        self.last = 0
        self.head = ""
        self.purged = 0
        self.signatures = 0
        self.days = ("", "")
        self.fingerprints: List[str] = []

    def find(self, code: str, seq: int, file: str, **values: Any) -> None:
        """Note a finding."""
        name = f"{code} {values.get('file', file)}" if code.startswith("file_") else code
        known = self.findings.get(name)
        if known is None:
            self.findings[name] = Finding(code, seq, values.pop("file", file), values)
        else:
            self.findings[name] = known._replace(more=known.more + 1)

    @property
    def verdict(self) -> str:
        """OK, KO, or TO EXPLAIN."""
        if any(one.severity == KO for one in self.findings.values()):
            return KO
        return TO_EXPLAIN if self.findings else OK

    @property
    def ordered(self) -> List[Finding]:
        """The findings: what is broken first, then by place."""
        return sorted(self.findings.values(), key=lambda one: (one.severity != KO, one.seq, one.code))

    def figures(self) -> Fields:
        """The report for a program."""
        return {
            "verdict": self.verdict,
            "records": self.last - self.first + 1 if self.last else 0,
            "first": self.first,
            "last": self.last,
            "head": self.head,
            "from": self.days[0],
            "to": self.days[1],
            "tickets": self.kinds["TICKET"],
            "closings": sum(self.kinds[kind] for kind in CLOSINGS),
            "purged": self.purged,
            "signatures": self.signatures,
            "keys": self.fingerprints,
            "findings": [one.figures() for one in self.ordered],
        }


# --- The records ---------------------------------------------------------------------------------------------------


class Entry(NamedTuple):
    """A record as it comes in: its bytes, or for one that was purged what is left of it."""

    payload: bytes
    hash: bytes
    signature: bytes
    purged: Optional[Fields] = None


class Head(NamedTuple):
    """An end of the chain known from elsewhere; the hash may be its first digits."""

    seq: int
    hash: str


class Key(NamedTuple):
    """A key, and the first record it signs."""

    id: str
    der: bytes
    from_seq: int

    @property
    def fingerprint(self) -> str:
        """Its SHA-256."""
        return sha256(self.der).hexdigest()


class Books:
    """The running totals, the takings since the last closing, and the closings themselves."""

    def __init__(self, find: Callable[..., None]) -> None:
        self._find = find
        self.totals: Dict[str, Optional[int]] = dict.fromkeys(("day", "month", "year", "perp", "perpabs"))
        self.closed_day = ""
        self.day = Takings()
        self._month = Sums()
        self._year = Sums()

    def begin(self) -> None:
        """The journal begins here: nothing was taken before."""
        self.totals = dict.fromkeys(self.totals, 0)
        self.day.first = self._month.first = self._year.first = 1

    def ticket(self, fields: Fields) -> None:
        """Add a ticket, and look at the running totals it tells."""
        self._check_arithmetic(fields)
        amount = fields["ttc"]
        told = fields["tot"]
        for name, before in self.totals.items():
            added = abs(amount) if name == "perpabs" else amount
            if before is not None and told[name] != before + added:
                self._find("totals", fields["seq"], total=name)
            self.totals[name] = told[name]

    def forget(self) -> None:
        """What follows a purged ticket cannot be worked out from what came before."""
        self.totals = dict.fromkeys(self.totals)
        self.day.whole = False

    def _check_arithmetic(self, fields: Fields) -> None:
        seq, by_rate = fields["seq"], defaultdict(lambda: [0, 0, 0])
        for line in fields["lines"]:
            share = by_rate[line["rate"]]
            share[0] += line["ht"]
            share[1] += line["vat"]
            share[2] += line["ttc"]
            if line["ht"] + line["vat"] != line["ttc"]:
                self._find("vat", seq, rate=line["rate"])
        if sum(share[2] for share in by_rate.values()) != fields["ttc"] or not fields["lines"]:
            self._find("lines", seq)
        told = {one["rate"]: [one["ht"], one["vat"], one["ttc"]] for one in fields["vat"]}
        for rate in {**by_rate, **told}:
            if told.get(rate) != by_rate.get(rate) or told[rate][1] != vat_within(told[rate][2], rate):
                self._find("vat", seq, rate=rate)
        paid = sum(one["amt"] for one in fields["pay"])
        if paid - fields["change"] != fields["ttc"] or len(told) != len(fields["vat"]):
            self._find("payments", seq)


def vat_within(gross: int, rate_bp: int) -> int:
    """The VAT contained in an amount with VAT, rounded half away from zero."""
    of = 10_000 + rate_bp
    whole = (2 * abs(gross) * rate_bp + of) // (2 * of)
    return whole if gross >= 0 else -whole
