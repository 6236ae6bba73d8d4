"""Kana of one width and one script."""

import unicodedata
from typing import Final

TO_KATAKANA: Final = {code: code + 0x60 for code in range(0x3041, 0x3097)}
"""For `str.translate`: each hiragana as its katakana."""


def in_katakana(text: str) -> str:
    """One width, katakana for hiragana: ﾐﾎﾝ and みほん are ミホン. For kana and for search, never for a name."""
    return unicodedata.normalize("NFKC", text).translate(TO_KATAKANA)
