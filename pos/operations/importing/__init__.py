"""Importing a product list in steps: stage its rows, look at what would change, publish in small batches, undo.

No step holds the file for longer than a batch, so that selling goes on meanwhile. What stops on the way, by a
person's wish or a power cut, is taken back.
"""

from pos.operations.importing.pace import IsCancelled, Progress
from pos.operations.importing.publishing import Imported, publish
from pos.operations.importing.refusals import Listed, listed, write_listed
from pos.operations.importing.staging import Figures, Staged, stage
from pos.operations.importing.undoing import Left, Since, Undone, discard, resume_imports, undo_import

__all__ = [
    "Figures",
    "Imported",
    "IsCancelled",
    "Left",
    "Listed",
    "Progress",
    "Since",
    "Staged",
    "Undone",
    "discard",
    "listed",
    "publish",
    "resume_imports",
    "stage",
    "undo_import",
    "write_listed",
]
