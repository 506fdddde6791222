"""What every demo stands on: a town's catalogue that runs, and a shop filled and joined to it."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from pos.database import online_links, products, settings
from pos.database.connection import Database
from pos.domain.shop import ShopIdentity
from pos.keystore import FileKeyStore, key_file
from ui import machine
from ui.commands.console import Console
from ui.commands.demo.expecting import expect
from ui.commands.demo.town import running_town
from ui.commands.shop import held_shop
from ui.commands.words import duration


@dataclass(frozen=True, slots=True)
class Stage:
    """A demo shop that a till can be opened on; key_store holds its key to the catalogue."""

    shop_path: Path
    shop: ShopIdentity
    products: int
    filled_s: float
    town_url: str
    window_url: str
    key_store: FileKeyStore

    @property
    def papers(self) -> Path:
        """Where the pretend printer keeps its papers."""
        return self.shop_path.parent / "papers"


@contextlib.contextmanager
def set_up(folder: Path, console: Console) -> Iterator[Stage]:
    """Fill the shop while the catalogue starts, join the two, and stop the catalogue afterwards.

    Raises:
        NotAsPromised: the catalogue does not start.
    """
    wording = console.wording
    path = folder / "shop" / machine.SHOP_FILE
    keys = FileKeyStore(key_file(path))
    with contextlib.ExitStack() as stack:
        waiting = stack.enter_context(ThreadPoolExecutor(1, thread_name_prefix="town"))
        town_name = _town_name()
        starting = waiting.submit(
            lambda: stack.enter_context(running_town(folder / "catalogue", name=town_name, wording=wording))
        )
        with held_shop(path, make=True, keys=keys) as db:
            shop, count, seconds = _fill(db)
            told = wording("{shop}: {count} articles of a demo shop, ready in {duration}.")
            console.say(told.format(shop=shop.name, count=wording.number(count), duration=duration(seconds, wording)))
            town = starting.result()
            console.say(wording("The town’s catalogue runs: {address}").format(address=f"{town.url}/"))
            window_url = _join(db, town.url, town.invite(shop), keys)
        console.say(wording("The till is joined; the shop’s window: {address}").format(address=window_url))
        yield Stage(path, shop, count, seconds, town.url, window_url, keys)


def _town_name() -> str:
    import msgspec

    import resources

    shop = msgspec.json.decode(resources.path("demo", "shop.json").read_bytes())
    return str(shop["town"])


def _fill(db: Database) -> tuple[ShopIdentity, int, float]:
    from pos.operations.demo_shop import fill

    began = time.monotonic()
    fill(db, now=machine.now(), new_id=machine.new_id)
    seconds = time.monotonic() - began
    return settings.shop_identity(db), products.count(db), seconds


def _join(db: Database, address: str, code: str, keys: FileKeyStore) -> str:
    """Join the catalogue and give the window's address; a demo folder kept from last time is joined anew."""
    from sync.pairing import pair

    pair(db, address=address, code=code, keys=keys, now=machine.now())
    link = online_links.get(db)
    expect(link is not None, "no link")
    return link.window_url if link else ""
