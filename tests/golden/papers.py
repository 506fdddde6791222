"""The papers that are kept: one sale with every case on it, in both languages and on both widths of paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import get_args

from pos.domain.catalogue import Supply
from pos.domain.demand import PutAside
from pos.domain.printer import CodePage, Cutting, Drawer, Letters, PrinterProfile
from pos.domain.quantity import Quantity, Unit, pieces
from pos.domain.sale import Sale, TillIdentity, close
from pos.domain.service_note import ServiceNote
from pos.domain.shop import ShopIdentity
from pos.domain.tax import NO_VAT, TaxClass, TaxRate
from pos.domain.ticket import Ticket
from pos.exchange.tax_rates import french_rates
from pos.fiscal.keys import SigningKey
from pos.fiscal.record import Kind, Place, Record, Writer, compose, seal
from pos.fiscal.ticket import Program, ticket_body
from pos.receipts import escpos, html, text
from pos.receipts.closing import closing_paper, figures_paper, preview
from pos.receipts.compose import gift_receipt, sale_receipt, service_note
from pos.receipts.document import Picture
from pos.receipts.neighbour_slip import neighbour_slip
from pos.receipts.parts import Proof
from pos.receipts.trial import print_trial, probe
from pos.wording import Language, Wording
from tests.builders import NOON, card, cash, eur, product, ticket
from tests.golden import closings

FOLDER = Path(__file__).parent
MILLIMETRES = {32: "58mm", 48: "80mm"}
PROFILES = {
    "80mm-cp858-13": PrinterProfile(48, Letters(CodePage.CP858, 13), Cutting.PARTIAL, Drawer.PIN_2),
    "80mm-cp1252-71": PrinterProfile(42, Letters(CodePage.CP1252, 71), Cutting.FULL),
    "58mm-latin9": PrinterProfile(32, Letters(CodePage.LATIN9, 40), Cutting.TORN),
    "58mm-cp437-one-byte": PrinterProfile(32, Letters(CodePage.CP437, 0), Cutting.TORN, one_byte=True),
    "58mm-ascii": PrinterProfile(32, Letters(CodePage.ASCII, 0), Cutting.TORN, one_byte=True),
}
"""Printers that are not as most are: each of their papers is kept too."""

SHOP = ShopIdentity(
    name="Épicerie du Marché",
    street="4, place de la Halle",
    postcode="99123",
    city="Valbrune-sur-Orle",
    phone="01 99 00 12 34",
    siret="000 000 000 00000",
    vat_number="FR00 000000000",
    footer=("Merci de votre visite et à bientôt\u202f!", "Œufs, crème & pain d’à côté — « tout frais »"),
)


ASIDE = PutAside(
    shop_name="Mercerie du Vieux Pont",
    address="12, rue du Vieux Pont, 99123 Valbrune-sur-Orle",
    phone="01 99 00 56 78",
    article="Pelote de laine mérinos « bleu canard », 50 g",
    quantity=pieces(3),
    unit=Unit.PIECE,
    number="K7Q-3M9",
    page="https://vitrines.example/reservations/3q2-7wXkq0Jm8sT1vBvZ4rQeLh6yPaNd/",
    customer="Mme Le Goff",
    until=NOON,
)
FRANCHISE = replace(SHOP, siret="", vat_number="", franchise=True, legal_form="Entreprise individuelle")
PROOF_KEY = SigningKey.from_number(20_261_123)


def papers() -> Iterator[tuple[Path, bytes]]:
    """Every kept paper: its file and what must be in it."""
    sale = full_sale()
    for language in get_args(Language):
        for columns, width in MILLIMETRES.items():
            receipt = sale_receipt(sale, SHOP, Wording(language), proof=proof(sale))
            yield FOLDER / f"receipt-{language}-{width}.txt", text.render(receipt, columns).encode()
            yield FOLDER / f"receipt-{language}-{width}.bin", escpos.render(receipt, PrinterProfile(columns))
    gift = gift_receipt(sale, SHOP, Wording("fr"))
    yield FOLDER / "gift-fr-80mm.txt", text.render(gift, 48).encode()
    yield FOLDER / "gift-fr-58mm.bin", escpos.render(gift, PrinterProfile(32))
    yield FOLDER / "gift-fr.html", html.render(gift).encode()
    duplicate = sale_receipt(sale, SHOP, Wording("fr"), copy=2, proof=proof(sale))
    yield FOLDER / "duplicate-fr-80mm.txt", text.render(duplicate, 48).encode()
    yield (
        FOLDER / "duplicate-fr-80mm-cp1252.bin",
        escpos.render(duplicate, PrinterProfile(48, Letters(CodePage.CP1252, 16))),
    )
    yield FOLDER / "duplicate-fr.html", html.render(duplicate).encode()
    unproven = sale_receipt(sale, SHOP, Wording("fr"))
    yield FOLDER / "before-the-journal-fr-80mm.txt", text.render(unproven, 48).encode()
    yield from neighbours_slips()
    yield from marked_papers()
    yield from printers_papers(sale)
    yield from closings_papers()


def neighbours_slips() -> Iterator[tuple[Path, bytes]]:
    """What a customer takes to another shop: a promise, and a question that is not answered yet."""
    promised = neighbour_slip(ASIDE, SHOP, Wording("fr"))
    asked = neighbour_slip(replace(ASIDE, must_confirm=True, customer=""), SHOP, Wording("en"))
    yield FOLDER / "neighbour-slip-fr-80mm.txt", text.render(promised, 48).encode()
    yield FOLDER / "neighbour-slip-fr-58mm.bin", escpos.render(promised, PrinterProfile(32))
    yield FOLDER / "neighbour-slip-asked-en-58mm.txt", text.render(asked, 32).encode()


def closings_papers() -> Iterator[tuple[Path, bytes]]:
    """Closings of a day, a month and a year, and the figures of an open day."""
    fr, en = Wording("fr"), Wording("en")
    day = closing_paper(closings.day_paper(SHOP), fr)
    yield FOLDER / "z-fr-80mm.txt", text.render(day, 48).encode()
    yield FOLDER / "z-fr-58mm.txt", text.render(day, 32).encode()
    yield FOLDER / "z-fr-80mm.bin", escpos.render(day, PrinterProfile(48))
    yield FOLDER / "z-fr-58mm.bin", escpos.render(day, PrinterProfile(32))
    yield FOLDER / "z-fr.html", html.render(day).encode()
    again = closing_paper(closings.day_paper(SHOP, count=None), en, copy=2)
    yield FOLDER / "z-duplicate-en-80mm.txt", text.render(again, 48).encode()
    yield FOLDER / "zm-fr-80mm.txt", text.render(closing_paper(closings.month_paper(SHOP), fr), 48).encode()
    changed = replace(closings.day_paper(SHOP), attested=False)
    yield FOLDER / "z-unattested-fr-80mm.txt", text.render(closing_paper(changed, fr), 48).encode()
    yield FOLDER / "zy-fr-80mm.txt", text.render(closing_paper(closings.year_paper(SHOP), fr), 48).encode()
    report = closings.open_day(SHOP)
    of_changed = replace(report, program=Program("0.1.0", attested=False))
    yield FOLDER / "x-unattested-fr-80mm.txt", text.render(figures_paper(of_changed, fr), 48).encode()
    yield FOLDER / "x-fr-80mm.txt", text.render(figures_paper(report, fr), 48).encode()
    yield FOLDER / "z-preview-fr-80mm.txt", text.render(preview(report, fr, closings.COUNT), 48).encode()


def marked_papers() -> Iterator[tuple[Path, bytes]]:
    """What the law wants said: a guarantee, an eco-participation, a shop without VAT, a note, a changed program."""
    marked, untaxed = marked_sale(rates=french_rates()), marked_sale(rates=NO_VAT)
    guaranteed = sale_receipt(marked, SHOP, Wording("fr"), proof=replace(proof(marked), attested=False))
    franchise = sale_receipt(untaxed, FRANCHISE, Wording("fr"), proof=proof(untaxed))
    noted = ServiceNote(marked.id, marked.till, 12, NOON, marked.lines, marked.vat, marked.total)
    for language in get_args(Language):
        note = service_note(noted, SHOP, Wording(language), proof=proof(replace(marked, number=12), Kind.NOTE))
        yield FOLDER / f"note-{language}-80mm.txt", text.render(note, 48).encode()
        yield FOLDER / f"note-{language}-58mm.bin", escpos.render(note, PrinterProfile(32))
    yield FOLDER / "guaranteed-fr-80mm.txt", text.render(guaranteed, 48).encode()
    yield FOLDER / "guaranteed-fr-58mm.bin", escpos.render(guaranteed, PrinterProfile(32))
    yield FOLDER / "franchise-fr-58mm.txt", text.render(franchise, 32).encode()


def printers_papers(sale: Sale) -> Iterator[tuple[Path, bytes]]:
    """What differs from printer to printer: code pages and their numbers, cuts, the logo, tests, the drawer."""
    receipt = sale_receipt(sale, SHOP, Wording("fr"), proof=proof(sale))
    for name, profile in PROFILES.items():
        yield FOLDER / f"receipt-fr-{name}.bin", escpos.render(receipt, profile)
    wide, narrow = PrinterProfile(48), PrinterProfile(32)
    yield FOLDER / "receipt-fr-80mm-logo.bin", escpos.render(receipt, wide, logo=checked(wide))
    yield FOLDER / "receipt-fr-58mm-logo.bin", escpos.render(receipt, narrow, logo=checked(narrow))
    yield FOLDER / "trial-fr-80mm-logo.bin", print_trial(wide, SHOP, Wording("fr"), logo=checked(wide))
    yield FOLDER / "trial-en-58mm.bin", print_trial(narrow, SHOP, Wording("en"), logo=None)
    yield FOLDER / "probe-fr-80mm.bin", probe(wide, Wording("fr"))
    yield FOLDER / "probe-fr-58mm.bin", probe(PROFILES["58mm-cp437-one-byte"], Wording("fr"))
    for drawer in (Drawer.PIN_2, Drawer.PIN_5):
        yield FOLDER / f"drawer-pin-{int(drawer)}.bin", escpos.drawer_pulse(drawer)


def checked(profile: PrinterProfile) -> Picture:
    """A chequered band over the whole width, tall enough to be sent in two parts."""
    row_bytes = profile.dots // 8
    rows = (bytes([0xF0 if place // 4 % 2 else 0x0F]) * row_bytes for place in range(escpos.BAND_ROWS + 40))
    return Picture(row_bytes, b"".join(rows))


def full_sale() -> Sale:
    """A sale over four rates: pieces, several, weighed, a long name, a large amount, notes, two means, change."""
    bought = ticket(
        product("Baguette de tradition", 120, tax_class=TaxClass.REDUCED),
        (product("Café moulu 250 g", 450, tax_class=TaxClass.REDUCED), pieces(2)),
        (product("Comté 18 mois", 2300, tax_class=TaxClass.REDUCED, unit=Unit.KILOGRAM), Quantity(350)),
        product("Savon de Marseille au lait d’ânesse et à l’huile d’olive vierge de première pression", 1250),
        product("Quotidien régional", 130, tax_class=TaxClass.SUPER_REDUCED),
        (product("Sandwich œuf-mayonnaise", 480, tax_class=TaxClass.INTERMEDIATE), pieces(3)),
        (product("Cuvée d’exception, caisse bois", 54_990), pieces(2)),
    )
    kept = replace(_with_notes(bought), id="019ab0d6-5000-7000-8000-000000001042")
    return close(
        kept,
        [card(100_000), cash(20_000)],
        till=TillIdentity("018f0000-0000-7000-8000-000000000001", "1", 2),
        number=1042,
        sold_at=NOON,
        rates=french_rates(),
    )


def marked_sale(*, rates: Sequence[TaxRate]) -> Sale:
    """A lamp under guarantee with its eco-participation, and an hour of work."""
    lamp = replace(product("Lampe de bureau", 4990), guaranteed=True, eco=eur(12))
    work = replace(product("Pose et réglage", 3500), supply=Supply.SERVICE)
    bought = replace(ticket((lamp, pieces(2)), work), id="019ab0d6-5000-7000-8000-000000001043")
    till = TillIdentity("018f0000-0000-7000-8000-000000000001", "1", 2)
    return close(bought, [cash(20_000)], till=till, number=1043, sold_at=NOON, rates=rates)


def proof(sale: Sale, kind: Kind = Kind.TICKET) -> Proof:
    """The record such a sale or note has, signed with a key that never changes."""
    named = replace(sale, lines=tuple(replace(line, product_id=f"p{n}") for n, line in enumerate(sale.lines)))
    writer = Writer(sale.till.id, SHOP.siret, "p1", "Marie", "1.0", "0123456789abcdef", PROOF_KEY.id)
    place = Place(2_057, f"{kind}/2", sale.number)
    body, day = ticket_body(named, SHOP, Program("0.1.0")), NOON.date()
    payload = compose(kind, place, writer, at=NOON, business_day=day, subject=sale.id, body=body)
    sealed = seal(payload, PROOF_KEY.sign)
    record = Record(place.seq, kind, place.series, place.number, day, NOON, sale.id, writer, payload, *sealed)
    return Proof(record, "0.1.0")


def _with_notes(bought: Ticket) -> Ticket:
    """What the cashier wrote: one note to a line, one to the whole."""
    *others, last = bought.lines
    noted = replace(last, note="Millésime 2019, une étiquette abîmée")
    return replace(bought, lines=(*others, noted), note="À livrer samedi matin, sonner chez le gardien")
