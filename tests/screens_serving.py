"""The catalogue's own program at a moment that stands still, so that its pictures are the same every time.

The processes that it starts import this module as well: all of them read the same moment.
"""

import sys

from sync.catalogue import clock
from sync.catalogue.__main__ import main
from tests.screens_town import MOMENT_MS

clock.now_ms = lambda: MOMENT_MS

if __name__ == "__main__":
    sys.exit(main())
