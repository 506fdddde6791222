"""Typed texts, as pages show them: paragraphs and safe links, whatever was typed."""

from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sync.catalogue.prose import as_html, excerpt


class _Elements(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.seen = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.seen += data


@given(st.text(max_size=300))
@example("<script>alert(1)</script> javascript:alert(1) http://x\"onclick='a'")
@example("https://x.example/<b>&amp;\n\n\nhttp://")
def test_whatever_is_typed_is_text_in_paragraphs(text: str) -> None:
    page = _Elements(as_html(text))

    assert {tag for tag, _ in page.found} <= {"p", "br", "a"}
    for tag, attributes in page.found:
        assert set(attributes) == ({"href", "rel"} if tag == "a" else set())
        if tag == "a":
            assert str(attributes["href"]).lower().startswith(("http://", "https://"))
            assert attributes["rel"] == "nofollow ugc noopener"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Voir https://a.example/b.", "https://a.example/b"),
        ("(https://a.example/b)", "https://a.example/b"),
        ("https://a.example/b_(c)", "https://a.example/b_(c)"),
        ("« https://a.example/é »", "https://a.example/é"),
        ("http://a.example/?a=1&b=2…", "http://a.example/?a=1&b=2"),
        ("Zhttps://a.example", None),
        ("ftp://a.example javascript://a", None),
    ],
)
def test_an_address_ends_where_the_sentence_does(text: str, address: str | None) -> None:
    links = [attributes["href"] for tag, attributes in _Elements(as_html(text)).found if tag == "a"]

    assert links == ([] if address is None else [address])


def test_lines_and_paragraphs_stay_apart() -> None:
    assert as_html("un\ndeux\r\n\r\n  trois & <quatre>\n") == "<p>un<br>deux</p>\n<p>trois &amp; &lt;quatre&gt;</p>"


@given(st.text(max_size=300), st.integers(1, 80))
def test_a_beginning_is_never_longer_than_wished(text: str, length: int) -> None:
    assert len(excerpt(text, length)) <= length + 1


def test_a_beginning_ends_between_words() -> None:
    assert excerpt("Un marché de Noël, place des Lices", 20) == "Un marché de Noël…"
