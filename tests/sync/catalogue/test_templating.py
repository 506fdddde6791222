"""Every template is read, escapes what it is given, and asks for nothing that a page does not give it."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template import engines
from django.utils.translation import override
from jinja2 import Environment, Undefined, nodes
from jinja2.utils import missing

from tests.sync.catalogue import whole_town
from tests.sync.catalogue.calls import Town
from tests.sync.catalogue.hall import Browser

FOLDER = Path(settings.TEMPLATES[0]["DIRS"][0])
NAMES = sorted(file.relative_to(FOLDER).as_posix() for file in FOLDER.rglob("*.html"))
STATES = (
    "/?q=pain",
    "/?q=xylophone&in_stock=1",
    "/boutiques/?open=1",
    f"/boutiques/{whole_town.SHOP}/demander/",
    "/nothing",
)
MAY_BE_LEFT_OUT = {"codes", "far", "is_begun", "is_grave", "lead", "shows_shop", "square", "year"}
"""Names that some pages give a template and others do not; it asks for them as conditions only."""


def _environment() -> Environment:
    found: Environment = engines["jinja2"].env
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_template_is_read_and_escapes_what_it_is_given(name: str) -> None:
    environment = _environment()
    tree = environment.parse((FOLDER / name).read_text(encoding="utf-8"))

    assert environment.get_template(name).name == name
    assert environment.autoescape is True
    assert list(tree.find_all(nodes.ScopedEvalContextModifier)) == []
    assert {"safe", "tojson", "xmlattr"} & {one.name for one in tree.find_all(nodes.Filter)} == set()


def test_what_is_put_in_is_escaped_and_words_of_ours_are_not() -> None:
    words = "{{ _('The town\\'s shops') }}{% trans %}Ask {{ name }} a question{% endtrans %}"
    template = _environment().from_string("{{ name }}" + words + "{{ name|truncatechars(4) }}")

    with override("en"):
        written = template.render(name="<b>'&'</b>")

    name = "&lt;b&gt;&#39;&amp;&#39;&lt;/b&gt;"
    assert written == f"{name}The town's shopsAsk {name} a question&lt;b&gt;…"


def test_a_word_is_said_in_the_language_in_force() -> None:
    counted = "{% trans count=2 %}{{ count }} shop takes part{% pluralize %}{{ count }} shops take part{% endtrans %}"
    template = _environment().from_string("{{ _('Open now') }}, " + counted)

    said = {}
    for language in ("fr", "en"):
        with override(language):
            said[language] = template.render()

    assert said["en"] == "Open now, 2 shops take part"
    assert said["fr"] == "Ouvert, 2 boutiques participent"


def test_no_page_asks_for_what_it_is_not_given(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: set[str] = set()

    class Noted(Undefined):
        """Notes a name that nobody gave, and one that a thing does not have; None and a dictionary have none."""

        def __init__(self, hint: str | None = None, obj: Any = missing, name: str | None = None, *rest: Any) -> None:
            super().__init__(hint, obj, name, *rest)
            if obj is missing:
                asked.add(str(name))
            elif obj is not None and not isinstance(obj, dict):
                asked.add(f"{type(obj).__name__}.{name}")

    monkeypatch.setattr(_environment(), "undefined", Noted)
    filled = whole_town.fill(town.now_ms)
    hall = Browser(town)
    hall.sign_in()
    for path in (*map(filled.address, whole_town.routes()), *filled.states, filled.reservable, *STATES):
        hall.client.get(path, headers={"Accept-Language": "fr"})
    for path in (f"{filled.reservable}reserver/", f"/boutiques/{whole_town.SHOP}/demander/?article=p1"):
        hall.client.post(path, {"once": "x"})

    assert asked - MAY_BE_LEFT_OUT == set()
