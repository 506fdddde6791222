"""A receipt as a mail: a subject, plain text, and a draft that mail programs open."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default

from pos.receipts import mail, text
from pos.receipts.compose import sale_receipt
from pos.wording import Wording
from tests.golden.papers import SHOP, full_sale


def test_a_draft_says_who_sends_it_and_holds_the_whole_receipt() -> None:
    receipt = sale_receipt(full_sale(), SHOP, Wording("fr"), copy=1)

    draft = message_from_bytes(mail.as_file(mail.letter(receipt, SHOP.name)), policy=default)

    assert draft["Subject"] == "Épicerie du Marché – Ticket 1042"
    assert draft["X-Unsent"] == "1"
    assert draft["To"] is None
    assert draft.get_content_charset() == "utf-8"
    assert draft.get_content().replace("\r\n", "\n") == text.render(receipt)
    assert "DUPLICATA 1" in draft.get_content()


def test_a_name_cannot_write_a_second_heading_into_a_mail() -> None:
    receipt = sale_receipt(full_sale(), SHOP, Wording("fr"))

    made = mail.as_file(mail.letter(receipt, "Chez Léa\r\nBcc: autre@boutique.example"))

    assert message_from_bytes(made, policy=default)["Bcc"] is None


def test_a_shop_without_a_name_has_a_subject_all_the_same() -> None:
    assert mail.letter(sale_receipt(full_sale(), SHOP, Wording("en")), "").subject == "Receipt 1042"
