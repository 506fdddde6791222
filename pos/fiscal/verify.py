#!/usr/bin/env python3
"""Vérifie une archive fiscale de Comptoir : python3 verify.py [ARCHIVE.zip | DOSSIER] [--fast] [--head SEQ:HASH].

One file, Python 3.9 and its standard library alone, so that it runs beside an archive on a machine that never saw
Comptoir; the till itself imports it as a module. What it needs is public: nothing secret is ever asked for.

It goes over a stream of records (canonical spelling, hash, signature, chains, numbers, moments, arithmetic, running
totals, closings, purges, restores) and says what does not hold: KO where a proof is broken, TO EXPLAIN where the till
says itself that something happened which the file alone can neither prove nor disprove (a lost key). A restore that
the till's own key signed is EXPLAINED by its record, which names what was lost: the verdict stays OK and lists it.
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
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, NamedTuple
from unicodedata import is_normalized

Fields = dict[str, Any]
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

OK, KO, TO_EXPLAIN, EXPLAINED = "OK", "KO", "TO EXPLAIN", "EXPLAINED"


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

Affine = tuple[int, int]
Jacobian = tuple[int, int, int]
Table = list[list[Affine]]


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


def _sum(parts: Sequence[tuple[Table, int]]) -> Jacobian:
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
def _table_of(public_der: bytes) -> Table | None:
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
        multiples: list[Jacobian] = [(point[0], point[1], 1)]
        for _ in range(_STEPS - 1):
            multiples.append(_plus(multiples[-1], point))
        plain = _affine(multiples)
        table.append(plain[:-1])
        point = plain[-1]
    return table


def _affine(points: Sequence[Jacobian]) -> list[Affine]:
    """Points without their denominators, at the price of one inversion for all."""
    products = [1]
    for _, _, z in points:
        products.append(products[-1] * z % _P)
    inverse = pow(products[-1], -1, _P)
    plain = []
    for (x, y, z), before in zip(reversed(points), reversed(products[:-1])):  # noqa: B905 - 3.9 has no strict
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


def _whole(text: str) -> int:
    number = int(text)
    return number if -LARGEST <= number <= LARGEST else _refuse(text)


_encode = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, check_circular=False
).encode
_decode = json.JSONDecoder(parse_float=_refuse, parse_constant=_refuse, parse_int=_whole).decode
_NO_VALUES = ("null", "true", "false")
_FOREIGN_NAME = re.compile(r'[^\x00-\x7f](?:[^"\\]|\\.)*":')
"""Where a value or a name may stand that has no place in a record; texts can look like it: a closer look follows."""


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
    foreign = not text.isascii() and (_FOREIGN_NAME.search(text) or not is_normalized("NFC", text))
    if foreign or any(one in text for one in _NO_VALUES):
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

SENTENCES: dict[str, tuple[str, str]] = {
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
        "La TVA du ticket (enregistrement n° {seq}) n’est pas celle de ses lignes au taux de {rate} %.",
        "The VAT of the ticket (record {seq}) is not that of its lines at {rate} %.",
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

_NOT_BROKEN = {"restored": EXPLAINED, "lost_key": TO_EXPLAIN, "head_beyond": TO_EXPLAIN}
_ONE_BY_ONE = {"file_changed": "file", "file_missing": "file", "file_extra": "file", "restored": "seq"}
"""Findings of which every one is listed, and what tells them apart."""
_SEVERITIES = (KO, TO_EXPLAIN, EXPLAINED)


class Finding(NamedTuple):
    """Something that does not hold: where it was first seen, and how many more there are of it."""

    code: str
    seq: int
    file: str
    values: Fields
    more: int = 0

    @property
    def severity(self) -> str:
        """KO, TO EXPLAIN or EXPLAINED."""
        return _NOT_BROKEN.get(self.code, KO)

    def sentence(self, language: str = "fr") -> str:
        """The finding in words."""
        french, english = SENTENCES[self.code]
        values = {"seq": self.seq, "file": self.file, **self.values}
        return (french if language == "fr" else english).format(**values)

    def figures(self, language: str = "fr") -> Fields:
        """The finding for a program."""
        return {
            "code": self.code,
            "severity": self.severity,
            "seq": self.seq,
            "file": self.file,
            "more": self.more,
            "sentence": self.sentence(language),
        }


class Report:
    """What was gone over, and what was found; findings of a kind count once, with the first place."""

    def __init__(self) -> None:
        self.findings: dict[str, Finding] = {}
        self.kinds: Counter[str] = Counter()
        self.first = 0
        self.last = 0
        self.head = ""
        self.purged = 0
        self.signatures = 0
        self.days = ("", "")
        self.fingerprints: list[str] = []

    def find(self, code: str, seq: int, file: str, **values: Any) -> None:
        """Note a finding."""
        told = {"seq": seq, "file": file, **values}
        name = f"{code} {told[_ONE_BY_ONE[code]]}" if code in _ONE_BY_ONE else code
        known = self.findings.get(name)
        if known is None:
            self.findings[name] = Finding(code, seq, values.pop("file", file), values)
        else:
            self.findings[name] = known._replace(more=known.more + 1)

    @property
    def verdict(self) -> str:
        """OK, KO, or TO EXPLAIN; what is explained leaves it OK."""
        severities = {one.severity for one in self.findings.values()}
        return next((one for one in (KO, TO_EXPLAIN) if one in severities), OK)

    @property
    def explained(self) -> int:
        """How many things happened that the journal itself explains."""
        return sum(one.severity == EXPLAINED for one in self.findings.values())

    @property
    def is_unbroken(self) -> bool:
        """Whether no proof is broken; something may still be to explain."""
        return self.verdict != KO

    @property
    def ordered(self) -> list[Finding]:
        """The findings: what is broken first, then by place."""
        return sorted(self.findings.values(), key=lambda one: (_SEVERITIES.index(one.severity), one.seq, one.code))

    def figures(self, language: str = "fr") -> Fields:
        """The report for a program."""
        return {
            "verdict": self.verdict,
            "explained": self.explained,
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
            "findings": [one.figures(language) for one in self.ordered],
        }


# --- The records ---------------------------------------------------------------------------------------------------


class Entry(NamedTuple):
    """A record as it comes in: its bytes, or for one that was purged what is left of it."""

    payload: bytes
    hash: bytes
    signature: bytes
    purged: Fields | None = None


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


class Takings:
    """What a stretch of records came to, in the shape in which a closing tells it; `whole` while all of it was seen."""

    def __init__(self, first: int | None = None) -> None:
        self.first = first
        self.whole = first is not None
        self.counts: Counter[str] = Counter()
        self.tallies: Counter[str] = Counter()
        self.pay: dict[str, int] = {}
        self.rates: dict[int, list[int]] = {}
        self.spans: dict[str, list[int]] = {}

    def ticket(self, fields: Fields) -> None:
        """Count a ticket."""
        self._add_span(fields["series"], fields["no"], fields["no"])
        for one in fields["vat"]:
            self._add_rate(one)
        for one in fields["pay"]:
            self.pay[one["mode"]] = self.pay.get(one["mode"], 0) + one["amt"]
        if fields["change"]:
            self.pay["cash"] = self.pay.get("cash", 0) - fields["change"]
        if fields["ttc"] < 0:
            self.tally("returns", fields["ttc"])

    def tally(self, name: str, amount: int) -> None:
        """Count something that is told by number and amount."""
        self.tallies[name] += 1
        self.tallies[name + " amt"] += amount

    def closing(self, fields: Fields) -> None:
        """Count all of a closing of the kind below."""
        self.counts.update(fields["counts"])
        for one in fields["tickets"]:
            self._add_span(one["series"], one["first"], one["last"])
        for one in fields["rates"]:
            self._add_rate(one)
        for one in fields["pay"]:
            self.pay[one["mode"]] = self.pay.get(one["mode"], 0) + one["amt"]
        for name in ("returns", "cancelled", "voided", "training", "nonsales"):
            self.tallies[name] += fields[name]["n"]
            self.tallies[name + " amt"] += fields[name]["amt"]
        for name in ("copies", "drawer"):
            self.tallies[name] += fields[name]

    def _add_rate(self, one: Fields) -> None:
        rate = one["rate"]
        share = self.rates.get(rate) or self.rates.setdefault(rate, [0, 0, 0])
        share[0] += one["ht"]
        share[1] += one["vat"]
        share[2] += one["ttc"]

    def _add_span(self, series: str, first: int, last: int) -> None:
        self.spans.setdefault(series, [first, last])[1] = last

    def body(self) -> Fields:
        """The figures as a closing must tell them."""
        rates = [(rate, *self.rates[rate]) for rate in sorted(self.rates, reverse=True)]
        figures: Fields = {
            "counts": {kind: count for kind, count in self.counts.items() if count},
            "rates": [{"rate": rate, "ht": ht, "vat": vat, "ttc": ttc} for rate, ht, vat, ttc in rates],
            "ht": sum(one[1] for one in rates),
            "vat": sum(one[2] for one in rates),
            "ttc": sum(one[3] for one in rates),
            "pay": [{"mode": mode, "amt": self.pay[mode]} for mode in sorted(self.pay)],
            "copies": self.tallies["copies"],
            "drawer": self.tallies["drawer"],
            "tickets": [{"series": series, "first": ends[0], "last": ends[1]} for series, ends in self.spans.items()],
        }
        for name in ("returns", "cancelled", "voided", "training", "nonsales"):
            figures[name] = {"n": self.tallies[name], "amt": self.tallies[name + " amt"]}
        return figures


_TALLIED = {"SALE_CANCELLED": "cancelled", "LINE_VOIDED": "voided"}
_RESET = {"Z": "day", "ZM": "month", "ZY": "year"}
_BELOW = {"ZM": "Z", "ZY": "ZM"}


class Books:
    """The running totals, the takings since the last closing, and the closings themselves."""

    def __init__(self, find: Callable[..., None]) -> None:
        self._find = find
        self.totals: dict[str, int | None] = dict.fromkeys(("day", "month", "year", "perp", "perpabs"))
        self.open_day = self.closed_day = self.closed_month = self.closed_year = ""
        self._since = {kind: Takings() for kind in CLOSINGS}
        self._below: dict[str, list[Fields]] = {"Z": [], "ZM": []}
        self._covered: int | None = None
        self._perpetual: tuple[int, int] | None = None

    def begin(self) -> None:
        """The journal begins here: nothing was taken before."""
        self.totals = dict.fromkeys(self.totals, 0)
        self._since = {kind: Takings(1) for kind in CLOSINGS}
        self._covered, self._perpetual = 0, (0, 0)

    def count(self, fields: Fields) -> None:
        """Count a record of any kind towards the next closing of a day."""
        kind, day = fields["kind"], self._since["Z"]
        if kind == "TICKET":
            self._ticket(fields)
        elif kind == "TRAIN":
            self._check_arithmetic(fields)
            day.tally("training", fields["ttc"])
        elif kind == "COPY":
            day.tallies["copies"] += 1
        elif kind == "JET":
            event = fields["event"]
            if event == "DRAWER_OPEN":
                day.tallies["drawer"] += 1
            elif event in _TALLIED:
                day.tally(_TALLIED[event], fields["data"].get("amount", 0))
        elif kind in _RESET:
            self._closing(fields, kind)
        self._since["Z"].counts[kind] += 1

    def count_purged(self, kind: str) -> None:
        """Count a record of which nothing is left: what comes next cannot be worked out any more."""
        self._since["Z"].whole = False
        if kind == "TICKET":
            self.totals = dict.fromkeys(self.totals)

    def _ticket(self, fields: Fields) -> None:
        self._check_arithmetic(fields)
        self.open_day = self.open_day or fields["bday"]
        self._since["Z"].ticket(fields)
        amount, told, totals = fields["ttc"], fields["tot"], self.totals
        for name, before in totals.items():
            after = told[name]
            if before is not None and after - before != (abs(amount) if name == "perpabs" else amount):
                self._find("totals", fields["seq"], total=name)
            totals[name] = after

    def _check_arithmetic(self, fields: Fields) -> None:
        seq, ttc = fields["seq"], fields["ttc"]
        gross = 0
        by_rate: dict[int, list[int]] = {}
        for line in fields["lines"]:
            rate, net, vat, whole = line["rate"], line["ht"], line["vat"], line["ttc"]
            share = by_rate.get(rate) or by_rate.setdefault(rate, [0, 0, 0])
            share[0] += net
            share[1] += vat
            share[2] += whole
            gross += whole
            if net + vat != whole:
                self._find("vat", seq, rate=_percent(rate))
        if gross != ttc or not by_rate:
            self._find("lines", seq)
        told: dict[int, list[int]] = {}
        for one in fields["vat"]:
            rate, vat, whole = one["rate"], one["vat"], one["ttc"]
            told[rate] = [one["ht"], vat, whole]
            if vat != vat_within(whole, rate):
                self._find("vat", seq, rate=_percent(rate))
        if told != by_rate or len(told) != len(fields["vat"]):
            self._find("vat", seq, rate=_percent(min({**told, **by_rate}, default=0)))
        left = -fields["change"]
        for one in fields["pay"]:
            left += one["amt"]
        if left != ttc or fields["change"] < 0:
            self._find("payments", seq)

    def _closing(self, fields: Fields, kind: str) -> None:
        """Hold a closing against what it closes, and begin anew."""
        wrong = self._wrong_day(fields) if kind == "Z" else self._wrong_period(fields, kind)
        wrong = wrong or self._wrong_totals(fields)
        if wrong:
            self._find("closing", fields["seq"], series=fields["series"], no=fields["no"], detail=wrong)
        told = fields["tot"]
        self.totals = {name: told[name] for name in self.totals}
        self.totals[_RESET[kind]] = 0
        self._perpetual = told["perp"], told["perpabs"]
        if kind in self._below:
            self._below[kind].append(fields)

    def _wrong_day(self, fields: Fields) -> str:
        since, period, seq = self._since["Z"], fields["period"], fields["seq"]
        late = seq - 1 - period["to"]
        """Records that slipped in between the sum and the closing: at most the note of a clock moved back."""
        since.counts["JET"] -= late
        wrong = ""
        if not 0 <= late <= 1 or (self._covered is not None and period["from"] != self._covered + 1):
            wrong = "period"
        elif fields["day"] <= self.closed_day or fields["day"] != fields["bday"]:
            wrong = "day"
        elif since.whole:
            wrong = _differing(since.body(), fields)
        cash = fields["cash"]
        taken = sum(one["amt"] for one in fields["pay"] if one["mode"] == "cash")
        if not wrong and cash["expected"] != cash["float"] + taken:
            wrong = "cash"
        elif not wrong and self._perpetual is not None:
            size = fields["ttc"] - 2 * fields["returns"]["amt"]
            meant = (self._perpetual[0] + fields["ttc"], self._perpetual[1] + size)
            wrong = "" if meant == (fields["perp"], fields["perpabs"]) else "perp"
        self._since["Z"] = Takings(period["to"] + 1)
        self._since["Z"].counts["JET"] = late
        self._covered, self.closed_day, self.open_day = period["to"], fields["day"], ""
        return wrong

    def _wrong_period(self, fields: Fields, kind: str) -> str:
        parts = self._below[_BELOW[kind]]
        self._below[_BELOW[kind]] = []
        if kind == "ZM":
            self.closed_month = fields["name"]
        else:
            self.closed_year = fields["name"]
        told = fields["closings"]
        if not parts or parts[0]["seq"] != told["first"]:
            # The stretch begins inside this period: what it adds up cannot be seen here.
            return "" if not self._since[kind].whole and self._forget_begin(kind) else "closings"
        self._since[kind].whole = True
        sums = Takings(parts[0]["period"]["from"])
        for one in parts:
            sums.closing(one)
        meant = {
            **sums.body(),
            "period": {"from": parts[0]["period"]["from"], "to": parts[-1]["period"]["to"]},
            "closings": {"n": len(parts), "first": parts[0]["seq"], "last": parts[-1]["seq"]},
        }
        return _differing(meant, fields)

    def _forget_begin(self, kind: str) -> bool:
        self._since[kind].whole = True
        return True

    def _wrong_totals(self, fields: Fields) -> str:
        told = fields["tot"]
        if fields["amount"] != fields["ttc"] or fields["ht"] + fields["vat"] != fields["ttc"]:
            return "amount"
        if (fields["perp"], fields["perpabs"]) != (told["perp"], told["perpabs"]):
            return "perp"
        for name, before in self.totals.items():
            if before is not None and told[name] != before:
                return name
        return ""


def _differing(meant: Fields, fields: Fields) -> str:
    """The first figure that is not as it must be, '' when all are."""
    return next((name for name in sorted(meant) if fields[name] != meant[name]), "")


def _percent(rate_bp: int) -> str:
    return f"{rate_bp / 100:g}"


def vat_within(gross: int, rate_bp: int) -> int:
    """The VAT contained in an amount with VAT, rounded half away from zero."""
    of = 10_000 + rate_bp
    whole = (2 * abs(gross) * rate_bp + of) // (2 * of)
    return whole if gross >= 0 else -whole


class Keys:
    """The keys of a journal, each proven as its records say, and the one in use at a record."""

    def __init__(self, find: Callable[..., None], check: Check) -> None:
        self._find = find
        self._check = check
        self.all: list[Key] = []

    def at(self, seq: int) -> Key | None:
        """The key that signs a record."""
        if self.all and self.all[-1].from_seq <= seq:
            return self.all[-1]
        return next((key for key in reversed(self.all) if key.from_seq <= seq), None)

    def learn(self, fields: Fields) -> None:
        """Take in a KEY record, or a RESTORE that names a new key."""
        seq, current = fields["seq"], self.all[-1].id if self.all else ""
        restored = fields["kind"] == "JET"
        told = fields["data"] if restored else fields
        created = not restored and fields["action"] == "CREATED"
        key = Key(told["key"]["kid"], bytes.fromhex(told["key"]["spki"]), seq if restored or created else seq + 1)
        before = ("",) if created else (current, "") if restored else (current,)
        named = key.fingerprint == told["key"]["fp"] and key.fingerprint.startswith(key.id)
        proven = any(self._proof(key, one, fields["prev"], told["proof"]) for one in before)
        known = created == (not self.all) and len(key.id) == KEY_ID_DIGITS
        if not (named and proven and known):
            self._find("key_record", seq)
            if self.all and created:
                return
        if restored:
            self._find("lost_key", seq, fp=key.fingerprint)
        self.all.append(key)

    def _proof(self, key: Key, before: str, previous: str, proof: str) -> bool:
        message = PROOF_PREFIX + f"{before}>{key.fingerprint}>{previous}".encode()
        return self._check(key.der, sha256(message).digest(), bytes.fromhex(proof))


class Verifier:
    """Goes over the records of a journal, or of a stretch of it, one after another.

    full says whether every signature is checked, or only those of closings, keys, restores and purges, and of the
    records from signed_from on. heads are ends of the chain known from elsewhere, fingerprints those of keys known from
    elsewhere: from the papers of a closing. check and read are the till's own quicker ones, where there are any.
    """

    def __init__(
        self,
        file: str,
        *,
        full: bool = True,
        signed_from: int = LARGEST,
        check: Check = is_signature,
        read: Callable[[bytes], Fields] = parse,
        heads: Iterable[Head] = (),
        fingerprints: Iterable[str] = (),
    ) -> None:
        self.report = Report()
        self._file, self._check, self._read = file, check, read
        self._signed_from = 1 if full else signed_from
        self.books = Books(self.find)
        self.keys = Keys(self.find, check)
        self._known: list[tuple[Entry, Fields]] = []
        self._heads: dict[int, list[str]] = defaultdict(list)
        for head in heads:
            self._heads[head.seq].append(head.hash.lower())
        self._unlike: list[Head] = []
        self._fingerprints = [one.lower() for one in fingerprints]
        self._hashes = bytearray()
        self._hash, self.utc, self._till, self._epoch = NO_HASH, "", "", 0
        self.series: dict[str, tuple[int, bytes]] = {}
        self._empty = array("q")
        self.purges: list[Fields] = []
        self._restores: list[Fields] = []
        self._behind: int | None = None
        self._tickets = array("q")
        self._ticket_places: list[str] = []
        self._copies: dict[str, int] = {}
        self._shop: Fields | None = None
        self._till_name: str | None = None
        self._unsigned: tuple[Entry, Fields, bytes] | None = None

    def find(self, code: str, seq: int, **values: Any) -> None:
        """Note a finding of this file."""
        self.report.find(code, seq, self._file, **values)

    def know(self, entries: Iterable[Entry]) -> None:
        """Take in the KEY, RESTORE and PURGE records of the whole journal, before a stretch of it."""
        for entry in entries:
            try:
                fields = parse(entry.payload)
                self._known.append((entry, {**fields, "seq": int(fields["seq"])}))
            except (ValueError, KeyError, TypeError):
                self.report.find("line", 0, KEYS, line=len(self._known) + 1)
        self._known.sort(key=lambda one: int(one[1]["seq"]))

    def take(self, entry: Entry) -> Fields | None:
        """Go over the next record; gives its fields, None where they cannot be read."""
        last = self.report.last
        fields: Fields | None = None
        try:
            fields = entry.purged or self._read(entry.payload)
            if not self.report.first:
                self._begin(fields)
            self._take(entry, fields)
        except NotCanonical:
            self.find("canonical", last + 1)
        except (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError) as problem:
            self.find("fields", last + 1, detail=f"{type(problem).__name__} {problem}")
        if self.report.last == last:
            self.report.last += 1
            self.report.first = self.report.first or 1
        self._hash = entry.hash
        self._hashes += entry.hash
        return fields

    def end(self, *, is_whole: bool) -> Report:
        """What was found; is_whole says that no record may follow the last one."""
        report = self.report
        if self._unsigned is not None:
            self._check_signature(*self._unsigned)
        self._know_the_rest()
        self._check_purges()
        self._check_heads(is_whole=is_whole)
        report.head = self._hash.hex() if report.last else ""
        report.fingerprints = [key.fingerprint for key in self.keys.all]
        for wanted in self._fingerprints:
            if not any(one.startswith(wanted) for one in report.fingerprints):
                self.find("fingerprint", 0, fp=wanted[:KEY_ID_DIGITS])
        report.purged = len(self._empty)
        return report

    def _begin(self, fields: Fields) -> None:
        """The first record: of the journal, or of a stretch of it."""
        first = fields["seq"]
        self.report.first, self.report.last = first, first - 1
        self._till = fields["till"]
        self._epoch = int(fields["series"].rpartition("/")[2])
        if first == 1:
            self.books.begin()
            if fields["kind"] != "KEY":
                self.find("first_key", first)
            return
        for entry, known in self._known:
            if known["seq"] < first:
                self._know_key(entry, known)
        if not self.keys.all:
            self.find("first_key", first)

    def _know_key(self, entry: Entry, fields: Fields) -> bytes:
        """A key from the list beside the stretch; gives the record's own hash."""
        digest = self._check_hash(entry, fields)
        try:
            if _brings_key(fields):
                before = self.keys.at(fields["seq"])
                self.keys.learn(fields)
                signer = self.keys.at(fields["seq"]) or before
                if signer is None or not self._signed(signer, digest, entry.signature):
                    self.find("signature", fields["seq"])
        except (KeyError, TypeError, ValueError, AttributeError) as problem:
            self.find("fields", fields["seq"], detail=f"{type(problem).__name__} {problem}")
        return digest

    def _know_the_rest(self) -> None:
        """Keys and purges that came after the stretch: a purge of it is proven there."""
        for entry, fields in self._known:
            seq = fields["seq"]
            if seq > self.report.last:
                digest = self._know_key(entry, fields)
                if fields["kind"] == "PURGE":
                    self._check_signature(entry, fields, digest)
                    self.purges.append(fields)
            elif seq >= self.report.first:
                place = (seq - self.report.first) * 32
                if bytes(self._hashes[place : place + 32]) != entry.hash:
                    self.report.find("keys_differ", seq, KEYS)

    def _take(self, entry: Entry, fields: Fields) -> None:
        seq, kind = fields["seq"], fields["kind"]
        digest = self._check_hash(entry, fields)
        self._check_place(entry, fields)
        self._check_moment(fields)
        if entry.purged:
            self._take_purged(fields)
        else:
            self._check_head(seq, digest)
            if _brings_key(fields) and (kind == "JET" or fields["action"] == "CREATED"):
                self.keys.learn(fields)
                self._check_signature(entry, fields, digest)
            else:
                self._sign(entry, fields, digest)
                if kind == "KEY":
                    self.keys.learn(fields)
            self._take_kind(fields)
            self.books.count(fields)
        self.report.kinds[kind] += 1

    def _sign(self, entry: Entry, fields: Fields, digest: bytes) -> None:
        """Check the signature, now or, when not all are wanted, only where it is the last one."""
        if fields["seq"] >= self._signed_from or fields["kind"] in CLOSINGS or fields["kind"] in ("KEY", "PURGE"):
            self._unsigned = None
            self._check_signature(entry, fields, digest)
        else:
            self._unsigned = entry, fields, digest

    def _check_hash(self, entry: Entry, fields: Fields) -> bytes:
        if entry.purged:
            return entry.hash
        digest = sha256(PREFIX + entry.payload).digest()
        if digest != entry.hash:
            self.find("hash", fields["seq"])
        return digest

    def _check_signature(self, entry: Entry, fields: Fields, digest: bytes) -> None:
        seq = fields["seq"]
        if not entry.purged and (fields["alg"] != ALGORITHM or fields["v"] != 1):
            self.find("algorithm", seq, alg=fields["alg"])
            return
        key = self.keys.at(seq)
        if key is None or fields["kid"] != key.id:
            self.find("key", seq, kid=fields["kid"])
        if key is None or (digest == entry.hash and not self._signed(key, digest, entry.signature)):
            self.find("signature", seq)

    def _signed(self, key: Key, digest: bytes, signature: bytes) -> bool:
        self.report.signatures += 1
        return self._check(key.der, digest, signature)

    def _check_place(self, entry: Entry, fields: Fields) -> None:
        """The number, the chain and the series."""
        seq, series, number = fields["seq"], fields["series"], fields["no"]
        report, is_first = self.report, self.report.last < self.report.first
        if seq != report.last + 1:
            self.find("gap", seq, before=report.last)
        if not entry.purged and not (is_first and seq > 1) and fields["prev"] != self._hash.hex():
            self.find("chain", seq)
        report.last = seq
        if fields["till"] != self._till:
            self.find("till", seq)
        kind, _, epoch = series.rpartition("/")
        if kind != fields["kind"] or (int(epoch) != self._epoch and not self._opens(fields, int(epoch))):
            self.find("epoch", seq, series=series)
        if series in self.series or report.first == 1 or self._restores:
            before, previous = self.series.get(series, (0, NO_HASH))
            if number != before + 1:
                self.find("series_gap", seq, series=series, no=number, before=before)
            if not entry.purged and fields["sprev"] != previous.hex():
                self.find("series_chain", seq, series=series)
        self.series[series] = (number, entry.hash)

    def _opens(self, fields: Fields, epoch: int) -> bool:
        """Whether this record opens a new epoch as it must: a restore that says so."""
        opens = fields.get("event") == "RESTORE" and fields["data"]["epoch"] == epoch > self._epoch
        self._epoch = epoch
        return opens

    def _check_moment(self, fields: Fields) -> None:
        seq, utc, day = fields["seq"], fields["utc"], fields["bday"]
        if utc < self.utc or len(utc) != 24 or _instant(fields["ts"]) != _instant(utc):
            self.find("moment", seq)
        if utc > self.utc:
            self.utc = utc
        closing = fields["kind"] in CLOSINGS
        if day <= self.books.closed_day and not (closing and day == self.books.closed_day):
            self.find("closed_period", seq, day=day)
        first, last = self.report.days
        if not first <= day <= last or not first:
            self.report.days = (min(first, day) if first else day, max(last, day))

    def _take_purged(self, fields: Fields) -> None:
        seq, kind = fields["seq"], fields["kind"]
        if kind not in PURGEABLE:
            self.find("purge_unknown", seq)
        self._empty.append(seq)
        key = self.keys.at(seq)
        if key is None or fields["kid"] != key.id:
            self.find("key", seq, kid=fields["kid"])
        self.books.count_purged(kind)

    def _take_kind(self, fields: Fields) -> None:
        kind, seq = fields["kind"], fields["seq"]
        if kind in ("TICKET", "TRAIN"):
            if fields["epoch"] != self._epoch:
                self.find("epoch", seq, series=fields["series"])
            self._tickets.append(seq)
            self._ticket_places.append(f"{fields['series']} {fields['no']}")
            self._shop, self._till_name = fields["shop"], fields["tillname"]
        elif kind == "COPY":
            self._copy(fields)
        elif kind in CLOSINGS:
            self._check_closing_head(fields)
            self._check_closing_place(fields)
        elif kind == "PURGE":
            self.purges.append(fields)
        elif kind == "JET" and fields["event"] == "INIT":
            tickets = fields["data"]["before"]["tickets"]
            self.series.setdefault(f"TICKET/{self._epoch}", (tickets, NO_HASH))
        elif kind == "JET" and fields["event"] == "RESTORE":
            self._restore(fields)
        elif kind == "JET" and fields["event"] == "ROLLBACK_DETECTED" and "file" in fields["data"]:
            self._behind = fields["data"]["file"]["seq"]
        elif kind == "JET" and fields["event"] == "COMPANY_CHANGED" and self._shop is not None:
            after = {**self._shop, **fields["data"]["after"]}
            self._shop = {name: value for name, value in after.items() if value}

    def _copy(self, fields: Fields) -> None:
        """A duplicate: of a ticket of this journal, counted on."""
        seq, of, count = fields["seq"], fields["of"], fields["copy"]
        place = bisect_left(self._tickets, of)
        if place < len(self._tickets) and self._tickets[place] == of:
            ticket = fields["ticket"]
            right = self._ticket_places[place] == f"{ticket['series']} {ticket['no']}" and of < seq
        else:
            right = 0 <= of < self.report.first or self._was_purged(of)
        known = self._copies.get(fields["sub"])
        if not right or (known is not None and count != known + 1) or count < 1:
            self.find("copy", seq)
        self._copies[fields["sub"]] = count

    def _was_purged(self, seq: int) -> bool:
        place = bisect_left(self._empty, seq)
        return place < len(self._empty) and self._empty[place] == seq

    def _check_closing_head(self, fields: Fields) -> None:
        """A closing names the hash of the last record it covers: the one before it, but for the note of a clock."""
        seq, ends = fields["seq"], len(self._hashes)
        near = (bytes(self._hashes[ends - back * 32 : ends - (back - 1) * 32]).hex() for back in (1, 2))
        if ends and fields["head"] not in near:
            self.find("closing", seq, series=fields["series"], no=fields["no"], detail="head")

    def _check_closing_place(self, fields: Fields) -> None:
        """A closing is of the shop and the till that the records before it tell of."""
        known = {"epoch": self._epoch, "shop": self._shop, "tillname": self._till_name}
        meant = {name: value for name, value in known.items() if value is not None}
        wrong = _differing(meant, fields)
        if wrong:
            self.find("closing", fields["seq"], series=fields["series"], no=fields["no"], detail=wrong)
        self._shop, self._till_name = fields["shop"], fields["tillname"]

    def _restore(self, fields: Fields) -> None:
        """A restore tells where the backup ended, and which end of the chain was known then.

        A till that found itself behind wrote so before somebody decided: what was lost begins before those notes.
        """
        seq, told = fields["seq"], fields["data"]
        backup, head = told["backup"], told.get("head") or told["backup"]
        if backup["seq"] != seq - 1 or backup["hash"] != fields["prev"] or head["seq"] < 0:
            self.find("restore", seq)
        elif head["seq"] > backup["seq"]:
            self.find("restored", seq, count=head["seq"] - backup["seq"], backup=backup["seq"])
        since = backup["seq"] if self._behind is None else min(self._behind, backup["seq"])
        self._restores.append({"seq": seq, "head": head, "since": since})
        self._behind = None

    def _check_head(self, seq: int, digest: bytes) -> None:
        for told in self._heads.get(seq, ()):
            if not _same_hash(told, digest.hex()):
                self._unlike.append(Head(seq, told))

    def _check_heads(self, *, is_whole: bool) -> None:
        """Ends of the chain known from elsewhere; what a restore owns up to having lost is no lie."""
        last = self.report.last
        beyond = [Head(seq, told) for seq, each in self._heads.items() for told in each if seq > last]
        for head in [*self._unlike, *beyond]:
            if any(_lost_with(head, restore) for restore in self._restores):
                continue
            if head.seq <= last:
                self.find("head", head.seq)
            elif is_whole:
                self.find("cut", head.seq, last=last)
            else:
                self.find("head_beyond", head.seq)
        for seq in self._heads:
            if seq < self.report.first:
                self.find("head_beyond", seq)

    def _check_purges(self) -> None:
        """Every empty record is covered by a purge, whose record holds the hash of all hashes it covered."""
        uncovered = list(self._empty)
        for purge in self.purges:
            try:
                first, last, seq = purge["from"], purge["to"], purge["seq"]
                uncovered = [one for one in uncovered if not first <= one <= last]
                if first < self.report.first or last > self.report.last:
                    continue
                stretch = self._hashes[(first - self.report.first) * 32 : (last + 1 - self.report.first) * 32]
                if last >= seq or sha256(stretch).hexdigest() != purge["hashes"]:
                    self.find("purge_altered", seq)
            except (KeyError, TypeError) as problem:
                self.find("fields", purge["seq"], detail=f"{type(problem).__name__} {problem}")
        for seq in uncovered:
            self.find("purge_unknown", seq)


