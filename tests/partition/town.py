"""The town's machine: a real catalogue, and in front of it the proxy with a certificate that a till insists on."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import sys
import threading
from pathlib import Path

import trustme

from tests.partition.network import TOWN_ADDRESS
from tests.partition.talking import say, words
from tests.sync.catalogue_server import RunningCatalogue

_PIECE_BYTES = 65_536


def main(folder: Path) -> int:
    """Serve until nobody speaks any more; `invite` gives a shop's code."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "authority.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(TOWN_ADDRESS).configure_cert(context)
    catalogue = RunningCatalogue()
    catalogue.start(folder / "catalogue", environment={"CATALOGUE_HOSTS": TOWN_ADDRESS})
    port = _proxy(context, catalogue.port)
    say(address=f"https://{TOWN_ADDRESS}:{port}", page=catalogue.url)
    try:
        for heard in words():
            say(code=catalogue.invite(heard["shop"], figures="counts"))
    finally:
        catalogue.stop()
    return 0


def _proxy(context: ssl.SSLContext, behind: int) -> int:
    """Listen on the line with TLS and pass everything on; gives the port."""
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, daemon=True).start()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            onward = await asyncio.open_connection("127.0.0.1", behind)
            await asyncio.gather(_pass_on(reader, onward[1]), _pass_on(onward[0], writer))

    async def begin() -> int:
        server = await asyncio.start_server(serve, TOWN_ADDRESS, 0, ssl=context)
        return int(server.sockets[0].getsockname()[1])

    return asyncio.run_coroutine_threadsafe(begin(), loop).result(20)


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while piece := await reader.read(_PIECE_BYTES):
            writer.write(piece)
            await writer.drain()
    with contextlib.suppress(OSError):
        writer.close()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
