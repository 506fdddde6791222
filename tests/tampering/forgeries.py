"""What a skilled hand does: everything that can be recomputed is recomputed, every counter fits."""

from __future__ import annotations

import random
from pathlib import Path

from pos.fiscal.keys import SigningKey
from tests.tampering.edits import Mutation, edit_leaf, opened, stranger
from tests.tampering.journal import Fields, Journal, KeyOf
from tests.tampering.shop import Original

LINE_OF = "position = ? AND sale_id = (SELECT id FROM sale WHERE record_seq = ?)"
_COMMON = {
    "v", "alg", "kid", "seq", "kind", "series", "no", "prev", "sprev", "ts", "utc", "bday", "till", "siret", "op",
    "opname", "fv", "build", "sub", "resp", "head", "day", "name", "soft", "unatt",
}  # fmt: skip
"""What no other record contradicts: a chain recomputed with the till's own key is for the anchors to find out."""


def cut_tail(path: Path, original: Original, chance: random.Random) -> Mutation:
    """The last records and their sales are gone, and everything says that they never were."""
    with opened(path, original) as journal:
        last = chance.randint(1, journal.last - 1)
        for table in ("sale_line", "sale_vat", "payment"):
            journal.run(f"DELETE FROM {table} WHERE sale_id IN (SELECT id FROM sale WHERE record_seq > ?)", last)
        journal.run("DELETE FROM sale WHERE record_seq > ?", last)
        journal.run("DELETE FROM fiscal_record WHERE seq > ?", last)
        journal.put_right()
    return Mutation(f"cut after {last}", _heads_after(original, last))


def put_old_copy_back(path: Path, original: Original, chance: random.Random) -> Mutation:
    """The file as it was on an earlier day."""
    last, image = chance.choice(original.copies)
    path.write_bytes(image)
    return Mutation(f"the copy that ends at {last}", _heads_after(original, last))


def forge_with_another_key(path: Path, original: Original, chance: random.Random) -> Mutation:
    """A record altered, and the chain recomputed from it on with a key of the forger's."""
    key = stranger(chance)
    how = chance.choice(["from a record", "under the till's name", "from the beginning"])
    with opened(path, original) as journal:
        if how == "from the beginning":
            relabel(journal, chance)
            second = stranger(chance)
            rotated = journal.kinds("KEY")[1]
            journal.relink(1, lambda seq: key if seq <= rotated else second)
            journal.put_right()
            return Mutation(how, _heads_after(original, 0))
        seq, first = _altered(journal, chance)
        journal.relink(seq, lambda _: key, first=first, keep_kid=how == "under the till's name")
        journal.put_right()
        return Mutation(f"{how}, {seq}", frozenset({seq}), alone=True)


def forge_with_own_key(path: Path, original: Original, chance: random.Random) -> Mutation:
    """The owner has the till's key: the chain is whole again, and only what is known elsewhere tells."""
    with opened(path, original) as journal:
        seq = relabel(journal, chance)
        journal.relink(seq, own_keys(journal, original))
        journal.put_right()
    return Mutation(f"own key from {seq}", _heads_after(original, seq - 1))


def patch_with_own_key(path: Path, original: Original, chance: random.Random) -> Mutation:
    """One record is written anew with the till's own key, and those after it are left as they were."""
    with opened(path, original) as journal:
        seq = chance.randint(2, journal.last - 1)
        fields = journal.fields(seq)
        fields["opname"] += "x"
        journal.write(fields, own_keys(journal, original)(seq))
        journal.put_right()
    return Mutation(f"own key, {seq} alone", frozenset({seq, seq + 1}), alone=True)


def weaken_algorithm(path: Path, original: Original, chance: random.Random) -> Mutation:
    """A record names another algorithm or format; the chain is recomputed with the till's own key."""
    with opened(path, original) as journal:
        seq = chance.randint(2, journal.last)
        fields = journal.fields(seq)
        if chance.random() < 0.8:
            fields["alg"] = chance.choice(["none", "HS256", "ES224", "SHA256", "ES256K", "es256"])
        else:
            fields["v"] = chance.choice([0, 2])
        journal.relink(seq, own_keys(journal, original), first=fields)
        journal.put_right()
    return Mutation(f"record {seq}, weaker", frozenset({seq}), alone=True)


def forge_closing(path: Path, original: Original, chance: random.Random) -> Mutation:
    """A closing tells another figure, signed with the till's own key, the chain recomputed after it."""
    with opened(path, original) as journal:
        seq = chance.choice(journal.kinds("Z", "ZM", "ZY"))
        fields = journal.fields(seq)
        figure = edit_leaf(fields, chance, only=lambda name: name.partition(".")[0] not in _COMMON)
        journal.relink(seq, own_keys(journal, original), first=fields)
        journal.put_right()
    return Mutation(f"closing {seq}, {figure}", frozenset({seq}), alone=True)


def forge_ticket(path: Path, original: Original, chance: random.Random) -> Mutation:
    """A ticket tells another amount or less VAT in a line, in its record and its sale, signed and chained again."""
    with opened(path, original) as journal:
        seq = chance.choice(journal.kinds("TICKET"))
        fields = journal.fields(seq)
        spared = chance.choice((1, 10, 100))
        if chance.random() < 0.5:
            fields["ttc"] -= spared
            journal.run("UPDATE sale SET total_minor = ? WHERE record_seq = ?", fields["ttc"], seq)
        else:
            line = chance.choice(fields["lines"])
            line["ht"], line["vat"] = line["ht"] + spared, line["vat"] - spared
            journal.run(f"UPDATE sale_line SET net_minor = ? WHERE {LINE_OF}", line["ht"], line["n"] - 1, seq)
        journal.relink(seq, own_keys(journal, original), first=fields)
        journal.put_right()
    return Mutation(f"ticket {seq}, {spared} less", frozenset({seq}), alone=True)


def own_keys(journal: Journal, original: Original) -> KeyOf:
    """The till's own keys, as they signed."""
    names = dict(journal.rows("SELECT seq, key_id FROM fiscal_record"))
    keys = {name: SigningKey.load(secret) for name, secret in original.secrets.items()}
    return lambda seq: keys[names[min(seq, max(names))]]


def relabel(journal: Journal, chance: random.Random) -> int:
    """Another article in a ticket and its sale, at the same price: no sum tells."""
    seq = chance.choice(journal.kinds("TICKET"))
    fields = journal.fields(seq)
    line = chance.choice(fields["lines"])
    line["label"] += " bis"
    journal.run(f"UPDATE sale_line SET name = ? WHERE {LINE_OF}", line["label"], line["n"] - 1, seq)
    journal.write(fields, stranger(chance))
    return seq


def _altered(journal: Journal, chance: random.Random) -> tuple[int, Fields]:
    seq = chance.randint(2, journal.last)
    fields = journal.fields(seq)
    fields["opname"] += "x"
    return seq, fields


def _heads_after(original: Original, seq: int) -> frozenset[int]:
    return frozenset(head.seq for head in original.heads if head.seq > seq)
