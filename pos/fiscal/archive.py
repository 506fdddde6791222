"""What an archive holds, made from the records one after another: the records themselves, views of them, the manifest.

An archive is understood and verified without Comptoir: records as JSON lines whose end is the signed payload, byte for
byte; tables a spreadsheet opens; the keys; a signed list of all files; a program and a page that verify. Sources:
BOI-TVA-DECLA-30-10-30 (archiving: at most a year or a financial year, an open format, proof that nothing changed).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from pos.fiscal.canonical import canonical
from pos.fiscal.verify import CLOSINGS, MANIFEST_PREFIX, RECORDS, Entry, line_of, manifest_of, parse

README: Final = "LISEZMOI.txt"
PROGRAM: Final = "verify.py"
PAGE: Final = "verify.html"

_TICKETS: Final = "tickets.csv"
_LINES: Final = "lignes.csv"
_VAT: Final = "tva.csv"
_PAYMENTS: Final = "reglements.csv"
_CLOSINGS: Final = "clotures.csv"
_EVENTS: Final = "evenements.csv"

HEADINGS: Final[Mapping[str, str]] = {
    _TICKETS: "enregistrement;serie;numero;date;jour;operateur;siret;total_ttc;rendu;lignes;note;signature",
    _LINES: "enregistrement;numero;ligne;article;code;quantite;unite;prix_unitaire;taux_tva;ht;tva;ttc;note",
    _VAT: "enregistrement;numero;taux_tva;ht;tva;ttc",
    _PAYMENTS: "enregistrement;numero;moyen;montant",
    _CLOSINGS: "enregistrement;serie;numero;periode;date;du_numero;au_numero;ht;tva;ttc;cumul_perpetuel;cumul_absolu",
    _EVENTS: "enregistrement;type;serie;numero;date;jour;operateur;sujet;code;details",
}
"""The views and their columns; the records are the proof, the views only show them."""

_BOM: Final = "\ufeff"
_ROW_END: Final = "\r\n"
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_COMMON: Final = {
    *("v", "alg", "kid", "seq", "kind", "series", "no", "prev", "sprev", "ts", "utc", "bday", "till", "siret"),
    *("op", "opname", "fv", "build", "sub", "event", "code"),
}

Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Stretch:
    """What an archive is of: a till's records from one business day to another."""

    siret: str
    till_id: str
    till_name: str
    from_day: date
    to_day: date
    number: int
    first: int
    last: int

    @property
    def name(self) -> str:
        """The name of the archive's file."""
        shop = "".join(one for one in self.siret if one.isdigit()) or "SANS-SIRET"
        till = "".join(one if one.isascii() and one.isalnum() else "-" for one in self.till_name) or "1"
        return f"{shop}_{till}_{self.from_day}_{self.to_day}_{self.number}.zip"


def opening_lines() -> dict[str, bytes]:
    """How each file that grows with the records begins."""
    views = {name: (_BOM + heading + _ROW_END).encode() for name, heading in HEADINGS.items()}
    return {RECORDS: b"", **views}


def lines_of(entry: Entry) -> Iterator[tuple[str, bytes]]:
    """What a record adds to the files: its line, and its rows in the views; a purged one has no rows any more."""
    yield RECORDS, line_of(entry) + b"\n"
    if entry.purged is None:
        fields = parse(entry.payload)
        for name, row in _rows(fields, entry.signature.hex()):
            yield name, (";".join(row) + _ROW_END).encode()


def keys_file(proofs: Iterable[Entry]) -> bytes:
    """keys.json: the records of the whole journal that prove its keys, restores and purges, as lines of JSON."""
    lines = b",\n".join(line_of(one) for one in proofs)
    return b'{"records":[\n' + lines + b"\n]}\n"


def manifest(stretch: Stretch, *, head: bytes, key_id: str, made: str, version: str, files: Mapping[str, str]) -> bytes:
    """The manifest in canonical form: what the archive is of, and the SHA-256 of every file.

    Args:
        stretch: what it is of.
        head: the hash of its last record.
        key_id: the key that will sign it.
        made: the moment, as records write it.
        version: that of the fiscal perimeter that makes it.
        files: the SHA-256 of every other file, in hexadecimal.
    """
    return canonical(
        {
            "v": 1,
            "name": stretch.name,
            "siret": stretch.siret,
            "till": stretch.till_id,
            "tillname": stretch.till_name,
            "from": stretch.from_day.isoformat(),
            "to": stretch.to_day.isoformat(),
            "n": stretch.number,
            "first": stretch.first,
            "last": stretch.last,
            "head": head.hex(),
            "kid": key_id,
            "made": made,
            "fv": version,
            "files": dict(files),
        }
    )


def signed_manifest(written: bytes, sign: Callable[[bytes], bytes]) -> bytes:
    """The bytes of manifest.json."""
    return manifest_of(written, sign(MANIFEST_PREFIX + written))


def readme(stretch: Stretch, fingerprints: Iterable[str]) -> bytes:
    """LISEZMOI.txt."""
    return _README.format(
        siret=stretch.siret or "(non renseigné)",
        till=stretch.till_name,
        from_day=stretch.from_day.strftime("%d/%m/%Y"),
        to_day=stretch.to_day.strftime("%d/%m/%Y"),
        first=stretch.first,
        last=stretch.last,
        keys="\n".join(f"    {one}" for one in fingerprints),
    ).encode()


def cell(text: str) -> str:
    """A text in a table, which no spreadsheet takes for a formula."""
    safe = f"'{text}" if text.startswith(_FORMULA_STARTS) else text
    if any(one in safe for one in ';"\r\n'):
        return '"' + safe.replace('"', '""') + '"'
    return safe


