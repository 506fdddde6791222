"""Every word a person reads has a French translation: `python -m tests.translations`, exit 1 where one lacks.

The words are found in the source itself, in memory, and held against the committed .po files: a word
without a translation, a fuzzy one, one whose placeholders differ, and one nobody says any more all fail.
`--update` writes the words found into the .po files, for a translator to fill in.
"""

import argparse
import ast
import io
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract, extract_from_file
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

ROOT: Final = Path(__file__).parents[1]
LANGUAGE: Final = "fr"
# How a word is said in the source: wording("…"), wording.plural("…", "…", n), mark("…"), or gettext's own names.
KEYWORDS: Final[dict[str, Any]] = DEFAULT_KEYWORDS | {
    **dict.fromkeys(("_", "mark", "wording", "_wording", "words", "_words", "say", "translate", "_translate")),
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "plural": (1, 2),
}
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


@dataclass(frozen=True)
class Program:
    """A program with words of its own, and where they are said and translated."""

    name: str
    sources: tuple[Path, ...]
    apart: tuple[Path, ...]
    po: Path


def programs(root: Path = ROOT) -> tuple[Program, ...]:
    """The till and the shared catalogue: two programs, two lists of words."""
    catalogue = root / "sync" / "catalogue"
    messages = Path(LANGUAGE) / "LC_MESSAGES"
    return (
        Program(
            "comptoir",
            sources=(root / "pos", root / "sync", root / "ui"),
            apart=(catalogue,),
            po=root / "resources" / "translations" / messages / "comptoir.po",
        ),
        Program("catalogue", sources=(catalogue,), apart=(), po=catalogue / "locale" / messages / "django.po"),
    )


def said(program: Program) -> Catalog:
    """Every word the program's source says, with the files that say it."""
    catalogue = Catalog(project="Comptoir", locale=LANGUAGE, fuzzy=False)
    for file in _files(program):
        for _line, message, comments, context in _words(file):
            place = (file.relative_to(ROOT).as_posix() if file.is_relative_to(ROOT) else file.name, 0)
            catalogue.add(message, locations=[place], auto_comments=comments, context=context)
    return catalogue


def translated(program: Program) -> Catalog:
    """The words of the program's committed .po file; none when there is no such file."""
    if not program.po.exists():
        return Catalog(locale=LANGUAGE)
    with program.po.open("rb") as lines:
        return read_po(lines, locale=LANGUAGE)


def faults(words: Catalog, translations: Catalog) -> list[str]:
    """What keeps the translation from being complete, a sentence each."""
    found = [fault for word in words if word.id for fault in _faults_of(word, translations)]
    unused = [word for word in translations if word.id and words.get(word.id, word.context) is None]
    found += [f"nobody says it any more: {_first(word.id)!r}" for word in unused]
    found += [f"obsolete: {_first(word.id)!r}" for word in translations.obsolete.values()]
    return found


def update(program: Program) -> None:
    """Write the words found into the .po file, and keep the translations that still fit."""
    words, translations = said(program), translated(program)
    translations.update(words, no_fuzzy_matching=True)
    translations.obsolete.clear()
    program.po.parent.mkdir(parents=True, exist_ok=True)
    with program.po.open("wb") as lines:
        write_po(lines, translations, width=100, sort_by_file=True, include_lineno=False, omit_header=False)


def _files(program: Program) -> Iterator[Path]:
    for source in program.sources:
        for file in sorted(source.rglob("*")):
            apart = any(file.is_relative_to(other) for other in program.apart)
            if not apart and file.suffix in {".py", ".html", ".txt"} and "migrations" not in file.parts:
                yield file


def _words(file: Path) -> Iterator[tuple[Any, ...]]:
    if file.suffix == ".py":
        yield from (word for word in extract_from_file("python", file, keywords=KEYWORDS) if word[1])
        yield from _words_in_f_strings(file)
        return
    yield from extract(babel_extract, io.BytesIO(file.read_bytes()), keywords=KEYWORDS)


def _words_in_f_strings(file: Path) -> Iterator[tuple[Any, ...]]:
    """What is said in the braces of f-strings, which the reader of Python's tokens does not look into before 3.12."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    quoted = (node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr))
    for call in (node for one in quoted for node in ast.walk(one) if isinstance(node, ast.Call)):
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        texts = [one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        wanted = len(KEYWORDS[name] or (1,)) if name in KEYWORDS else 0
        if wanted and len(texts) >= wanted and texts[0]:
            yield call.lineno, texts[0] if wanted == 1 else tuple(texts[:wanted]), [], None


def _faults_of(word: Any, translations: Catalog) -> Iterator[str]:
    name = repr(_first(word.id))
    translation = translations.get(word.id, word.context)
    if translation is None:
        yield f"no translation: {name} ({', '.join(file for file, _ in word.locations)})"
        return
    forms = _forms(translation.string)
    wanted = translations.num_plurals if isinstance(word.id, tuple) else 1
    if len([form for form in forms if form]) != wanted:
        yield f"not translated: {name}"
        return
    if translation.fuzzy:
        yield f"fuzzy: {name}"
    for form in forms:
        if _misplaced(_forms(word.id), form):
            yield f"other placeholders: {name} -> {form!r}"


def _misplaced(originals: tuple[str, ...], form: str) -> bool:
    """Whether a translation names other placeholders; a plural form may follow either of the two originals."""
    return sorted(_PLACEHOLDER.findall(form)) not in [sorted(_PLACEHOLDER.findall(one)) for one in originals]


def _forms(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def _first(text: str | tuple[str, ...]) -> str:
    return _forms(text)[0]


def main(arguments: list[str] | None = None) -> int:
    """Check the translations, or write the words found into them."""
    parser = argparse.ArgumentParser(prog="python -m tests.translations", description="Are all words translated?")
    parser.add_argument("--update", action="store_true", help="write the words found into the .po files")
    options = parser.parse_args(arguments)
    figures = {}
    wrong = 0
    for program in programs():
        if options.update:
            update(program)
        words = said(program)
        problems = faults(words, translated(program))
        wrong += len(problems)
        figures[program.name] = {"words": len(words), "faults": len(problems)}
        for problem in problems:
            print(f"{program.name}: {problem}")
    print(json.dumps(figures))
    return 0 if options.update or not wrong else 1


if __name__ == "__main__":
    sys.exit(main())
