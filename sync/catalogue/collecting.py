"""How often a server process looks for cycles of garbage: seldom, for what it keeps is much and holds none.

Python looks after every 700 new objects, and now and then at all that there is: with thousands of kept pages and cards
that cost a made page a tenth of its time. Nearly everything goes when nothing names it any more, without being looked
for; what a failed request leaves behind waits a little longer.
"""

import gc

_NEW_OBJECTS, _YOUNG, _OLD = 20_000, 20, 50


def collect_rarely() -> None:
    """Leave alone what is loaded by now, and look for the rest after many more new objects."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, _YOUNG, _OLD)
