"""Mutants of the shop's file: what is on the disk when it is said to be, and what belongs together."""

from __future__ import annotations

from typing import Final

from tests.mutants.mutant import Mutant

_POWER_CUTS: Final = ("-m", "tests.durability", "--cuts", "100", "--seed", "11", "--workers", "1")
_COMPARING: Final = "tests/sync/test_comparing.py"

MUTANTS: Final = (
    Mutant(
        "PRAGMA synchronous=NORMAL",
        "pos/database/connection.py",
        '        f"synchronous={synchronous}",\n',
        '        "synchronous=NORMAL",\n',
        _POWER_CUTS,
    ),
    Mutant(
        "acknowledge before COMMIT",
        "pos/database/connection.py",
        '            yield\n            db.execute("COMMIT")\n',
        "            yield\n"
        "            if db.after_commit is not None:\n"
        "                db.after_commit()\n"
        "                db.after_commit = None\n"
        '            db.execute("COMMIT")\n',
        _POWER_CUTS,
    ),
    Mutant(
        "a sale in two transactions",
        "pos/operations/selling.py",
        "        sales.add(db, sale, record_seq=record.seq)\n",
        "        sales.add(db, sale, record_seq=record.seq)\n"
        '        db.execute("COMMIT")\n'
        '        db.execute("BEGIN IMMEDIATE")\n',
        _POWER_CUTS,
    ),
    Mutant(
        "the window is not told of a sale",
        "pos/operations/selling.py",
        "        outbox.mark_levels(db, ((one.product_id, taken.first_version + place) for place, one in "
        "enumerate(moved)))\n",
        "",
        _POWER_CUTS,
    ),
    Mutant(
        "drop the epoch",
        "pos/database/till.py",
        "SET epoch = epoch + 1, next_seq = 1,",
        "SET epoch = epoch, next_seq = 1,",
        ("tests/sync/test_terms.py::test_a_restored_file_publishes_everything_anew_under_a_new_term",),
    ),
    Mutant(
        "a restore gives out versions the window has seen",
        "pos/database/till.py",
        'last_version = last_version + ?"\n            " RETURNING epoch',
        'last_version = last_version + 0 * ?"\n            " RETURNING epoch',
        ("tests/pos/operations/test_restoring.py",),
    ),
    Mutant(
        "digest adopted instead of recomputed",
        "sync/repairing.py",
        "            _mark(db, link.target, mended)\n",
        "            for one in mended:\n"
        "                if one.theirs is not None and one.theirs.level is not None:\n"
        "                    taken = (one.theirs.level.milli, one.product_id)\n"
        '                    db.execute("UPDATE stock_level SET quantity_milli = ? WHERE product_id = ?", taken)\n',
        (f"{_COMPARING}::test_what_is_spoilt_there_is_found_named_and_sent_again",),
    ),
    Mutant(
        "one look is enough",
        "sync/comparing.py",
        "        if first is None and look.findings:",
        "        first = first or look.findings\n        if first is None:",
        (f"{_COMPARING}::test_one_look_alone_counts_for_nothing",),
    ),
    Mutant(
        "the brake is noted and not pulled",
        "sync/comparing.py",
        "            push.distrust(Distrust.MASS_CHANGE)\n",
        "",
        (f"{_COMPARING}::test_too_much_at_once_stops_everything_until_a_person_says_go_on",),
    ),
)
