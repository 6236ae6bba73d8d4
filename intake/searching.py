"""Finding people by the beginning of their name, whatever width, case or kana it was typed in."""

import unicodedata
from typing import Any

from django.db.models import Lookup

_TO_KATAKANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}


def searchable(text: str) -> str:
    """A copy for search only: one width, one case, katakana, no spaces. The name itself is kept as typed."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_TO_KATAKANA)
    return "".join(plain.split())


class Prefix(Lookup):
    """`column ^@ 'start'`: LIKE is not leakproof, so row-level security keeps it from the index; this may use it."""

    lookup_name = "prefix"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, of_column = self.process_lhs(compiler, connection)
        start, of_start = self.process_rhs(compiler, connection)
        return f"{column} ^@ {start}", (*of_column, *of_start)