def _brings_key(fields: Fields) -> bool:
    return fields["kind"] == "KEY" or (fields.get("event") == "RESTORE" and "key" in fields["data"])


def _same_hash(told: str, found: str) -> bool:
    return len(told) >= LEAST_HEAD_DIGITS and found.startswith(told)


def _lost_with(head: Head, restore: Fields) -> bool:
    """Whether this end of the chain is among those a restore says were lost with it."""
    known = restore["head"]
    if not restore["since"] < head.seq <= known["seq"]:
        return False
    return head.seq < known["seq"] or _same_hash(head.hash, known["hash"])


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


# --- The archive ---------------------------------------------------------------------------------------------------

_BEFORE_HASH, _BEFORE_SIGNATURE = b'{"hash":"', b'","sig":"'
_BEFORE_PAYLOAD, _BEFORE_PURGED, _END = b'","payload":', b'","purged":', b"}"
_HASH_AT = len(_BEFORE_HASH)
_SIGNATURE_AT = _HASH_AT + 64 + len(_BEFORE_SIGNATURE)
_REST_AT = _SIGNATURE_AT + 128


def line_of(entry: Entry) -> bytes:
    """A record as a line of records.jsonl: JSON whose end is the signed payload, byte for byte."""
    begin = _BEFORE_HASH + entry.hash.hex().encode() + _BEFORE_SIGNATURE + entry.signature.hex().encode()
    if entry.purged is None:
        return begin + _BEFORE_PAYLOAD + entry.payload + _END
    return begin + _BEFORE_PURGED + _encode(entry.purged).encode() + _END


