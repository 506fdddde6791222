"""What typed words may mean, in words that products are found by: spelt so, in another form, begun, or mistyped.

A typed word is a `Group` of readings, any of which will do. A reading is one or more `Part`s, all of which must be
there: `portemonnaie` may be read as `porte` and `monnaie`. A part names the words that stand for it, each with what
it costs to take it for what was typed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from sync.catalogue.folding import fold, slips_allowed
from sync.catalogue.measures import measures, without_measures
from sync.catalogue.vocabulary import LENGTH_AT_MOST, Vocabulary

Part = Mapping[str, int]
Reading = tuple[Part, ...]
Group = tuple[Reading, ...]

SPELT_SO, IN_ANOTHER_FORM, BEGUN, HELD, MISTYPED = 0, 1, 4, 7, 10
_BEGUN_WITH_A_SLIP = 2 * MISTYPED
_OTHER_FIRST_LETTER = 3
_WORDS, _MEASURES = 8, 3
_BEGUN_AT_MOST = 60
_HELD_AT_MOST = 30
_HELD_FROM = 4
_SPLIT_FROM, _SPLIT_PART = 6, 3
_SOFT = frozenset(
    [
        *("a", "au", "aux", "avec", "d", "dans", "de", "des", "du", "en", "et", "l", "la", "le", "les", "n", "ou"),
        *("par", "pour", "qu", "s", "sur", "un", "une", "y"),
        *(
            "an",
            "and",
            "at",
            "by",
            "for",
            "from",
            "in",
            "is",
            "it",
            "of",
            "on",
            "or",
            "some",
            "the",
            "this",
            "to",
            "with",
        ),
    ]
)
"""Words that say little: they need not be there, where others were typed beside them."""


@dataclass(frozen=True)
class Understood:
    """What was typed, word by word, in words that exist; measures come first.

    A word is as it was typed, or two with a blank between them where they are also written in one.
    """

    words: tuple[str, ...]
    spelt: tuple[Group, ...]
    known: Vocabulary

    @property
    def strict(self) -> tuple[Group, ...]:
        """Return the words that exist as they were typed, or in another form, without those they begin."""
        return tuple(_cheapest(group, IN_ANOTHER_FORM) for group in self.spelt)

    @cached_property
    def alike(self) -> tuple[Group, ...]:
        """Return the same with words that the typed ones may be a slip of; measures are right or not there."""
        measured = len(self.spelt) - len(self.words)
        typed = zip(self.words, self.spelt[measured:], strict=True)
        return self.spelt[:measured] + tuple(_alike(word, group, self.known) for word, group in typed)


def understand(text: str, known: Vocabulary) -> Understood:
    """Read what was typed; at most eight words of it, soft ones left out."""
    counted = measures(text)[:_MEASURES]
    typed = [word[:LENGTH_AT_MOST] for word in fold(without_measures(text)).split()[: 2 * _WORDS]]
    joined = _joined(typed, known)
    hard = [word for word in joined if word not in _SOFT and not _is_lone_letter(word)]
    words = hard[:_WORDS] if hard or counted else joined[:_WORDS]
    groups = [_measured(one.word, one.written, known) for one in counted] + [_spelt(word, known) for word in words]
    return Understood(tuple(words), tuple(groups), known)


def some_words(groups: tuple[Group, ...]) -> tuple[Group, ...]:
    """Return those groups that any word stands for."""
    return tuple(group for group in groups if any(all(reading) for reading in group))


def _joined(typed: list[str], known: Vocabulary) -> list[str]:
    """Put two words side by side where their glued form exists: `porte monnaie` stays two words, marked by a blank."""
    joined: list[str] = []
    follows = False
    for first, second in pairwise([*typed, ""]):
        if follows:
            follows = False
            continue
        glued = first + second
        follows = bool(second) and len(glued) >= _HELD_FROM and (glued in known or bool(known.forms(glued)))
        joined.append(f"{first} {second}" if follows else first)
    return joined


def _spelt(word: str, known: Vocabulary) -> Group:
    first, _, second = word.partition(" ")
    if second:
        return ((_exactly(first, known), _exactly(second, known)), (_spelt_part(first + second, known),))
    part = _spelt_part(word, known)
    return ((part,), *_split(word, known)) if not _is_known(word, known) else ((part,),)


def _spelt_part(word: str, known: Vocabulary) -> Part:
    """Return words that are the typed one, its other forms, those it begins and those that hold it."""
    part: dict[str, int] = {}
    if len(word) >= _HELD_FROM:
        part.update(dict.fromkeys(known.holding(word, limit=_HELD_AT_MOST), HELD))
    part.update(dict.fromkeys(known.starting(word, limit=_BEGUN_AT_MOST), BEGUN))
    return part | _exactly(word, known)


def _exactly(word: str, known: Vocabulary) -> dict[str, int]:
    part = dict.fromkeys(known.forms(word), IN_ANOTHER_FORM)
    return part | {word: SPELT_SO} if word in known else part


def _split(word: str, known: Vocabulary) -> list[Reading]:
    """Return the ways to read an unknown word as two known ones written together."""
    if len(word) < _SPLIT_FROM:
        return []
    places = range(_SPLIT_PART, len(word) - _SPLIT_PART + 1)
    halves = ((_exactly(word[:place], known), _exactly(word[place:], known)) for place in places)
    return [half for half in halves if all(half)]


def _alike(word: str, spelt: Group, known: Vocabulary) -> Group:
    """Return the readings of a word with those that it may be a slip of."""
    first, _, second = word.partition(" ")
    if second:
        return (*spelt, (_alike_part(first, known), _alike_part(second, known)))
    alike = _alike_part(word, known)
    whole = {**alike, **dict(spelt[0][0])}
    return ((whole,), *spelt[1:], *(_split_with_a_slip(word, known) if not _is_known(word, known) else ()))


def _alike_part(word: str, known: Vocabulary) -> Part:
    """Return words within the slips that the typed one may hold, or heard like it; the nearest cost least."""
    slips = slips_allowed(word)
    part: dict[str, int] = {}
    if not slips:
        return dict(_exactly(word, known))
    for other in known.starting_alike(word, slips=1, limit=_BEGUN_AT_MOST) if len(word) > _HELD_FROM else ():
        part[other] = _BEGUN_WITH_A_SLIP + len(other) - len(word)
    for other in known.sounding(word):
        part[other] = MISTYPED + IN_ANOTHER_FORM
    singular = word[:-1] if word[-1] in "sx" and len(word) > _HELD_FROM else word
    for typed in dict.fromkeys((word, singular)):
        for other, found in known.alike(typed, slips=slips):
            cost = MISTYPED * found + (_OTHER_FIRST_LETTER if other[0] != word[0] else 0)
            part[other] = min(cost, part.get(other, cost))
    if not part and word.isalpha() and len(word) > _HELD_FROM and word not in known:
        part.update(dict.fromkeys(known.sounding_nearly(word), 2 * MISTYPED))
    for other, cost in list(part.items()):
        for form in known.forms(other) if cost < 2 * MISTYPED else ():
            part[form] = min(cost + IN_ANOTHER_FORM, part.get(form, cost + IN_ANOTHER_FORM))
    return part | _exactly(word, known)


def _split_with_a_slip(word: str, known: Vocabulary) -> Iterable[Reading]:
    """Return the ways to read an unknown word as two written together, one of them known, the other with a slip."""
    for place in range(_HELD_FROM, len(word) - _HELD_FROM + 1):
        first, second = word[:place], word[place:]
        if first in known:
            yield ({first: SPELT_SO}, dict.fromkeys((other for other, _ in known.alike(second, slips=1)), MISTYPED))
        if second in known:
            yield (dict.fromkeys((other for other, _ in known.alike(first, slips=1)), MISTYPED), {second: SPELT_SO})


def _measured(word: str, written: str, known: Vocabulary) -> Group:
    """A number with its unit is its one word, or whatever else was written like it."""
    parts = tuple(_exactly(part, known) for part in fold(written).split())
    return (({word: SPELT_SO} if word in known else {},), parts)


def _is_known(word: str, known: Vocabulary) -> bool:
    return word in known or bool(known.forms(word))


def _is_lone_letter(word: str) -> bool:
    return len(word) == 1 and word.isascii() and word.isalpha()


def _cheapest(group: Group, at_most: int) -> Group:
    return tuple(
        tuple({word: cost for word, cost in part.items() if cost <= at_most} for part in reading) for reading in group
    )