def _rows(fields: Fields, signature: str) -> Iterator[tuple[str, list[str]]]:
    kind = fields["kind"]
    if kind == "TICKET":
        yield from _ticket_rows(fields, signature)
    elif kind in CLOSINGS:
        yield _CLOSINGS, _closing_row(fields)
    else:
        yield _EVENTS, _event_row(fields)


def _ticket_rows(fields: Fields, signature: str) -> Iterator[tuple[str, list[str]]]:
    place = [str(fields["seq"]), str(fields["no"])]
    yield (
        _TICKETS,
        [
            place[0], fields["series"], place[1], fields["ts"], fields["bday"], cell(fields["opname"]),
            cell(fields["siret"]), _amount(fields["ttc"]), _amount(fields["change"]), str(len(fields["lines"])),
            cell(fields.get("note", "")), signature,
        ],
    )  # fmt: skip
    for line in fields["lines"]:
        quantity = [_thousandths(line["qty"]), cell(line["unit"]), _amount(line["pu"])]
        sums = [_amount(line[name]) for name in ("ht", "vat", "ttc")]
        texts = [cell(line["label"]), cell(line["ean"])]
        note = cell(line.get("note", ""))
        yield _LINES, [*place, str(line["n"]), *texts, *quantity, _amount(line["rate"]), *sums, note]
    for share in fields["vat"]:
        yield _VAT, [*place, _amount(share["rate"]), *(_amount(share[name]) for name in ("ht", "vat", "ttc"))]
    for paid in fields["pay"]:
        yield _PAYMENTS, [*place, cell(paid["mode"]), _amount(paid["amt"])]


def _closing_row(fields: Fields) -> list[str]:
    name = fields.get("day") or fields["name"]
    period = [str(fields["period"]["from"]), str(fields["period"]["to"])]
    sums = [_amount(fields[one]) for one in ("ht", "vat", "ttc", "perp", "perpabs")]
    return [str(fields["seq"]), fields["series"], str(fields["no"]), name, fields["ts"], *period, *sums]


def _event_row(fields: Fields) -> list[str]:
    rest = {name: value for name, value in fields.items() if name not in _COMMON}
    details = canonical(rest.get("data", rest)).decode()
    return [
        str(fields["seq"]), fields["kind"], fields["series"], str(fields["no"]), fields["ts"], fields["bday"],
        cell(fields["opname"]), cell(fields["sub"]), str(fields.get("code", "")), cell(details),
    ]  # fmt: skip


def _amount(hundredths: int) -> str:
    """Cents, or hundredths of a per cent, with a decimal comma."""
    whole, part = divmod(abs(hundredths), 100)
    return f"{'-' if hundredths < 0 else ''}{whole},{part:02}"


def _thousandths(milli: int) -> str:
    whole, part = divmod(abs(milli), 1000)
    return f"{'-' if milli < 0 else ''}{whole},{part:03}"


_README: Final = """\
ARCHIVE FISCALE DE CAISSE
=========================

SIRET : {siret}
Caisse : {till}
Période : du {from_day} au {to_day}
Enregistrements : n° {first} à {last}

Cette archive contient tous les enregistrements de la caisse pour cette période : tickets, clôtures, duplicata,
événements. Chacun est signé (ECDSA P-256, SHA-256) et enchaîné au précédent. Rien de secret n’est nécessaire pour
vérifier.

VÉRIFIER
--------
- Sans rien installer : ouvrez verify.html dans un navigateur et déposez-y le fichier ZIP. Rien n’est envoyé.
- Avec Python 3.9 ou plus récent : python3 verify.py (dans ce dossier), ou python3 verify.py ARCHIVE.zip
Le verdict est CONFORME, NON CONFORME (le premier enregistrement en cause est nommé) ou À EXPLIQUER (une clé perdue, une
tête qui n’a pas pu être comparée). Une sauvegarde restaurée avec la clé de la caisse est EXPLIQUÉE par son
enregistrement signé : le verdict reste CONFORME, et elle est listée avec ce qui a été perdu.

Comparez l’empreinte de clé affichée à celle qui est imprimée sur chaque clôture Z :
{keys}

LES FICHIERS
------------
records.jsonl     les enregistrements, un par ligne : c’est la preuve
tickets.csv, lignes.csv, tva.csv, reglements.csv, clotures.csv, evenements.csv
                  les mêmes, en tableaux (UTF-8, point-virgule, virgule décimale) ; un texte qu’un tableur prendrait
                  pour une formule est précédé d’une apostrophe
keys.json         les enregistrements qui prouvent les clés, les restaurations et les purges de tout le journal
manifest.json     la liste des fichiers avec leur SHA-256, signée par la caisse
verify.py, verify.html   les vérificateurs

LE FORMAT DE records.jsonl
--------------------------
Chaque ligne est un objet JSON : {{"hash":"…","sig":"…","payload":{{…}}}}
- payload est le contenu signé, octet pour octet : du 223e octet de la ligne à l’avant-dernier.
  C’est du JSON canonique (RFC 8785) : noms triés, sans espace, textes en NFC, nombres entiers. Les montants sont
  en centimes, les quantités en millièmes, les taux en centièmes de pour cent.
- hash = SHA-256 de « FRPOS1 », d’un octet nul, puis de payload (64 chiffres hexadécimaux).
- sig = signature ECDSA P-256 avec SHA-256 des mêmes octets : r puis s (128 chiffres hexadécimaux).
- prev est le hash de l’enregistrement précédent, sprev celui du précédent de la même série.
- Un enregistrement purgé porte « purged » (ses colonnes) à la place de payload ; sa signature porte sur son hash.
Dans manifest.json, sig signe « FRPOS1-ARCHIVE », un octet nul, puis l’objet manifest, octet pour octet.
La clé publique (champ spki des enregistrements KEY) est en DER, SubjectPublicKeyInfo.
"""
