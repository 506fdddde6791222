"""What several papers have in common: who sells, the articles, the table per rate, and what shows of the record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from string import ascii_uppercase

from pos.domain.company_numbers import grouped_siret, grouped_vat_number
from pos.domain.money import Money
from pos.domain.quantity import Unit
from pos.domain.sale import SaleLine
from pos.domain.shop import ShopIdentity
from pos.domain.tax import VatShare
from pos.fiscal.on_paper import signature_letters, square_code
from pos.fiscal.record import Record
from pos.receipts.document import Align, Blank, Block, QrCode, Row, Size, Table, Text
from pos.wording import NO_BREAK_SPACE, Wording

DETAIL_INDENT = 2
GUARANTEE_YEARS = 2
"""Code de la consommation art. L217-3 and L217-7: how long the legal guarantee of conformity lasts for new goods."""


@dataclass(frozen=True, slots=True)
class Proof:
    """The record a paper was made from, and the version of the program that wrote it."""

    record: Record
    program_version: str
    attested: bool = True


def heading(shop: ShopIdentity, wording: Wording) -> Iterator[Block]:
    """Who sells; what is not known is left out. A shop without VAT says so in the place of its VAT number."""
    if shop.name:
        yield Text(shop.name, Align.CENTER, bold=True, size=Size.BIG)
    town = f"{shop.postcode} {shop.city}".strip()
    known = (
        (shop.legal_form, "{value}"),
        (shop.street, "{value}"),
        (town, "{value}"),
        (shop.phone, wording("Tel. {value}")),
        (grouped_siret(shop.siret), "SIRET {value}"),
        ("" if shop.franchise else grouped_vat_number(shop.vat_number), wording("VAT no. {value}")),
        (no_vat_mention(wording) if shop.franchise else "", "{value}"),
    )
    for value, sentence in known:
        if value:
            yield Text(sentence.format(value=value), Align.CENTER)
    yield Blank()


def no_vat_mention(wording: Wording) -> str:
    """What the papers of a shop without VAT say (CGI art. 293 E; moved to the CIBS, the old article is tolerated)."""
    return wording("VAT not applicable, art. 293 B of the CGI")


def articles(
    lines: Sequence[SaleLine], vat: Sequence[VatShare], wording: Wording, *, with_vat: bool
) -> Iterator[Block]:
    """Every line with its quantity, unit price and amount, its VAT code, and what must be said of it."""
    codes = vat_codes(vat)
    for line in lines:
        amount = wording.amount(line.gross)
        yield Text(line.name)
        yield Row(
            _reckoning(line, wording),
            f"{amount}{NO_BREAK_SPACE}{codes[line.rate_bp]}" if with_vat else amount,
            indent=DETAIL_INDENT,
        )
        yield from _remarks(line, wording)


def vat_table(vat: Sequence[VatShare], wording: Wording) -> Table:
    """What each rate amounts to, under the letter that stands beside the amounts."""
    codes = vat_codes(vat)
    return Table(
        heading=(wording("Rate"), wording("Excl. VAT"), wording("VAT"), wording("Incl. VAT")),
        rows=tuple(
            (
                f"{codes[share.rate_bp]}{NO_BREAK_SPACE}{wording.percent(share.rate_bp)}",
                wording.amount(share.net),
                wording.amount(share.vat),
                wording.amount(share.gross),
            )
            for share in vat
        ),
    )


def vat_codes(vat: Sequence[VatShare]) -> dict[int, str]:
    """A letter for every rate, highest rate first, to stand beside each amount."""
    return {share.rate_bp: letter for share, letter in zip(vat, ascii_uppercase, strict=False)}


def shows_vat(vat: Sequence[VatShare], shop: ShopIdentity) -> bool:
    """Whether rates show: not where the shop charges no VAT, unless the sale was made while it did."""
    return not shop.franchise or any(share.vat for share in vat)


def eco_sum(lines: Sequence[SaleLine], wording: Wording) -> Iterator[Block]:
    """The eco-participation in all, where any line contains some."""
    parts = [line.eco_total for line in lines if line.eco_total]
    if parts:
        whole = Money(sum(part.minor for part in parts), parts[0].currency)
        yield Row(wording("of which eco-participation"), wording.money(whole))


def proven(proof: Proof | None, total: Money, wording: Wording) -> Iterator[Block]:
    """The program, the letters of the signature and the square code; nothing where there is no record."""
    if proof is None:
        return
    record = proof.record
    yield Blank()
    program = f"Comptoir {proof.program_version}".strip()
    yield Text(f"{program} / {record.writer.fiscal_version} {record.writer.build}", Align.CENTER)
    yield from unattested(attested=proof.attested, wording=wording)
    letters = " ".join(signature_letters(record.signature))
    yield Text(wording("Signature {letters}").format(letters=letters), Align.CENTER)
    yield QrCode(square_code(record, total))


def unattested(*, attested: bool, wording: Wording) -> Iterator[Block]:
    """What every paper says where the program that wrote or prints it is not the published one."""
    if not attested:
        yield Text(wording("VERSION NOT ATTESTED"), Align.CENTER, bold=True)


def _reckoning(line: SaleLine, wording: Wording) -> str:
    """How the amount comes about: `2 × 4,50`, `0,350 kg × 23,00 €/kg`."""
    quantity = wording.quantity(line.quantity, line.unit)
    if line.unit is Unit.KILOGRAM:
        return f"{quantity} × {wording.money(line.unit_price)}/kg"
    return f"{quantity} × {wording.money(line.unit_price)}"


def _remarks(line: SaleLine, wording: Wording) -> Iterator[Block]:
    if line.note:
        yield Row(line.note, "", indent=DETAIL_INDENT)
    if line.eco_total:
        said = wording("of which eco-participation {amount}").format(amount=wording.money(line.eco_total))
        yield Row(said, "", indent=DETAIL_INDENT)
    if line.guaranteed:
        said = wording("Legal guarantee of conformity: {years} years").format(years=GUARANTEE_YEARS)
        yield Row(said, "", indent=DETAIL_INDENT)
