"""Mutants of reservations: heard once, told once, held once, released once, and over by one clock."""

from __future__ import annotations

from typing import Final

from tests.mutants.mutant import Mutant

_TAKING: Final = "pos/operations/taking_orders.py"
_MOVING: Final = "sync/catalogue/orders/moving.py"
_ESCROW: Final = "tests/pos/operations/test_escrowing.py"
_HEARD: Final = "tests/sync/test_orders.py"
_TAKEN: Final = "tests/pos/operations/test_taking_orders.py"
_CATALOGUE: Final = "tests/sync/catalogue/test_orders.py"

MUTANTS: Final = (
    Mutant(
        "cursor before commit",
        _TAKING,
        "    for row in page.rows:\n        with transaction(db):\n",
        "    for row in page.rows:\n"
        "        if row.cursor is not None:\n"
        "            with transaction(db):\n"
        "                cursors.put(db, link.target, ORDERS, Cursor(page.feed, row.cursor))\n"
        "        with transaction(db):\n",
        (_TAKEN,),
    ),
    Mutant(
        "expiry by the till's clock",
        "pos/database/online_orders.py",
        '    f" WHERE l.held_milli > 0 AND o.state IN {OPEN_STATES}"\n',
        '    f" WHERE l.held_milli > 0 AND o.state IN {OPEN_STATES}"\n'
        "    \" AND o.expires_at_ms > strftime('%s', 'now') * 1000\"\n",
        (_TAKEN,),
    ),
    Mutant(
        "a revision known already counts again",
        _TAKING,
        "    if known is not None and order.revision <= known.revision:\n        return\n",
        "",
        (f"{_TAKEN}::test_an_older_word_about_a_reservation_puts_nothing_back",),
    ),
    Mutant(
        "the feed undoes what waits to be told",
        _TAKING,
        "    return order_deeds.is_waiting(db, order.target, order.id)\n",
        "    return False\n",
        (f"{_HEARD}::test_the_feed_does_not_undo_what_waits_to_be_told",),
    ),
    Mutant(
        "a row nobody can read is dropped",
        _TAKING,
        "                _refuse(db, link.target, row, now)\n",
        "                pass\n",
        (f"{_HEARD}::test_a_row_nobody_can_read_is_kept_and_stops_no_other",),
    ),
    Mutant(
        "a wiped feed is read on from where the old one was",
        _TAKING,
        "self.feed == known.feed and known.position",
        "known.position",
        (f"{_TAKEN}::test_another_feed_is_read_from_the_start_though_it_has_come_further",),
    ),
    Mutant(
        "a deed is told under a new key every time",
        "sync/orders.py",
        "        key=deed.key,\n",
        "        key=f'{deed.key}-{deed.tries}',\n",
        (f"{_HEARD}::test_a_deed_is_done_once_however_often_it_is_told",),
    ),
    Mutant(
        "a deed told again acts again",
        _MOVING,
        "        if answered is not None:\n            return answered\n",
        "        if answered is not None:\n            Transition.objects.filter(key=deed.key).delete()\n",
        (f"{_CATALOGUE}::test_a_deed_told_again_gets_the_same_answer_and_acts_once",),
    ),
    Mutant(
        "hold released twice",
        "sync/catalogue/orders/ending.py",
        "        line.released_milli += line.held_milli\n",
        "        line.released_milli += 2 * line.held_milli\n",
        (f"{_CATALOGUE}::test_goods_nobody_came_for_are_free_again",),
    ),
    Mutant(
        "hold kept after its end",
        "sync/catalogue/orders/ending.py",
        "        line.released_milli += line.held_milli\n        line.held_milli = 0\n",
        "",
        (f"{_CATALOGUE}::test_a_request_nobody_answered_is_over_by_the_catalogues_clock",),
    ),
    Mutant(
        "the clock wins over goods in the customer's hand",
        _MOVING,
        "        is_allowed = order.state in ALLOWED[deed.action]\n",
        "        is_allowed = order.state in ALLOWED[deed.action] and order.state in OPEN\n",
        (f"{_CATALOGUE}::test_goods_in_the_customers_hand_win",),
    ),
    Mutant(
        "more leaves than was promised",
        _MOVING,
        "    return there if told is None else min(told.get(line.line, 0), there)",
        "    return there if told is None else told.get(line.line, 0)",
        (f"{_CATALOGUE}::test_no_more_leaves_than_was_promised",),
    ),
    Mutant(
        "promises are not taken off what is offered",
        "sync/catalogue/orders/offered.py",
        "level.quantity_milli - promised.held_milli\n",
        "level.quantity_milli\n",
        ("tests/sync/catalogue/test_offered.py",),
    ),
    Mutant(
        "escrow adds up instead of growing",
        "sync/catalogue/orders/escrow.py",
        "max(row.granted_milli, told.granted_milli)",
        "row.granted_milli + told.granted_milli",
        (f"{_CATALOGUE}::test_units_handed_over_only_grow_and_come_back_when_nobody_reserved_them",),
    ),
    Mutant(
        "units somebody reserved go back",
        "sync/catalogue/orders/rights.py",
        "        free = rights_of(row) - taken.get(row.pk, 0)\n",
        "        free = rights_of(row)\n",
        (f"{_CATALOGUE}::test_units_handed_over_only_grow_and_come_back_when_nobody_reserved_them",),
    ),
    Mutant(
        "ended order consumes units",
        "pos/operations/ordering.py",
        "    of_units = order.mode is OrderMode.ESCROW and order.state.is_open\n",
        "    of_units = order.mode is OrderMode.ESCROW\n",
        (f"{_ESCROW}::test_who_comes_late_takes_the_shops_own_until_the_window_says_otherwise",),
    ),
    Mutant(
        "units come free before the till has heard",
        "sync/catalogue/rows.py",
        " AND o.cursor > f.heard))",
        " AND false))",
        (f"{_CATALOGUE}::test_units_of_what_ended_are_promised_to_nobody_before_the_till_has_heard",),
    ),
    Mutant(
        "a latecomer takes units that others reserved",
        "sync/catalogue/orders/rights.py",
        "        used = min(left_milli[row.pk], rights_of(row) - taken.get(row.pk, 0))\n",
        "        used = min(left_milli[row.pk], rights_of(row))\n",
        (f"{_CATALOGUE}::test_who_comes_late_takes_no_units_that_others_reserved",),
    ),
    Mutant(
        "units are handed over before it is known whose left",
        "pos/operations/escrowing.py",
        "    return [one for one in changing if one.product_id not in leaving]\n",
        "    return changing\n",
        (f"{_ESCROW}::test_nothing_more_is_handed_over_before_it_is_known_whose_units_left",),
    ),
    Mutant(
        "a feed put back and outgrown is read on",
        _TAKING,
        ' and known.mark in {"", self.at}\n',
        "\n",
        ("tests/sync/test_put_back.py",),
    ),
    Mutant(
        "the ledger stays as it was though the catalogue was put back",
        _TAKING,
        "            cursors.drop(db, link.target, ESCROW)\n",
        "",
        ("tests/sync/test_put_back.py",),
    ),
    Mutant(
        "a page is taken in though the shop was left",
        _TAKING,
        "            if not online_links.is_joined(db, link):\n                return None\n            if row.order",
        "            if row.order",
        (f"{_TAKEN}::test_what_was_told_to_an_earlier_joining_is_not_taken",),
    ),
)
