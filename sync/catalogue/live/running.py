"""Running the live events: the process that `serving` starts beside the pages."""

import asyncio
import os
import signal

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.embed import Server

from sync.catalogue.parent import end_without_unwinding, stop_with_parent
from sync.catalogue.watching import counters


def run_live(host: str, port: int) -> None:
    """Serve the live events of the folder that CATALOGUE_DATA names, until SIGTERM or until the parent has gone.

    There is one such process however many serve the pages: mails go out from it too.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sync.catalogue.settings")
    import django

    django.setup()
    counters.begin(counters.LIVE)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl+C reaches the parent too, which stops this in order
    stop_with_parent()
    end_without_unwinding()
    asyncio.run(_serve(host, port))


async def _serve(host: str, port: int) -> None:
    from sync.catalogue.live.app import LiveApp
    from sync.catalogue.live.hub import Hub
    from sync.catalogue.live.tail import Tail
    from sync.catalogue.mailing.postman import Postman

    loop = asyncio.get_running_loop()
    hub = Hub()
    tail = Tail(hub, loop)
    postman = Postman()
    server = Server(
        LiveApp(hub),
        address=host,
        port=port,
        interface=Interfaces.ASGINL,
        backlog=1024,
        backpressure=4096,
        websockets=False,
        log_level=LogLevels.error,
    )
    stopping = asyncio.Event()
    signal.signal(signal.SIGTERM, lambda *_: loop.call_soon_threadsafe(stopping.set))
    tail.start()
    postman.start()
    running = asyncio.ensure_future(server.serve())
    waiting = asyncio.ensure_future(stopping.wait())
    await asyncio.wait({running, waiting}, return_when=asyncio.FIRST_COMPLETED)
    hub.let_go()
    await asyncio.sleep(0)
    server.stop()
    await running
    waiting.cancel()
    await asyncio.to_thread(tail.stop)
    await asyncio.to_thread(postman.stop)
