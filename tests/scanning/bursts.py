"""Bursts into a real till anywhere, from any scanner: each is one line more or one refusal, and nothing else."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from pos.database import products
from pos.database.connection import Database
from tests.scanning.keyboard import Keyboard, NoWindow, Scanner, Stroke, same_layout
from tests.scanning.places import PLACES, Place, Rooms
from tests.scanning.shop import BREAD, PIECES, UNKNOWN, open_till
from tests.scanning.watching import Seen, Watcher, ticket_as_pieces
from ui.app import Till
from ui.sell.scan_decoder import GAP_MS
from ui.sounds import Sound

LONGEST_TICKET: Final = 12
PATIENCE_S: Final = 10.0
BETWEEN_MS: Final = 400
HUMAN_MS: Final = (15, 180)
"""How much longer than a scanner's gap a person takes from key to key."""
BYSTANDERS: Final = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_CapsLock, Qt.Key.Key_ScrollLock)


@dataclass(slots=True)
class Figures:
    """What happened over many bursts."""

    bursts: int = 0
    keys: int = 0
    lines: int = 0
    refused: int = 0
    spoiled_by_a_hand: int = 0
    keys_amid: int = 0
    typed_beside: int = 0
    while_busy: int = 0
    while_selling: int = 0
    back_to_back: int = 0
    broken: int = 0
    first_failing_seed: int | None = None
    places: dict[str, int] = field(default_factory=dict)
    findings: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Shot:
    """One code on its way: what it should come to, and what a hand does amid it."""

    code: str
    spoiled: bool
    accepted: bool


