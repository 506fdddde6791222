"""The words of all products, held in memory: what a mistyped word may have meant is looked for among these.

A town's whole assortment is written with some ten thousand words, so that looking through them takes a millisecond or
two, where looking through its products takes a hundred. The numbers of the table grow in the order of the commits
(whoever writes words holds the lock of the news), so that a reader catches up by number and misses none. What was taken
out (`unlearning`) is in memory until `read_again`: until then a slip may be taken for it, and finds nothing.
"""

import threading
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db import connection

from sync.catalogue.folding import slips_between, sound, stem
from sync.catalogue.models import Word

LENGTH_AT_MOST = 40
_WORDS_AT_MOST = 300_000
_FEW = 500
_SOUNDS_AT_LEAST = 4


class Vocabulary:
    """Words by their beginning, stem, sound and letters."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        self._words: set[str] = set()
        self._sorted: list[str] = []
        self._text = "\n"
        self._by_stem: defaultdict[str, list[str]] = defaultdict(list)
        self._by_sound: defaultdict[str, list[str]] = defaultdict(list)
        self._by_length: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
        self.add(words)

    def __contains__(self, word: str) -> bool:
        return word in self._words

    def __len__(self) -> int:
        return len(self._words)

    def add(self, words: Iterable[str]) -> None:
        """Take in words; known ones are left alone."""
        fresh = [word for word in dict.fromkeys(words) if word not in self._words]
        self._words.update(fresh)
        if len(fresh) > _FEW:
            self._sorted = sorted(self._words)
        else:
            for word in fresh:
                insort(self._sorted, word)
        self._text += "".join(f"{word}\n" for word in fresh)
        for word in fresh:
            self._by_stem[stem(word)].append(word)
            self._by_length[len(word)].append((_letters(word), word))
            if word.isalpha():
                self._by_sound[sound(word)].append(word)

    def forms(self, word: str) -> list[str]:
        """Return the other forms of a word."""
        return [form for form in self._by_stem.get(stem(word), ()) if form != word]

    def starting(self, start: str, *, limit: int) -> list[str]:
        """Return the words that begin so, the shortest first."""
        first = bisect_left(self._sorted, start)
        found = []
        for word in self._sorted[first : first + 20 * limit]:
            if not word.startswith(start):
                break
            if word != start:
                found.append(word)
        return sorted(found, key=lambda word: (len(word), word))[:limit]

    def holding(self, part: str, *, limit: int) -> list[str]:
        """Return words that hold a part after their first letter, in the order they were met."""
        found: list[str] = []
        place = self._text.find(part)
        while place >= 0 and len(found) < limit:
            start, end = self._text.rfind("\n", 0, place) + 1, self._text.find("\n", place)
            if place > start:
                found.append(self._text[start:end])
            place = self._text.find(part, end)
        return found

    def sounding(self, word: str) -> list[str]:
        """Return the other words that are heard like this one."""
        return [other for other in self._by_sound.get(sound(word), ()) if other != word] if word.isalpha() else []

    def sounding_nearly(self, word: str) -> list[str]:
        """Return the words that are heard almost like this one: but for one sound."""
        heard = sound(word)
        if len(heard) < _SOUNDS_AT_LEAST:
            return []
        near = (
            others
            for other, others in self._by_sound.items()
            if abs(len(other) - len(heard)) <= 1 and (slips_between(heard, other, at_most=1) <= 1)
        )
        return [other for others in near for other in others]

    def alike(self, word: str, *, slips: int) -> Iterator[tuple[str, int]]:
        """Return the words within so many slips, each with their number."""
        letters = _letters(word)
        for length in range(len(word) - slips, len(word) + slips + 1):
            for others, other in self._by_length.get(length, ()):
                if (letters ^ others).bit_count() <= 2 * slips:
                    found = slips_between(word, other, at_most=slips)
                    if 0 < found <= slips:
                        yield other, found

    def starting_alike(self, word: str, *, slips: int, limit: int) -> Iterator[str]:
        """Return longer words whose start is within so many slips."""
        letters = _letters(word)
        for length in sorted(self._by_length):
            if length <= len(word) + slips:
                continue
            for others, other in self._by_length[length]:
                if (letters & ~others).bit_count() <= slips and (
                    slips_between(word, other, at_most=slips, as_start=True) <= slips
                ):
                    yield other
                    limit -= 1
                    if not limit:
                        return


def vocabulary() -> Vocabulary:
    """Return the words of this catalogue, those told a moment ago included."""
    held = _held
    with held.lock:
        database = _database()
        if held.database != database:
            held.database, held.last, held.words = database, 0, Vocabulary()
        rows = list(Word.objects.filter(pk__gt=held.last).order_by("pk").values_list("pk", "word")[:_WORDS_AT_MOST])
        if rows and len(held.words) < _WORDS_AT_MOST:
            held.words.add(word for _, word in rows)
        held.last = rows[-1][0] if rows else held.last
        return held.words


def read_again_where_shrunk() -> None:
    """Read all words anew where some of those held were taken out; searches go on meanwhile with those held.

    A process that was never asked holds none, and reads none.
    """
    held, database = _held, _database()
    if held.database != database or len(vocabulary()) <= Word.objects.count():
        return
    read = list(Word.objects.order_by("pk").values_list("pk", "word")[:_WORDS_AT_MOST])
    words = Vocabulary(word for _, word in read)
    with held.lock:
        if held.database == database:
            held.words, held.last = words, read[-1][0] if read else 0


class _Held:
    """What this process has read of the words so far."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.database = ("", "")
        self.last = 0
        self.words = Vocabulary()


def _database() -> tuple[str, str]:
    return str(connection.settings_dict["NAME"]), str(connection.settings_dict["HOST"])


def _letters(word: str) -> int:
    """Return the letters of a word as bits: one slip changes two of them at the most."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 63)
    return bits


_held = _Held()
