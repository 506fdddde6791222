"""How commands word what several of them say: sizes, durations, the steps of a check."""

from __future__ import annotations

from pos.fiscal.verify import Report, report_lines
from pos.operations.checking import Progress, Step
from pos.wording import NO_BREAK_SPACE, Wording, mark
from ui.commands.console import Console

_STEPS = {
    Step.PAGES: mark("Reading every page of the file"),
    Step.MOVEMENTS: mark("Going over the movements of the stock"),
    Step.BOOKS: mark("Adding up tickets, payments and levels"),
    Step.JOURNAL: mark("Going over the signed records"),
}


def size(count_bytes: int, wording: Wording) -> str:
    """A file's size as a person says it: `235 kB`, `1,2 MB`."""
    if count_bytes < 1_000_000:
        kilobytes = wording.number(max(1, round(count_bytes / 1_000)))
        return wording("{count} kB").format(count=kilobytes)
    tenths = round(count_bytes / 100_000)
    return wording("{count} MB").format(count=f"{wording.number(tenths // 10)}{wording.decimal}{tenths % 10}")


def duration(seconds: float, wording: Wording) -> str:
    """A short time as a person says it: `42 ms`, `1,3 s`."""
    if seconds < 1:
        return f"{wording.number(round(seconds * 1_000))}{NO_BREAK_SPACE}ms"
    tenths = round(seconds * 10)
    return f"{wording.number(tenths // 10)}{wording.decimal}{tenths % 10}{NO_BREAK_SPACE}s"


def say_report(report: Report, console: Console) -> None:
    """What a verification found, in the verifier's own words, which it carries with it wherever it goes."""
    for line in report_lines(report, console.wording.language):
        console.say(line)


def check_progress(console: Console) -> Progress:
    """Shows a check's progress on the console."""

    def show(step: Step, done: int, of: int) -> None:
        console.progress(console.wording(_STEPS[step]), done, of)

    return show
