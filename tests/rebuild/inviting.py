"""Invite every shop of a town, in one process: prints their pairing codes as JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path


def name(place: int) -> str:
    """What the shop at a place is called."""
    return f"Boutique {place + 1}"


def main(data: Path, shops: int) -> None:
    """Invite them."""
    from sync.catalogue.starting import Invitation, invite

    print(json.dumps([invite(data, Invitation(name=name(place), figures="counts")).code for place in range(shops)]))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
