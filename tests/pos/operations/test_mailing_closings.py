"""Closings become mails for the accountant: once each, from the day the address is known, and none is lost."""

from __future__ import annotations

from datetime import datetime

import pytest

from pos.database import mail_outbox
from pos.database.connection import Database
from pos.domain.errors import MailAddressWrong
from pos.operations.arranging_closings import ClosingHabits, closing_habits, keep_closing_habits
from pos.operations.closing import close_day
from pos.operations.mailing_closings import draft_mails, keep_mails, waiting_mails
from pos.wording import Wording
from tests import builders
from tests.pdf_text import text_of
from tests.pos.fiscal.closing_shop import at

FRENCH = Wording("fr")
ADDRESS = "cabinet@example.com"


def write_to(db: Database, address: str, now: datetime) -> None:
    habits = closing_habits(db)
    wanted = ClosingHabits(habits.cut_off, habits.last_month, habits.blind, address)
    keep_closing_habits(db, wanted, now=now)


def mail(db: Database, now: datetime) -> None:
    keep_mails(db, draft_mails(db, FRENCH), now=now, new_id=builders.new_id)


def test_without_an_address_nothing_is_written(db: Database) -> None:
    close_day(db, now=at("2026-11-23", 19))
    assert draft_mails(db, FRENCH) == ()


def test_what_was_closed_before_the_address_was_known_is_not_sent(db: Database) -> None:
    close_day(db, now=at("2026-11-29", 19))
    write_to(db, ADDRESS, at("2026-11-29", 20))
    close_day(db, now=at("2026-11-30", 19))

    mail(db, at("2026-11-30", 19))

    assert [one.subject for one in waiting_mails(db)] == ["Z 2 – 30/11/2026", "ZM 1 – novembre 2026"]


def test_a_mail_that_a_power_cut_took_is_made_up_for_and_none_is_made_twice(db: Database) -> None:
    write_to(db, ADDRESS, at("2026-11-23"))
    close_day(db, now=at("2026-11-23", 19))
    close_day(db, now=at("2026-11-24", 19))

    for _ in range(3):
        mail(db, at("2026-11-24", 20))

    assert [one.subject for one in waiting_mails(db)] == ["Z 1 – 23/11/2026", "Z 2 – 24/11/2026"]


def test_the_mail_carries_the_paper_as_text_and_as_a_pdf(db: Database) -> None:
    write_to(db, ADDRESS, at("2026-11-23"))
    closed = close_day(db, now=at("2026-11-23", 19))

    [draft] = draft_mails(db, FRENCH)

    assert (draft.record_seq, draft.recipient, draft.file_name) == (closed.record.seq, ADDRESS, "Z-1-2026-11-23.pdf")
    assert "CLÔTURE DU JOUR" in draft.body
    assert "CLÔTURE DU JOUR" in text_of(draft.attachment)
    mail(db, at("2026-11-23", 19))
    [kept] = waiting_mails(db)
    assert mail_outbox.attachment(db, kept.id) == draft.attachment


@pytest.mark.parametrize(
    "address", ["cabinet", "a@b", "a b@example.com", "a@example.com, b@example.com", "@example.com"]
)
def test_what_is_no_address_is_refused(db: Database, address: str) -> None:
    with pytest.raises(MailAddressWrong):
        write_to(db, address, at("2026-11-23"))
    assert closing_habits(db).accountant == ""
