"""The fiscal perimeter: what makes a till's records provable, pure and with a version of its own.

Records in canonical form, chained and signed; closings, archives and their verification. Nothing here reads a file, a
clock or draws a number: moments and keys are arguments. `pos/database/journal` is the other half of the perimeter, the
only SQL that writes records. `manifest.json` holds the SHA-256 of every file of both; a file that differs shows as
"version not attested" on screen and paper.

Sources of the duties: CGI art. 286 I 3 bis; BOFiP BOI-TVA-DECLA-30-10-30 (inalterability, security, retention,
archiving); LPF art. L.80 O and L.47 A.
"""

from __future__ import annotations

from typing import Final

VERSION: Final = "1.0"
"""The version of the perimeter; it stands in every record and changes with every change of what is recorded."""
