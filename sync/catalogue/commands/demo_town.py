"""`comptoir catalogue demo-town`: an invented town in an empty catalogue, and a little life in it."""

import argparse
import random
import signal
import threading
from typing import TYPE_CHECKING

from msgspec import Struct

from sync.catalogue.commands.common import answer, progress, with_folder

if TYPE_CHECKING:
    from sync.catalogue.commands.common import Commands
    from sync.catalogue.demo.filling import DemoShop


class Made(Struct, frozen=True):
    """The town that was made, and its officer."""

    shops: int
    articles: int
    officer: str
    password: str


def add(commands: "Commands") -> None:
    """Say the command's words."""
    parser = commands.add_parser("demo-town", help="fill an empty catalogue with an invented town of 40 shops")
    parser.add_argument("--seed", type=int, default=1, help="another number, another town (1)")
    parser.add_argument("--articles", type=int, default=8000, help="how many articles, over all shops (8000)")
    parser.add_argument(
        "--alive", action="store_true", help="go on with small sales until Ctrl+C, also in a town made before"
    )
    with_folder(parser, run)


def run(wish: argparse.Namespace) -> int:
    """Fill the catalogue, or find what was filled before, and let it live where that is wished for."""
    from sync.catalogue import clock
    from sync.catalogue.demo import filling, happenings
    from sync.catalogue.models import TillKey

    is_there = wish.alive and TillKey.objects.filter(till=filling.TILL).exists()
    if is_there:
        shops = filling.found(clock.now_ms())
    else:
        now = clock.now_ms()
        shops = filling.fill(seed=wish.seed, articles=wish.articles, now_ms=now, tell=progress)
        _say_made(wish, Made(len(shops), sum(len(one.sold) for one in shops), *happenings.new_officer(now)))
    if wish.alive:
        _live(shops, wish.seed)
    return 0


def _say_made(wish: argparse.Namespace, made: Made) -> None:
    answer(
        wish,
        made,
        f"{made.shops} shops with {made.articles} articles. Serve them: comptoir catalogue --data {wish.data}",
        f"The town hall's officer: {made.officer}, password {made.password} (said once).",
    )


def _live(shops: "list[DemoShop]", seed: int) -> None:
    from sync.catalogue.demo.living import live

    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    progress("The town is alive; Ctrl+C ends it.")
    sold = live(shops, stopping, chance=random.Random(seed))
    progress(f"{sold} sales.")
