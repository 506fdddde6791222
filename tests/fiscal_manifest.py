"""The manifest of the fiscal perimeter: `python -m tests.fiscal_manifest --update` writes it anew.

Without --update it says which files differ, and exits 1 when any does.
"""

from __future__ import annotations

import json
import sys

from pos.database.journal.software import MANIFEST, ROOT, examine, fingerprints
from pos.fiscal import VERSION


def main() -> int:
    """Write the manifest, or say what it lacks."""
    if "--update" in sys.argv[1:]:
        manifest = {"version": VERSION, "files": fingerprints(ROOT)}
        (ROOT / MANIFEST).write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n")
    changed = examine(ROOT).changed
    for name in changed:
        print(f"{name} is not as the manifest says")
    return 1 if changed else 0


if __name__ == "__main__":
    sys.exit(main())
