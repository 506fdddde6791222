"""The words for what a check finds."""

from __future__ import annotations

from collections import Counter
from typing import Any

import msgspec

from pos.database.checks import SeriesPlace
from pos.fiscal import verify
from pos.operations import checking, checking_window
from pos.operations.checking import CheckReport, Finding
from pos.operations.checking_window import WindowFinding
from pos.wording import Wording
from ui.commands.console import Console

MOST_OF_A_KIND = 10


def say_findings(report: CheckReport, console: Console) -> None:
    """Say what was found, a line each, not more than MOST_OF_A_KIND of a kind; nothing when all is well."""
    if report.is_sound:
        return
    wording = console.wording
    count = len(report.findings)
    said = wording.plural("{count} thing is wrong:", "{count} things are wrong:", count)
    console.say(said.format(count=wording.number(count)))
    told: Counter[type[Finding]] = Counter()
    for finding in report.findings:
        told[type(finding)] += 1
        if told[type(finding)] <= MOST_OF_A_KIND:
            console.say(f"  - {words_for(finding, wording)}")
    for kind, found in told.items():
        if found > MOST_OF_A_KIND:
            more = wording("  … and {count} more like “{kind}”.")
            console.say(more.format(count=wording.number(found - MOST_OF_A_KIND), kind=kind.__name__))
    console.say(wording("Nothing was changed. Keep this file, and ask for help before going on with it."))


def as_figures(report: CheckReport) -> dict[str, Any]:
    """The report for a program."""
    return {
        "sound": report.is_sound,
        "sales": report.sales,
        "movements": report.movements,
        "products": report.products,
        "findings": [{"finding": type(one).__name__, **msgspec.to_builtins(one)} for one in report.findings],
    }


def words_for(finding: Finding, wording: Wording) -> str:
    """One finding in words."""
    match finding:
        case checking.Damaged(detail):
            return wording("The file is damaged. SQLite says: {detail}").format(detail=detail)
        case checking.StructureChanged(name):
            return wording("The file’s own structure was changed by hand: {name}").format(name=name)
        case checking.PointsNowhere(table, parent, rows):
            said = wording("{count} rows of “{table}” belong to rows of “{parent}” that are not there")
            return said.format(count=wording.number(rows), table=table, parent=parent)
        case checking.LevelOff(product, unit, level, movements):
            said = wording("The stock of {product} says {level}, its movements add up to {sum}")
            return said.format(
                product=product, level=wording.quantity(level, unit), sum=wording.quantity(movements, unit)
            )
        case checking.CounterOff(counter):
            return wording("The till’s counter “{counter}” disagrees with what it gave out").format(counter=counter)
        case checking.StrayNews(target, product_id):
            said = wording("News for “{target}” about product {product} can never be settled")
            return said.format(target=target, product=product_id)
        case checking.NotSearchable(product):
            return wording("Search cannot find {product}").format(product=product)
        case checking.IndexOff(index):
            return wording("The search index {index} does not agree with the articles").format(index=index)
        case checking.OpenTicketUnreadable():
            return wording("The open ticket cannot be read back")
        case checking.JournalBroken():
            return _broken_proof(finding, wording)
        case (
            checking.OrderUnbalanced()
            | checking.OrderUnheard()
            | checking.OrdersRefused()
            | checking.StrayDeed()
            | checking.EscrowOff()
        ):
            return _words_for_reservations(finding, wording)
        case (
            checking_window.NeverTold()
            | checking_window.AttemptOff()
            | checking_window.EpochOff()
            | checking_window.VouchedTooMuch()
            | checking_window.Grown()
        ):
            return _words_for_a_window(finding, wording)
        case _:
            return _words_for_a_place(finding, wording)


def _broken_proof(finding: checking.JournalBroken, wording: Wording) -> str:
    """In the verifier's own words, which it carries with it wherever it goes."""
    said = verify.Finding(finding.code, finding.seq, finding.file, dict(finding.values)).sentence(wording.language)
    return wording("The journal: {finding}").format(finding=said)


def _words_for_reservations(finding: Finding, wording: Wording) -> str:
    match finding:
        case checking.OrderUnbalanced(target, number):
            said = wording("Reservation {number} of “{target}” does not add up: asked for, held, collected, released")
            return said.format(number=number, target=target)
        case checking.OrderUnheard(target, order_id):
            said = wording("Reservation {order} is not what “{target}” told last")
            return said.format(order=order_id, target=target)
        case checking.OrdersRefused(target, rows):
            said = wording.plural(
                "{count} reservation of “{target}” could not be read and is kept as it came",
                "{count} reservations of “{target}” could not be read and are kept as they came",
                rows,
            )
            return said.format(count=wording.number(rows), target=target)
        case checking.StrayDeed(target, key):
            said = wording("Something was done about a reservation of “{target}” that is not there ({key})")
            return said.format(target=target, key=key)
        case checking.EscrowOff(target, product):
            said = wording("What “{target}” was handed of {product} does not add up")
            return said.format(target=target, product=product)
        case _:
            raise LookupError(type(finding).__name__)


def _words_for_a_window(finding: WindowFinding, wording: Wording) -> str:
    match finding:
        case checking_window.NeverTold(target, product):
            said = wording("“{target}” never took {product} as it is, and nothing waits to be sent")
            return said.format(target=target, product=product)
        case checking_window.AttemptOff(target):
            said = wording("What is on its way to “{target}” is not what waits for its answer")
            return said.format(target=target)
        case checking_window.EpochOff(target):
            said = wording("“{target}” knows a later epoch of this till than its file does")
            return said.format(target=target)
        case checking_window.VouchedTooMuch(target):
            said = wording("“{target}” was told that it shows all there is, while something older waits")
            return said.format(target=target)
        case checking_window.Grown(table, rows, most):
            said = wording("“{table}” holds {count} rows, and never needs more than {most}")
            return said.format(table=table, count=wording.number(rows), most=wording.number(most))


def _words_for_a_place(finding: Finding, wording: Wording) -> str:
    match finding:
        case checking.MovementMissing(after):
            return wording("A movement of the stock is missing {place}").format(place=_after(after, wording))
        case checking.TicketMissing(after):
            return wording("A ticket is missing {place}").format(place=_after(after, wording))
        case checking.MovementAltered(place):
            said = wording("Movement {number} was changed after it was written (epoch {epoch})")
            return said.format(number=wording.number(place.number), epoch=place.epoch)
        case checking.SaleUnbalanced(place):
            said = wording("Ticket {number} does not add up: lines, VAT or payments (epoch {epoch})")
            return said.format(number=wording.number(place.number), epoch=place.epoch)
        case checking.GoodsUnaccounted(None, sale_id):
            return wording("Goods left with sale {sale}, which is not there").format(sale=sale_id)
        case checking.GoodsUnaccounted(SeriesPlace() as place, _):
            said = wording("Ticket {number} and the movements of its goods differ (epoch {epoch})")
            return said.format(number=wording.number(place.number), epoch=place.epoch)
        case _:
            raise LookupError(type(finding).__name__)


def _after(place: SeriesPlace, wording: Wording) -> str:
    if place.number == 0:
        return wording("at the beginning (epoch {epoch})").format(epoch=place.epoch)
    return wording("after number {number} (epoch {epoch})").format(
        number=wording.number(place.number), epoch=place.epoch
    )
