"""Names in Latin letters from their kana: Hepburn without marks for long vowels (Tokyo, Osaka, Kitakyushu)."""

import re

_VOWELS = "aiueo"
_ROWS = {
    "": "アイウエオ", "k": "カキクケコ", "s": "サシスセソ", "t": "タチツテト", "n": "ナニヌネノ", "h": "ハヒフヘホ",
    "m": "マミムメモ", "r": "ラリルレロ", "g": "ガギグゲゴ", "z": "ザジズゼゾ", "d": "ダヂヅデド", "b": "バビブベボ",
    "p": "パピプペポ",
}  # fmt: skip
_HEPBURN = {
    "シ": "shi", "チ": "chi", "ツ": "tsu", "フ": "fu", "ジ": "ji", "ヂ": "ji", "ヅ": "zu",
    "ヤ": "ya", "ユ": "yu", "ヨ": "yo", "ワ": "wa", "ン": "n",
}  # fmt: skip
_SOUNDS = {
    kana: consonant + vowel
    for consonant, row in _ROWS.items()
    for kana, vowel in zip(row, _VOWELS, strict=True)
} | _HEPBURN
_GLIDES = {"ャ": "a", "ュ": "u", "ョ": "o"}
# Two vowels that meet at a seam inside a name stay two: Matsu-ura, Hiro-o, Ko-umi.
_SEAMS = {"浦": "ウラ", "海": "ウミ", "尾": "オ", "内": "ウチ"}
_LONG = re.compile("o[ou]|uu")


def romaji(name: str, kana: str) -> str:
    """`kana` (katakana) in lower-case Latin letters; `name` is the same in characters and shows the seams."""
    for character, reading in _SEAMS.items():
        if character in name:
            kana = kana.replace(reading, f"-{reading}")
    spelt = ""
    for sound in kana:
        if sound in _GLIDES:
            spelt = re.sub("y?i$", "" if re.search("(sh|ch|j)i$", spelt) else "y", spelt) + _GLIDES[sound]
        else:
            spelt += _SOUNDS.get(sound, sound)
    doubled = re.sub("ッ(.)", r"\1\1", spelt).replace("cch", "tch")
    return without_long_vowels(doubled).replace("-", "")


def without_long_vowels(letters: str) -> str:
    """Toukyou, Tookyoo and Tokyo as one spelling."""
    return _LONG.sub(lambda found: found[0][0], letters)
