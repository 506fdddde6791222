"""What is said of a window: every line of the log, step of a trial and difference, in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product as pairs

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from pos.database.window_health import Differences, Reservations
from pos.domain.drift import Drift, DriftKind, DriftState, Moved, Story
from pos.domain.online_log import Detail, LogEntry, LogEvent
from pos.domain.online_order import OrderMode
from pos.domain.stock import Reason
from pos.wording import Language, Wording
from sync.errors import Distrust, Temporary, Unsettled, suspended_for
from sync.order_protocol import HiddenNews, StatusReply
from sync.state import WindowState
from sync.trying import Result, Step, Trial, step_of, steps_after
from tests.builders import NOON
from tests.screens_online import LINK
from ui.online import drift_words, fact_words
from ui.online.log_words import in_words, is_trouble
from ui.online.standing_words import Tone, standing
from ui.online.trial_words import steps_in_words, summary
from ui.online.window_view import WindowView

EN, FR = Wording("en"), Wording("fr")
LANGUAGES = ("fr", "en")
STATUS = StatusReply(
    shop="s", shop_name="Mercerie", till="t", term=1, publishes=False, now_ms=0, products=3, levels=2, open_orders=0,
    publisher="Caisse du fond",
)  # fmt: skip
KNOWN_DETAILS: dict[str, Detail] = {
    "shop": "Mercerie", "term": 2, "reason": "unreachable", "after_s": 480, "products": 3, "product": "tea",
    "epoch": 1, "result": "well", "order": "o", "number": "K7Q", "deed": "confirm", "quantity_milli": 1000,
    "mode": "escrow", "version": 3, "differing": 2, "kind": "lost-write", "would_change": 3, "would_be_zero": 0,
    "answer": "left", "minutes": -12,
}  # fmt: skip


def _entry(event: LogEvent, details: dict[str, Detail]) -> LogEntry:
    return LogEntry("catalogue", event, NOON, NOON, 1, details)


@pytest.mark.parametrize(("event", "language"), list(pairs(LogEvent, LANGUAGES)), ids=str)
def test_every_event_is_said_in_a_sentence(event: LogEvent, language: Language) -> None:
    said = in_words(_entry(event, KNOWN_DETAILS), {"tea": "Thé vert"}, Wording(language))

    assert said.endswith((".", "”", "»"))
    assert "{" not in said
    assert said[0].isupper() or not said[0].isalpha()
    assert "tea" not in said, "an article is called by its name"


@given(
    event=st.sampled_from(LogEvent),
    details=st.dictionaries(st.sampled_from(list(KNOWN_DETAILS)), st.text() | st.integers()),
)
def test_a_line_of_an_older_or_newer_comptoir_never_breaks_the_page(
    event: LogEvent, details: dict[str, Detail]
) -> None:
    for wording in (EN, FR):
        assert in_words(_entry(event, details), {}, wording)


def test_trouble_is_what_somebody_may_want_to_see_to() -> None:
    assert is_trouble(LogEvent.LINE_LOST)
    assert is_trouble(LogEvent.BRAKED)
    assert not is_trouble(LogEvent.LINE_BACK)
    assert not is_trouble(LogEvent.ORDER_CAME)


@pytest.mark.parametrize(
    ("trouble", "step"),
    [
        (Temporary(Unsettled.UNREACHABLE), Step.ADDRESS),
        (Temporary(Unsettled.TIMEOUT), Step.ADDRESS),
        (Temporary(Unsettled.NOT_THE_SHOP), Step.ANSWER),
        (Temporary(Unsettled.SERVER_ERROR), Step.ANSWER),
        (suspended_for(Distrust.TLS), Step.CERTIFICATE),
        (suspended_for(Distrust.REDIRECT), Step.ANSWER),
        (suspended_for(Distrust.SIGN_IN), Step.KEY),
        (suspended_for(Distrust.FORBIDDEN), Step.KEY),
    ],
    ids=str,
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_trouble_fails_one_step_what_was_before_is_ticked_and_what_comes_after_untried(
    trouble: Temporary, step: Step, language: Language
) -> None:
    assert step_of(trouble) is step
    trial = Trial(LINK.address, steps_after(step, has_certificate=True), timedelta(seconds=1), trouble)
    said = steps_in_words(trial, Wording(language))

    place = list(Step).index(step)
    assert [one.result for one in said] == [
        *[Result.WELL] * place,
        Result.FAILED,
        *[Result.UNTRIED] * (len(Step) - place - 1),
    ]
    assert said[place].line.count(".") + said[place].line.count("?") >= 2, "what happened, and what to do"
    assert all(one.line for one in said)


def test_a_trial_that_went_well_says_so_and_how_long_it_took() -> None:
    trial = Trial("http://127.0.0.1:8000", steps_after(None, has_certificate=False), timedelta(milliseconds=84))

    assert summary(trial, EN) == "All is well; the answer took 84 ms."
    assert trial.failed is None
    certificate = steps_in_words(trial, EN)[1]
    assert certificate.line == "None is asked of a catalogue on this very machine."


def test_a_till_that_no_longer_publishes_is_told_which_one_does_and_how_to_take_it_back() -> None:
    trial = Trial("https://v", steps_after(Step.PUBLISHES, has_certificate=True), timedelta(), status=STATUS)

    assert steps_in_words(trial, EN)[4].line == (
        "The till “Caisse du fond” publishes for this shop now. To publish from this till again, join with a new code."
    )
    stopped = WindowState(linked=True, trouble=suspended_for(Distrust.STALE_TERM))
    said = standing(WindowView(LINK, publisher="Caisse du fond"), stopped, EN)
    assert said.title == "Another till publishes for this shop"
    assert said.line.startswith("The till “Caisse du fond” publishes for this shop now.")
    assert said.needs_code


def test_a_till_is_told_what_the_town_hall_keeps_out_of_its_pages() -> None:
    hidden = (HiddenNews("n", "Soldes", "pas avant mercredi"),)
    status = structs.replace(STATUS, publishes=True, shown=False, hidden_news=hidden)
    trial = Trial("https://v", steps_after(None, has_certificate=True), timedelta(), status=status)

    assert steps_in_words(trial, EN)[4].line == (
        "This till publishes for the shop. The window shows 3 articles."
        " The town hall keeps the whole shop out of its pages: ask there."
        " The town hall hid your news “Soldes”: pas avant mercredi."
    )


def test_what_is_left_aside_asks_for_no_look_and_is_still_counted() -> None:
    view = WindowView(LINK, set_aside=2, left=frozenset({"a", "b"}))

    said = standing(view, WindowState(linked=True, current_at=NOON, set_aside=2, left_aside=2), EN)

    assert (said.tone, said.line) == (Tone.WELL, "2 articles are set aside.")


def test_the_brake_is_no_matter_of_trying_again() -> None:
    stopped = WindowState(linked=True, trouble=suspended_for(Distrust.MASS_CHANGE), held=30)

    assert not standing(WindowView(LINK, differences=Differences(held=30)), stopped, EN).can_retry
    assert standing(WindowView(LINK), stopped, EN).can_retry, "decided already: only the line waits"


@pytest.mark.parametrize(
    ("view", "said"),
    [
        (WindowView(LINK), "nothing"),
        (WindowView(LINK, 1), "1 article"),
        (WindowView(LINK, 4, waited=timedelta(seconds=59)), "4 articles"),
        (WindowView(LINK, 4, waited=timedelta(minutes=23)), "4 articles, for 23\u00a0min at the most"),
        (WindowView(LINK, 4, waited=timedelta(days=3, hours=2)), "4 articles, for 3 days at the most"),
    ],
    ids=str,
)
def test_what_waits_is_counted_with_its_age(view: WindowView, said: str) -> None:
    assert fact_words.waiting(view, EN) == said


def test_reservations_say_what_asks_for_a_look_and_how_they_are_taken() -> None:
    link = replace(LINK, mode="escrow")
    view = WindowView(link, reservations=Reservations(open=3, requested=1, unread=2, deeds=1))

    assert fact_words.reservations(view, EN) == (
        "3 open, 1 asks for an answer, 2 could not be read, 1 answer of ours was refused"
        " · promised at once, from units handed over"
    )
    assert (
        fact_words.reservations(WindowView(replace(LINK, takes_orders=False)), EN) == "none open · the shop takes none"
    )
    assert set(fact_words.TAKEN) == set(OrderMode)


@pytest.mark.parametrize(
    ("skew_ms", "said"),
    [
        (None, "not compared yet"),
        (4_000, "as the online shop’s"),
        (11 * 60_000, "This machine’s clock is 11\u00a0min ahead of the online shop’s: set it right in the system."),
        (-26 * 3600_000, "This machine’s clock is 26\u00a0h behind the online shop’s: set it right in the system."),
    ],
)
def test_clocks_that_differ_are_told_by_how_much_and_which_way(skew_ms: int | None, said: str) -> None:
    assert fact_words.clock(WindowView(replace(LINK, skew_ms=skew_ms)), EN) == said


def _drift(kind: DriftKind, state: DriftState) -> Drift:
    moved = Moved("01a205b3-d080-7b66-a964-407ad26901cc", 2, 133, Reason.SALE.value, -1000, 0)
    return Drift(
        id=1, target="catalogue", product_id="p", name="Thé", kind=kind, state=state, found_at=NOON,
        settled_at=NOON if state is DriftState.REPAIRED else None,
        ours='{"version":3,"level":{"version":4,"milli":3000,"table_milli":3000}}', theirs="null",
        story=Story(moved, (moved,), earlier=2),
    )  # fmt: skip


@pytest.mark.parametrize(("kind", "state"), list(pairs(DriftKind, DriftState)), ids=str)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_difference_says_what_why_and_what_was_done(
    kind: DriftKind, state: DriftState, language: Language
) -> None:
    wording, drift = Wording(language), _drift(kind, state)

    for said in (drift_words.why(drift, wording), drift_words.done(drift, wording)):
        assert said.endswith(".")
        assert "{" not in said


def test_the_movements_behind_a_difference_are_named_for_ever() -> None:
    lines = list(drift_words.movements(_drift(DriftKind.LOST_WRITE, DriftState.HELD), EN))

    assert lines[0].startswith("The window stood at movement 6901cc/2/133: sale, -1, ")
    assert lines[1:3] == ["Since then the till counted:", "· 2 earlier movements"]
    assert lines[3].startswith("· 6901cc/2/133: sale, -1, ")
    assert drift_words.figures(_drift(DriftKind.MISSING, DriftState.HELD), EN) == (
        "The till had 3, the window said nothing to show."
    )
