"""What became of the products a person sent again: they vanish from the list, so it must be said."""

from __future__ import annotations

from collections.abc import Iterable

from pos.wording import Wording
from ui.online.window_view import WindowView


class SentAgain:
    """Remembers which products were sent again until the catalogue has answered."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}

    @property
    def waited_for(self) -> frozenset[str]:
        """The products whose answer is not known yet."""
        return frozenset(self._names)

    def add(self, product_ids: Iterable[str], known: WindowView) -> None:
        """Products were sent again; the view before it knows their names."""
        names = {one.product_id: one.name for one in known.aside}
        self._names |= {product_id: names.get(product_id, "") for product_id in product_ids}

    def follow(self, view: WindowView, waited_for: frozenset[str], wording: Wording) -> str:
        """Say what has become of them, empty while that is not known.

        Args:
            view: what the shop's file knows now.
            waited_for: what was sent before the view was looked at; of others it says nothing.
            wording: the language.
        """
        refused = waited_for & {one.product_id for one in view.aside}
        accepted = waited_for - refused if not view.waiting else frozenset[str]()
        names = {product_id: self._names.pop(product_id, "") for product_id in refused | accepted}
        again = wording.plural(
            "{count} article was refused again.", "{count} articles were refused again.", len(refused)
        )
        taken = wording.plural("{count} article was accepted.", "{count} articles were accepted.", len(accepted))
        said = (
            _said([names[one] for one in refused], wording("“{name}” was refused again."), again),
            _said([names[one] for one in accepted], wording("“{name}” was accepted."), taken),
        )
        return " ".join(said).strip()


def _said(names: list[str], one: str, many: str) -> str:
    if len(names) == 1 and names[0]:
        return one.format(name=names[0])
    return many.format(count=len(names)) if names else ""