class Trial:
    """A till, a keyboard and eyes; every burst has a seed of its own and can be run alone."""

    def __init__(self, till: Till, watcher: Watcher, figures: Figures) -> None:
        self.till = till
        self.watcher = watcher
        self.figures = figures
        self.keyboard = Keyboard()
        self.rooms = Rooms(till, self.settle)
        self.ids: dict[str, str] = {}
        self.told = ""
        self._learn_ids()

    def burst(self, seed: int) -> list[str]:
        """Scan once, or a few times on end, at some place; gives the broken promises."""
        chance = random.Random(seed)
        place = chance.choice(PLACES)
        self._go(place, chance)
        scanner = Scanner.any(chance, slowest_ms=self.till.scans.gap_ms)
        how = chance.choices(("plain", "typing", "busy", "selling"), (60, 22, 9, 9))[0]
        count = chance.choice((1, 1, 1, 1, 2, 3)) if scanner.end else 1
        shots = [self._shot(place, chance) for _ in range(count)]
        self.told = f"{place.name}, {how}, {scanner}, {shots}"
        self.figures.places[place.name] = self.figures.places.get(place.name, 0) + count
        self.figures.back_to_back += count > 1
        if place.name == "payment" and how in {"selling", "busy"}:
            return self._while_selling(shots, scanner, chance)
        return self._plainly(place, shots, scanner, chance, how)

    def settle(self) -> None:
        """Wait until everything asked of the file was answered; an answer may ask again."""
        till, until = self.till, time.monotonic() + PATIENCE_S
        for _ in range(3):
            while till.background.pending or till.reading.pending:
                QApplication.processEvents()
                if time.monotonic() > until:
                    raise TimeoutError("the file never answered")
            QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def _go(self, place: Place, chance: random.Random) -> None:
        self.rooms.chance = chance
        self.rooms.leave()
        counter = self.till.desk.counter
        if len(counter.ticket.lines) > LONGEST_TICKET:
            counter.clear()
        if not counter.ticket.lines:
            self.till.desk.scan(BREAD)
            self.settle()
        place.go(self.rooms)
        QApplication.processEvents()
        self.watcher.watch_keys(self.till)
        self.watcher.forget()
        self.keyboard.now_ms += BETWEEN_MS

    def _shot(self, place: Place, chance: random.Random) -> Shot:
        code = chance.choice(PIECES) if chance.random() < 0.85 else UNKNOWN
        spoiled = chance.random() < 0.08
        return Shot(code, spoiled, accepted=place.sells and code in self.ids and not spoiled)

    def _plainly(
        self, place: Place, shots: Sequence[Shot], scanner: Scanner, chance: random.Random, how: str
    ) -> list[str]:
        before = self.watcher.look(self.till)
        pieces = ticket_as_pieces(self.till.desk.counter.ticket)
        release = self._block() if how == "busy" else None
        if how == "typing":
            before = self._type_beside(before, chance)
        self._send(shots, scanner, chance)
        if release is not None:
            self.figures.while_busy += 1
            release.set()
        self.settle()
        problems = self._compare(place, before)
        return problems + self._account(shots, pieces, [])

    def _while_selling(self, shots: Sequence[Shot], scanner: Scanner, chance: random.Random) -> list[str]:
        """The file is held in the midst of writing the sale: what is scanned then is the next customer's."""
        self.figures.while_selling += 1
        counter, sheet = self.till.desk.counter, self.rooms.sheet()
        held: list[threading.Event] = []
        begun = counter.sale_begun.connect(lambda: held.append(self._block()))
        sheet.figure.clear()  # type: ignore[attr-defined]
        sheet.confirm()
        sheet.confirm()
        self._wait_for(lambda: counter.is_selling)
        counter.sale_begun.disconnect(begun)
        self.watcher.forget()
        self._send(shots, scanner, chance)
        held[0].set()
        self.settle()
        return self._account(shots, {}, [Sound.SOLD]) + self._nothing_waits()

    def _type_beside(self, before: Seen, chance: random.Random) -> Seen:
        """A person writes a digit into the box shortly before the burst: it must stand there afterwards."""
        box = QApplication.activePopupWidget() or QApplication.focusWidget()
        if not isinstance(box, QLineEdit) or box.isReadOnly() or box.isHidden():
            return before
        self.figures.typed_beside += 1
        text, at = box.text(), box.cursorPosition()
        if box.hasSelectedText():
            at = box.selectionStart()
            text = text[:at] + text[at + len(box.selectedText()) :]
        wanted = text[:at] + "7" + text[at:]
        boxes = list(before.boxes)
        boxes[self.watcher.place_of(box, self.till)] = wanted
        self.keyboard.press(same_layout("7"))
        self.keyboard.let_go()
        self.keyboard.now_ms += self.till.scans.gap_ms + chance.randint(*HUMAN_MS)
        return Seen(tuple(boxes), before.choices, before.sheets, before.windows)

    def _send(self, shots: Sequence[Shot], scanner: Scanner, chance: random.Random) -> None:
        for shot in shots:
            self.figures.bursts += 1
            strokes = list(scanner.strokes(shot.code))
            if shot.spoiled:
                self.figures.spoiled_by_a_hand += 1
                strokes.insert(chance.randint(1, len(shot.code) - 1), same_layout("k"))
            elif chance.random() < 0.08:
                self.figures.keys_amid += 1
                strokes.insert(chance.randint(1, len(shot.code) - 1), Stroke(chance.choice(BYSTANDERS), ""))
            self._strike(strokes, scanner, chance)
            self.keyboard.let_go()
        self.keyboard.now_ms += BETWEEN_MS
        self.till.scans.judge()

    def _strike(self, strokes: Sequence[Stroke], scanner: Scanner, chance: random.Random) -> None:
        self.figures.keys += len(strokes)
        for place, stroke in enumerate(strokes):
            self.keyboard.press(stroke, after_ms=scanner.gap(chance) if place and stroke.text else 0)
            if scanner.stutters and chance.random() < 0.3:
                self.keyboard.repeat(stroke, after_ms=0)
            self.keyboard.let_go(scanner.overlap)

    def _compare(self, place: Place, before: Seen) -> list[str]:
        after = self.watcher.look(self.till)
        problems = []
        if after.boxes != before.boxes:
            problems.append(f"the boxes held {before.boxes} and hold {after.boxes}")
        if after.choices != before.choices:
            problems.append("a choice has changed")
        sheets = before.sheets[:-1] if place.closes_sheet else before.sheets
        if after.sheets != sheets:
            problems.append(f"there were {len(before.sheets)} sheets and are {len(after.sheets)}, or others")
        if after.windows != before.windows:
            problems.append("a window came or went")
        return problems + self._nothing_waits()

    def _nothing_waits(self) -> list[str]:
        problems = [f"the key “{name}” was pressed" for name in self.watcher.pressed]
        if self.till.scans._waiting or self.till.scans._decoder.held:
            problems.append("keys are still held back")
        if QApplication.activePopupWidget() is not None and QApplication.activeWindow() is self.till.window:
            problems.append("a menu hides the ticket")
        return problems

    def _account(self, shots: Sequence[Shot], pieces: dict[str, int], beside: list[Sound]) -> list[str]:
        """Every code is one piece more and one sound, or one refusal."""
        wanted = Counter(pieces)
        for shot in shots:
            if shot.accepted:
                wanted[self.ids[shot.code]] += 1_000
        accepted = sum(shot.accepted for shot in shots)
        self.figures.lines += accepted
        self.figures.refused += len(shots) - accepted
        sounds = [*beside, *[Sound.ACCEPTED] * accepted, *[Sound.REFUSED] * (len(shots) - accepted)]
        problems = []
        found = Counter(ticket_as_pieces(self.till.desk.counter.ticket))
        if found != wanted:
            more, less = self._by_code(found - wanted), self._by_code(wanted - found)
            problems.append(f"{len(shots)} codes: too much on the ticket {more}, missing {less}")
        if sorted(self.watcher.sounds) != sorted(sounds):
            problems.append(f"sounds {self.watcher.sounds}, promised {sounds}")
        return problems

    def _by_code(self, pieces: Counter[str]) -> dict[str, int]:
        codes = {product_id: code for code, product_id in self.ids.items()}
        return {codes.get(product_id, "another article"): milli for product_id, milli in pieces.items()}

    def _block(self) -> threading.Event:
        """Keep the shop's file busy until the event is set."""
        free = threading.Event()
        self.till.background.run(lambda _: free.wait(PATIENCE_S))
        return free

    def _wait_for(self, come: object) -> None:
        until = time.monotonic() + PATIENCE_S
        while not come():  # type: ignore[operator]
            QApplication.processEvents()
            if time.monotonic() > until:
                raise TimeoutError("it never came")

    def _learn_ids(self) -> None:
        def look(db: Database) -> dict[str, str]:
            found = {code: products.with_barcode(db, code) for code in PIECES}
            return {code: product.id for code, product in found.items() if product is not None}

        self.till.reading.run(look, self.ids.update)
        self.settle()


def run(bursts: int, *, seed: int, folder: Path, gap_ms: int = GAP_MS) -> Figures:
    """Scan so many times, each burst by its own seed counted up from this one, and hold the till to its promises."""
    figures, watcher = Figures(), Watcher()
    with open_till(folder, watcher.sounds.append) as till:
        till.scans.allow_gap(gap_ms)
        trial = Trial(till, watcher, figures)
        step = seed
        while figures.bursts < bursts:
            try:
                problems = trial.burst(step)
            except NoWindow as gone:
                problems = [str(gone)]
                bursts = figures.bursts  # nothing can be scanned into a till that a scan has closed
            if problems:
                figures.broken += 1
                if figures.first_failing_seed is None:
                    figures.first_failing_seed = step
                figures.findings.append(f"seed {step} ({trial.told}): {'; '.join(problems)}")
            step += 1
        if not figures.broken:
            trial.rooms.leave()
    return figures
