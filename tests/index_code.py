"""Which code decides what an index holds?

An index that a measure keeps is used again only as long as the code that built it is the same.
"""

import hashlib
from functools import cache
from pathlib import Path

from index import configured_analyzer

_ROOT = Path(__file__).parent.parent


@cache
def code_digest(checkout: Path = _ROOT) -> str:
    """Of the analyzer that is configured and of everything in `index/` of a checkout, 12 hexadecimal
    digits."""
    digest = hashlib.sha256(repr(sorted(configured_analyzer().fingerprint.items())).encode())
    for path in sorted((checkout / "index").rglob("*")):
        if path.suffix in {".py", ".tsv"}:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
