"""The demo for a person: the real till on the demo shop, and which page to open beside it."""

from __future__ import annotations

from ui import machine
from ui.commands.console import Console
from ui.commands.demo.stage import Stage
from ui.commands.till import close_on_signals


def open_till(stage: Stage, console: Console) -> int:
    """Open the till and live until its window is closed."""
    from ui.app import TillOptions
    from ui.running import run_till

    wording = console.wording
    console.say()
    console.say(wording("Open this page in a browser and watch it while you sell:"))
    console.say(f"    {stage.window_url}")
    console.say(wording("Receipts are printed to {folder}.").format(folder=stage.papers))
    console.say(wording("Close the till to stop everything."))
    options = TillOptions(
        shop_path=stage.shop_path,
        language=wording.language,
        printer_setting="pretend:",
        papers=stage.papers,
        keys=stage.key_store,
    )
    return run_till(options, clock=machine.now, new_id=machine.new_id, opened=close_on_signals)
