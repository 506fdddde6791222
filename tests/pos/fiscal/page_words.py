"""The words of verify.html are those of verify.py: `python -m tests.pos.fiscal.page_words --update` writes them in."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from pos.fiscal import verify

PAGE = Path(verify.__file__).with_name("verify.html")
_PLACE = re.compile(r'(<script type="application/json" id="words">)(.*?)(</script>)', re.DOTALL)


def meant() -> str:
    """The words as they must stand in the page."""
    words = {"sentences": verify.SENTENCES, "around": verify.WORDS}
    return json.dumps(words, ensure_ascii=False, indent=0).replace("<", "\\u003c")


def found() -> str:
    """The words as they stand in it."""
    place = _PLACE.search(PAGE.read_text(encoding="utf-8"))
    return place.group(2) if place else ""


def main() -> int:
    if "--update" in sys.argv[1:]:
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(_PLACE.sub(lambda at: at.group(1) + meant() + at.group(3), page), encoding="utf-8")
    return 0 if found() == meant() else 1


if __name__ == "__main__":
    sys.exit(main())