def read_line(line: bytes) -> Entry:
    """The record of a line.

    Raises:
        ValueError: the line is no record.
    """
    digest = bytes.fromhex(line[_HASH_AT : _HASH_AT + 64].decode())
    signature = bytes.fromhex(line[_SIGNATURE_AT:_REST_AT].decode())
    for mark, is_purged in ((_BEFORE_PAYLOAD, False), (_BEFORE_PURGED, True)):
        begin = _REST_AT + len(mark)
        rest = line[begin : -len(_END)]
        if line[_REST_AT:begin] == mark and line.endswith(_END):
            entry = (
                Entry(b"", digest, signature, _decode(rest.decode())) if is_purged else Entry(rest, digest, signature)
            )
            if line_of(entry) == line:
                return entry
    raise ValueError(line[:_HASH_AT])


class Source:
    """The files of an archive: a ZIP, or a folder it was unpacked into."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._zip = None if path.is_dir() else zipfile.ZipFile(path)

    def names(self) -> list[str]:
        """The names of all files, each as often as it is there."""
        if self._zip is not None:
            return [one.filename for one in self._zip.infolist() if not one.is_dir()]
        return [one.relative_to(self.path).as_posix() for one in sorted(self.path.rglob("*")) if one.is_file()]

    def open(self, name: str) -> IO[bytes]:
        """A file, to be read once."""
        return (self.path / name).open("rb") if self._zip is None else self._zip.open(name)

    def close(self) -> None:
        """Let the file go."""
        if self._zip is not None:
            self._zip.close()


def verify_archive(
    path: Path,
    *,
    full: bool = True,
    check: Check = is_signature,
    heads: Iterable[Head] = (),
    fingerprints: Iterable[str] = (),
    progress: Progress = lambda _: None,
) -> Report:
    """Verify an archive: its files, then its records.

    Args:
        path: the ZIP, or the folder it was unpacked into.
        full: whether every signature is checked, or only those of closings and keys.
        check: says whether a signature is true; in whole numbers unless told.
        heads: ends of the chain known from elsewhere.
        fingerprints: keys known from elsewhere.
        progress: told how many records were gone over.
    """
    verifier = Verifier(RECORDS, full=full, check=check, heads=heads, fingerprints=fingerprints)
    try:
        source = Source(path)
        try:
            _verify_source(source, verifier, check, progress)
        finally:
            source.close()
    except (OSError, zipfile.BadZipFile, ValueError, KeyError, TypeError, EOFError, NotImplementedError) as problem:
        verifier.report.find("not_an_archive", 0, path.name, detail=f"{type(problem).__name__} {problem}"[:200])
    except Exception as problem:  # zlib says that a member is damaged with an error of its own
        if type(problem).__module__ != "zlib":
            raise
        verifier.report.find("not_an_archive", 0, path.name, detail=f"{problem}"[:200])
    return verifier.report


def _verify_source(source: Source, verifier: Verifier, check: Check, progress: Progress) -> None:
    names = source.names()
    if MANIFEST not in names and RECORDS in names:
        verifier.report.find("file_missing", 0, MANIFEST)
        return
    try:
        with source.open(MANIFEST) as file:
            signed, manifest = _read_manifest(file.read())
    except ValueError:
        verifier.report.find("manifest", 0, MANIFEST)
        return
    _check_files(source, names, manifest, verifier.report)
    if RECORDS not in names or KEYS not in names:
        return
    with source.open(KEYS) as file:
        verifier.know(read_line(line.rstrip(b",")) for line in file.read().split(b"\n")[1:-2])
    _take_lines(source, verifier, progress)
    report = verifier.end(is_whole=False)
    if (report.first, report.last, report.head) != (manifest["first"], manifest["last"], manifest["head"]):
        verifier.find("bounds", 0, first=manifest["first"], last=manifest["last"])
    key = next((one for one in verifier.keys.all if one.id == manifest["kid"]), None)
    digest = sha256(MANIFEST_PREFIX + signed[1]).digest()
    if key is None or not check(key.der, digest, signed[0]):
        report.find("manifest", 0, MANIFEST)


def _take_lines(source: Source, verifier: Verifier, progress: Progress) -> None:
    with source.open(RECORDS) as file:
        for number, line in enumerate(file, 1):
            try:
                entry = read_line(line.rstrip(b"\n"))
            except ValueError:
                verifier.find("line", 0, line=number)
                continue
            verifier.take(entry)
            if number % RECORDS_A_STEP == 0:
                progress(number)


_BEFORE_MANIFEST = b'{"sig":"'
_MANIFEST_AT = len(_BEFORE_MANIFEST) + 128
_TOLD = {"files", "name", "first", "last", "head", "kid"}


def manifest_of(manifest: bytes, signature: bytes) -> bytes:
    """The bytes of manifest.json: the signature, then what it signs, byte for byte."""
    return _BEFORE_MANIFEST + signature.hex().encode() + b'","manifest":' + manifest + b"}\n"


class Manifest(NamedTuple):
    """What an archive says it is of."""

    name: str
    siret: str
    till: str
    from_day: str
    to_day: str
    first: int
    last: int
    head: str


def read_manifest(path: Path) -> Manifest | None:
    """What an archive says it is of, None where it is none; nothing is verified yet."""
    try:
        source = Source(path)
        try:
            with source.open(MANIFEST) as file:
                _, told = _read_manifest(file.read())
        finally:
            source.close()
        names = ("name", "siret", "till", "from", "to", "first", "last", "head")
        return Manifest(*(told[name] for name in names))
    except (OSError, zipfile.BadZipFile, ValueError, KeyError, EOFError, NotImplementedError):
        return None


def _read_manifest(written: bytes) -> tuple[tuple[bytes, bytes], Fields]:
    signature = bytes.fromhex(written[len(_BEFORE_MANIFEST) : _MANIFEST_AT].decode())
    manifest = written[_MANIFEST_AT + len(b'","manifest":') : -len(b"}\n")]
    if manifest_of(manifest, signature) != written:
        raise ValueError(MANIFEST)
    told = parse(manifest)
    if not told.keys() >= _TOLD:
        raise ValueError(MANIFEST)
    return (signature, manifest), told


def _check_files(source: Source, names: Sequence[str], manifest: Fields, report: Report) -> None:
    told: Fields = manifest["files"]
    allowed = {MANIFEST, manifest["name"]} if source.path.is_dir() else {MANIFEST}
    for name, count in Counter(names).items():
        if count > 1 or not (name in told or name in allowed):
            report.find("file_extra", 0, name)
    for name, digest in told.items():
        if name not in names:
            report.find("file_missing", 0, name)
        elif _digest(source, name) != digest:
            report.find("file_changed", 0, name)


def _digest(source: Source, name: str) -> str:
    digest = sha256()
    try:
        with source.open(name) as file:
            for part in iter(lambda: file.read(1 << 20), b""):
                digest.update(part)
    except (zipfile.BadZipFile, EOFError):
        return ""
    except Exception as problem:
        if type(problem).__module__ != "zlib":
            raise
        return ""
    return digest.hexdigest()


# --- The program ---------------------------------------------------------------------------------------------------

WORDS: dict[str, dict[str, str]] = {
    "fr": {
        OK: "CONFORME : toutes les preuves sont en ordre.",
        KO: "NON CONFORME : au moins une preuve est rompue.",
        TO_EXPLAIN: "À EXPLIQUER : rien n’est rompu, mais la caisse déclare ce qui suit.",
        "explained_one": "CONFORME, {count} fait expliqué : toutes les preuves sont en ordre ; la caisse a inscrit et"
        " signé ce qui suit.",
        "explained": "CONFORME, {count} faits expliqués : toutes les preuves sont en ordre ; la caisse a inscrit et"
        " signé ce qui suit.",
        "as KO": "KO",
        "as TO EXPLAIN": "À EXPLIQUER",
        "as EXPLAINED": "EXPLIQUÉ",
        "records": "Enregistrements n° {first} à {last}, du {from} au {to} : {tickets} tickets, {closings} clôtures,"
        " {signatures} signatures vérifiées, {purged} enregistrements purgés.",
        "head": "Tête : n° {last}, {head}",
        "key": "Empreinte de clé : {key}",
        "more": " (et {more} autres)",
    },
    "en": {
        OK: "IN ORDER: every proof holds.",
        KO: "NOT IN ORDER: at least one proof is broken.",
        TO_EXPLAIN: "TO EXPLAIN: nothing is broken, but the till itself says what follows.",
        "explained_one": "IN ORDER, {count} explained: every proof holds; the till noted and signed what follows.",
        "explained": "IN ORDER, {count} explained: every proof holds; the till noted and signed what follows.",
        "as KO": "KO",
        "as TO EXPLAIN": "TO EXPLAIN",
        "as EXPLAINED": "EXPLAINED",
        "records": "Records {first} to {last}, from {from} to {to}: {tickets} tickets, {closings} closings,"
        " {signatures} signatures verified, {purged} purged records.",
        "head": "Head: {last}, {head}",
        "key": "Key fingerprint: {key}",
        "more": " (and {more} more)",
    },
}
"""What the report says around the findings."""


def headline(report: Report, language: str = "fr") -> str:
    """The verdict in a sentence, with how much of it is explained."""
    words, count = WORDS[language], report.explained
    if report.verdict != OK or not count:
        return words[report.verdict]
    return words["explained_one" if count == 1 else "explained"].format(count=count)


def report_lines(report: Report, language: str = "fr") -> list[str]:
    """The report for a person, a line each."""
    words, figures = WORDS[language], report.figures()
    lines = [headline(report, language)]
    if report.last:
        lines += [words["records"].format(**figures), words["head"].format(**figures)]
        lines += [words["key"].format(key=key) for key in figures["keys"]]
    for one in report.ordered:
        more = words["more"].format(more=one.more) if one.more else ""
        lines.append(f"- {words[f'as {one.severity}']} [{one.file}] {one.sentence(language)}{more}")
    return lines


def head_from(text: str) -> Head:
    """A head as a paper or a person writes it: `1234:0f3a…`.

    Raises:
        ValueError: it is none.
    """
    seq, _, digits = text.partition(":")
    digits = digits.strip().lower()
    if len(digits) < LEAST_HEAD_DIGITS or not re.fullmatch("[0-9a-f]+", digits):
        raise ValueError(text)
    return Head(int(seq), digits)


def beside(folder: Path) -> Path | None:
    """The archive this file lies in or beside: the folder itself, else the only ZIP in it."""
    if (folder / MANIFEST).is_file():
        return folder
    archives = sorted(folder.glob("*.zip"))
    return archives[0] if len(archives) == 1 else None


def main(words: Sequence[str] | None = None) -> int:
    """Verify what the command line names; 0 when no proof is broken, 1 when one is, 2 when there is nothing here."""
    parser = argparse.ArgumentParser(description="Vérifie une archive fiscale de Comptoir, avec Python seul.")
    parser.add_argument("archive", nargs="?", help="le ZIP, ou le dossier où il a été ouvert (sinon : celui-ci)")
    amount = parser.add_mutually_exclusive_group()
    amount.add_argument("--full", action="store_true", help="toutes les signatures (ce qui se fait sans option)")
    amount.add_argument("--fast", action="store_true", help="les signatures des clôtures seulement")
    parser.add_argument(
        "--head", action="append", default=[], type=head_from, metavar="SEQ:HASH", help="une tête connue par ailleurs"
    )
    parser.add_argument("--key", action="append", default=[], metavar="HEX", help="une empreinte de clé connue")
    parser.add_argument("--json", action="store_true", help="le rapport en JSON")
    parser.add_argument("--english", action="store_true", help="speak English")
    wish = parser.parse_args(words)
    path = Path(wish.archive) if wish.archive else beside(Path(__file__).resolve().parent)
    if path is None or not path.exists():
        parser.error("aucune archive ici : indiquez le ZIP ou son dossier")
    report = verify_archive(path, full=not wish.fast, heads=wish.head, fingerprints=wish.key)
    lines = (
        [json.dumps(report.figures(), ensure_ascii=False)]
        if wish.json
        else report_lines(report, "en" if wish.english else "fr")
    )
    sys.stdout.buffer.write(("\n".join(lines) + "\n").encode())
    return 1 if report.verdict == KO else 0


if __name__ == "__main__":
    sys.exit(main())
