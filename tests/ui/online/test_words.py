"""What the sheet says: of every standing, every refusal and every joining that went wrong, in both languages."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from datetime import timedelta
from itertools import product as pairs
from pathlib import Path

import pytest

from pos.database.online_links import OnlineLink
from pos.database.outbox import AsidedProduct
from pos.domain.errors import ShopError
from pos.wording import Language, Wording
from sync.errors import AddressRefused, Distrust, PairingCodeRefused, Rejected, Temporary, Unsettled, suspended_for
from sync.state import WindowState
from tests.builders import NOON
from ui.online.joining_words import joining_refused
from ui.online.refusal_words import REASONS, reason_in_words
from ui.online.sent_again import SentAgain
from ui.online.standing_words import Tone, standing
from ui.online.window_view import WindowView

LINK = OnlineLink("catalogue", "catalogue", "https://vitrines.example", "s", "Librairie", "https://x.example/", 1, 1)
EN = Wording("en")


def _view(waiting: int = 0, *aside: str) -> WindowView:
    listed = tuple(AsidedProduct(name, name, "unknown product") for name in aside)
    return WindowView(LINK, waiting, len(aside), listed)


def _troubles() -> Iterator[Temporary | ShopError]:
    yield from (Temporary(reason) for reason in Unsettled)
    yield from (suspended_for(reason) for reason in Distrust)


def test_a_window_is_current_only_when_it_was_told_so_and_nothing_waits() -> None:
    told = WindowState(linked=True, current_at=NOON)

    assert standing(_view(), told, EN).tone is Tone.WELL
    assert standing(_view(), WindowState(linked=True), EN).tone is Tone.QUIET
    assert standing(_view(2), told, EN).tone is Tone.QUIET
    assert standing(_view(0, "Thé"), told, EN).tone is Tone.LOOK_HERE


def test_refused_articles_do_not_hide_that_others_are_on_their_way() -> None:
    said = standing(_view(3, "Thé"), WindowState(linked=True, current_at=NOON), EN)

    assert (said.title, said.line) == ("1 article was refused", "The others are being sent.")


@pytest.mark.parametrize(("trouble", "language"), list(pairs(_troubles(), ("fr", "en"))), ids=str)
def test_every_trouble_says_what_happened_and_can_be_tried_again(trouble: ShopError, language: Language) -> None:
    wording = Wording(language)
    state = WindowState(linked=True, current_at=NOON, trouble=trouble)  # type: ignore[arg-type]

    said = standing(_view(0, "Thé"), state, wording)

    assert said.tone is Tone.LOOK_HERE
    assert said.can_retry
    assert said.title
    assert said.line.count(".") + said.line.count("?") >= 2
    assert "{" not in said.title + said.line
    assert "comptoir " not in said.line, "a command is no help in the till"


def test_a_new_code_is_offered_where_it_helps_and_nowhere_else() -> None:
    helped = {
        reason
        for reason in Distrust
        if standing(_view(), WindowState(linked=True, trouble=suspended_for(reason)), EN).needs_code
    }

    assert helped == {Distrust.SIGN_IN, Distrust.STALE_TERM}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_joining_that_went_wrong_says_what_to_do(language: Language) -> None:
    wording = Wording(language)
    refusals = [*_troubles(), PairingCodeRefused("no"), AddressRefused("http://far.example"), Rejected("not today")]

    for problem in refusals:
        said = joining_refused(problem, wording)
        assert said.count(".") + said.count("?") >= 3, said
        assert "{" not in said


def test_who_guessed_too_often_is_told_when_to_come_back() -> None:
    said = joining_refused(Temporary(Unsettled.BUSY, timedelta(seconds=601)), EN)

    assert said.endswith("Try again in 11 min.")


def test_every_reason_the_catalogue_gives_has_words() -> None:
    batches, *others = (_source(f"sync.catalogue.{name}") for name in _REFUSING)
    flaws = batches[batches.index("def _flaw") :].split("\n\n\n")[0]
    given = {line.strip().removeprefix("return ").strip('"') for line in flaws.splitlines() if 'return "' in line}
    said = {reason.removeprefix("It was refused: ").removesuffix(".") for reason in REASONS}

    assert {reason for reason in given if reason} | {"unknown product"} <= said
    assert [reason for reason in said if f'"{reason}"' not in "".join((batches, *others))] == []


_REFUSING = ("batches", "contents.news", "contents.promotions", "contents.words", "pictures")


def _source(module: str) -> str:
    spec = importlib.util.find_spec(module)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).read_text(encoding="utf-8")


def test_a_reason_nobody_foresaw_is_shown_as_it_came() -> None:
    assert reason_in_words("the moon is full", EN) == "The catalogue says: “the moon is full”"
    assert reason_in_words("unknown product", Wording("fr")) == (
        "Le catalogue ne connaît pas encore l’article. Renvoyez-le."
    )


def test_what_became_of_articles_sent_again_is_said_once() -> None:
    sent = SentAgain()
    sent.add(("Thé", "Savon", "Pain"), _view(0, "Pain", "Savon", "Thé"))
    before = sent.waited_for

    assert sent.follow(_view(3), before, EN) == "", "they are on their way"
    assert sent.follow(_view(2, "Thé"), before, EN) == "“Thé” was refused again."
    assert sent.follow(_view(0, "Thé"), sent.waited_for, EN) == "2 articles were accepted."
    assert sent.follow(_view(0, "Thé"), sent.waited_for, EN) == ""


def test_a_look_from_before_an_article_was_sent_again_says_nothing_of_it() -> None:
    sent = SentAgain()
    before = sent.waited_for
    sent.add(("Thé",), _view(0, "Thé"))

    assert sent.follow(_view(0, "Thé"), before, EN) == ""
    assert sent.waited_for == {"Thé"}
