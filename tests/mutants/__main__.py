"""Break the promises of sync one at a time; every mutant must be found out. The last line is one JSON object."""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict

from tests.mutants.hunting import NotSound, hunt
from tests.mutants.mutant import Fate, Mutant, Verdict
from tests.mutants.table import MUTANTS


def main(words: list[str] | None = None) -> int:
    """Try what was asked; 1 when a mutant was not killed."""
    asked = _parser().parse_args(words)
    chosen = _chosen(asked)
    if asked.list:
        for mutant in chosen:
            print(f"{mutant.name:<{_WIDEST}}  {mutant.path}")
        return 0
    began = time.monotonic()
    try:
        verdicts = hunt(chosen, workers=asked.workers, heard=_say)
    except NotSound as problem:
        print(f"Without any mutant, what should kill them fails:\n{problem}")
        return 1
    killed = sum(verdict.fate is Fate.KILLED for verdict in verdicts)
    print(f"{killed} of {len(verdicts)} mutants were killed")
    kept = killed == len(verdicts)
    found = [asdict(verdict) for verdict in verdicts]
    print(json.dumps({"mutants": found, "kept": kept, "seconds": round(time.monotonic() - began, 1)}))
    return 0 if kept else 1


_WIDEST = max(len(mutant.name) for mutant in MUTANTS)


def _chosen(asked: argparse.Namespace) -> Sequence[Mutant]:
    chosen = [mutant for mutant in MUTANTS if mutant.is_fast or not asked.fast]
    if asked.only:
        chosen = [mutant for mutant in chosen if asked.only in mutant.name]
    if asked.sample is not None:
        chosen = random.Random(asked.seed).sample(chosen, min(asked.sample, len(chosen)))
    return chosen


def _say(verdict: Verdict) -> None:
    print(f"{verdict.name:<{_WIDEST}}  {verdict.fate:<8}  {verdict.seconds:6.1f} s  {verdict.by}")
    sys.stdout.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("--sample", type=int, help="try so many, chosen by chance; all unless told")
    parser.add_argument("--seed", type=int, default=1, help="what chance starts from")
    parser.add_argument("--fast", action="store_true", help="only those that pure tests find out within seconds")
    parser.add_argument("--only", default="", help="only those whose name holds these words")
    parser.add_argument("--workers", type=int, default=1, help="how many are tried side by side")
    parser.add_argument("--list", action="store_true", help="name them and try none")
    return parser


if __name__ == "__main__":
    sys.exit(main())
