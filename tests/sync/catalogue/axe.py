"""What axe finds on an open page, light on a telephone and dark on a large screen: WCAG 2.2 AA and best practice."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
_OPTIONS = {"runOnly": {"type": "tag", "values": list(_RULES)}, "resultTypes": ["violations"]}
Look = tuple[dict[str, int], str]
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1366, "height": 768}
LOOKS: tuple[Look, ...] = ((PHONE, "light"), (DESKTOP, "dark"))
"""Both schemes and both sizes; no rule of a size sets a colour, so two looks stand for all four (see `test_axe`)."""


def faults(page: Page, looks: tuple[Look, ...] = LOOKS) -> list[str]:
    """What axe finds on an open page with all that it folds away unfolded."""
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    page.evaluate(Axe().axe_script)
    found: list[str] = []
    for size, scheme in looks:
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        told: dict[str, Any] = page.evaluate("options => axe.run(options)", _OPTIONS)
        assert len(told["passes"]) > 10
        found += [f"{scheme}: {one['id']}: {node['html']}" for one in told["violations"] for node in one["nodes"]]
    return found
