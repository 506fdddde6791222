"""How the program speaks with the two machines: a line of JSON for every word, over their standard streams."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).parents[2]
_ANSWER_WITHIN_S = 90


class Machine:
    """A program on another machine that answers every word with a line."""

    def __init__(self, words: Sequence[str], errors: Path) -> None:
        """Start it; it says "ready" when it is.

        Args:
            words: the program.
            errors: the file that keeps what it says on standard error.
        """
        self._errors = errors
        with errors.open("w") as said:
            self._process = subprocess.Popen(
                words,
                cwd=ROOT,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=said,
                text=True,
            )
        self._answers: queue.Queue[str] = queue.Queue()
        output = self._process.stdout
        assert output is not None
        threading.Thread(target=self._listen, args=(output,), daemon=True).start()
        self.ready = self._answer()

    def ask(self, word: str, **values: object) -> dict[str, Any]:
        """Say a word and wait for the answer."""
        stdin = self._process.stdin
        assert stdin is not None
        print(json.dumps({"word": word, **values}), file=stdin, flush=True)
        return self._answer()

    def stop(self) -> None:
        """Let it end; kill it when it does not."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _listen(self, output: IO[str]) -> None:
        for line in output:
            self._answers.put(line)
        self._answers.put("")

    def _answer(self) -> dict[str, Any]:
        line = self._answers.get(timeout=_ANSWER_WITHIN_S)
        if not line:
            raise RuntimeError(f"a machine died: {self._errors.read_text()[-2000:]}")
        answer: dict[str, Any] = json.loads(line)
        return answer


def say(**values: object) -> None:
    """Answer with a line."""
    print(json.dumps(values), flush=True)


def words() -> list[dict[str, Any]] | Any:
    """The words that come in, one by one, until nobody speaks any more."""
    return map(json.loads, sys.stdin)
