"""SIGKILL: a process that sells for real is killed at a random moment, again and again on the same file."""

from __future__ import annotations

import os
import random
import select
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from pos.database import lock
from pos.database.connection import Database, Synchronous, connect_reader
from pos.domain.errors import DatabaseError
from pos.exchange.tax_rates import french_rates
from pos.operations.opening import open_shop
from tests import builders
from tests.builders import NOON
from tests.durability.promises import Finding, Told, broken
from tests.durability.trading import Headed, Keeping, Selling, Sold, Word, stock_shop, trade

KILLS_A_FILE = 100
LONGEST_LIFE_S = 0.12
THOROUGH_EVERY = 20

_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[Word] = msgspec.json.Decoder(Word)


@dataclass(slots=True)
class Figures:
    """What happened over many kills."""

    kills: int = 0
    in_a_sale: int = 0
    in_keeping_a_ticket: int = 0
    before_the_first_word: int = 0
    acknowledged: int = 0
    lost: int = 0
    broken: int = 0
    findings: list[str] = field(default_factory=list)


def run(kills: int, *, seed: int, synchronous: Synchronous, folder: Path) -> Figures:
    """Kill a selling process so many times and hold its file to the promises after each."""
    chance = random.Random(seed)
    figures = Figures()
    while figures.kills < kills:
        shop = folder / f"shop-{figures.kills}.db"
        told = _new_shop(shop, chance.randrange(2**32))
        for _ in range(min(KILLS_A_FILE, kills - figures.kills)):
            _kill_once(shop, told, chance, synchronous, figures)
    return figures


def _new_shop(path: Path, seed: int) -> Told:
    new_id = builders.ids(seed)
    told = Told()
    db = open_shop(path, now=NOON, new_id=new_id)
    told.hear(stock_shop(db, new_id))
    db.close()
    return told


def _kill_once(path: Path, told: Told, chance: random.Random, synchronous: Synchronous, figures: Figures) -> None:
    words = 0
    for word in _words_of_a_short_life(path, chance, synchronous):
        told.hear(word)
        words += 1
        figures.acknowledged += isinstance(word, Sold)
    figures.kills += 1
    figures.before_the_first_word += not words
    figures.in_a_sale += isinstance(told.under_way, Selling)
    figures.in_keeping_a_ticket += isinstance(told.under_way, Keeping)
    try:
        lock.hold(path).release()
        finding = _look(path, told, chance, thorough=figures.kills % THOROUGH_EVERY == 0)
    except DatabaseError as problem:
        finding = Finding(lost=tuple(told.sales), wrong=(f"does not open: {problem!r}",))
    figures.lost += len(finding.lost)
    figures.broken += bool(finding.wrong)
    figures.findings += [f"kill {figures.kills}: {words}" for words in finding.wrong[:1]]


def _look(path: Path, told: Told, chance: random.Random, *, thorough: bool) -> Finding:
    """Open the file as a till would, or only read it so that the next till is the one that recovers it."""
    with _opened(path, chance) as db:
        finding = broken(db, told, thorough=thorough)
        told.settle(db)
    return finding


@contextmanager
def _opened(path: Path, chance: random.Random) -> Iterator[Database]:
    db = connect_reader(path) if chance.random() < 0.5 else open_shop(path, now=NOON, new_id=builders.new_id)
    try:
        yield db
    finally:
        db.close()


def _words_of_a_short_life(path: Path, chance: random.Random, synchronous: Synchronous) -> Iterator[Word]:
    """Everything a selling process said until it was killed; a last word cut short was never said."""
    ear, mouth = os.pipe()
    seed = chance.randrange(2**32)
    pid = os.fork()
    if pid == 0:
        try:
            os.close(ear)
            _sell_until_killed(path, seed, synchronous, mouth)
        except BaseException as problem:
            os.write(2, f"the selling process failed: {problem!r}\n".encode())
        finally:
            os._exit(1)
    os.close(mouth)
    try:
        said = _heard(ear, until=time.monotonic() + chance.uniform(0, LONGEST_LIFE_S))
        os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        if not os.WIFSIGNALED(status):
            raise RuntimeError("the selling process ended before it was killed")
        said += _heard(ear, until=None)
    finally:
        os.close(ear)
    for line in said[: said.rfind(b"\n") + 1].splitlines():
        yield _decoder.decode(line)


def _sell_until_killed(path: Path, seed: int, synchronous: Synchronous, mouth: int) -> None:
    chance = random.Random(seed)
    new_id = builders.ids(seed)
    held = lock.hold(path)

    def say(word: Word) -> None:
        os.write(mouth, _encoder.encode(word) + b"\n")

    db = open_shop(
        path,
        now=NOON,
        new_id=new_id,
        told_heads=lambda head: say(Headed(head.seq, head.hash)),
        synchronous=synchronous,
    )
    for word in trade(db, chance=chance, new_id=new_id, rates=french_rates()):
        say(word)
    held.release()


def _heard(ear: int, *, until: float | None) -> bytes:
    """What comes out of the pipe until a moment of the monotonic clock, or until its other end is closed."""
    said = b""
    while until is None or (left := until - time.monotonic()) > 0:
        if until is not None and not select.select([ear], [], [], left)[0]:
            break
        heard = os.read(ear, 65_536)
        if not heard:
            break
        said += heard
    return said
