"""What the program brings along: styles, translations, tax rates and the demo shop."""

from pathlib import Path


def path(*parts: str) -> Path:
    """Say where a resource lies on the disk, in a source tree as in a bundle: `path("demo", "shop.json")`."""
    return Path(__file__).parent.joinpath(*parts)
