"""Fields that refuse what cannot be kept or shown, and otherwise keep what was typed.

Refused with the character's code: NUL and other controls, bidirectional controls (U+202E lets a name read as
another), U+FFFD (something was lost on the way), lone surrogates and noncharacters (PostgreSQL has no place for them).
Nothing is normalised but digits and kana fields: NFC turns U+FA19 into U+795E, another legal glyph.
"""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from desks.kana import in_katakana

POINTS_A_CHARACTER = 4
"""A character as people count (base, variation selector, marks) is at most this many code points on average:
a column behind `Text(max_length=n)` is n times as wide."""

_LINE_BREAKS = "\n\r\t"
_UNKEEPABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufffd\ufdd0-\ufdef\ud800-\udfff]"
    "|[\ufffe\uffff\U0001fffe\U0001ffff\U0002fffe\U0002ffff\U0003fffe\U0003ffff]"
)
_SURROGATES = re.compile("[\ud800-\udfff]")
_DIGITS = {0xFF10 + digit: ord("0") + digit for digit in range(10)}
# Hyphens, dashes, minus and the long-vowel mark: whatever a Japanese keyboard gives between digits.
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u30fc\uff0d\uff70"), "-")
_IDEOGRAPH = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_REQUIRED = _("Fill this in.")
_CHOOSE = _("Choose one of these.")


def _joins(point: str) -> bool:
    """Whether a code point belongs to the character before it: marks, joiners, vowels and finals of Hangul."""
    jamo = "\u1160" <= point <= "\u11ff"
    return jamo or point in "\u200c\u200d\uff9e\uff9f" or unicodedata.category(point) in ("Mn", "Me", "Mc")


def characters(text: str) -> int:
    """How many characters a person counts: 葛󠄀 with its variation selector is one."""
    return sum(
        not (_joins(point) or before == "\u200d") for before, point in zip(" " + text, text, strict=False)
    )


def ascii_digits(text: str) -> str:
    """Full-width digits as ASCII; everything else as it is."""
    return text.translate(_DIGITS)


def showable(text: str) -> str:
    """What can be sent in UTF-8: a lone surrogate becomes U+FFFD, which the next attempt refuses."""
    return _SURROGATES.sub("\ufffd", text)


class Text(forms.CharField):
    """Text as typed, without outer spaces. `max_length` counts as people do; `lines` allows several lines."""

    default_error_messages = {
        "required": _REQUIRED,
        "unkeepable": _("One character here cannot be kept (U+%(code)s). Delete it and type it again."),
        "long": _("Use at most %(limit)s characters; there are %(count)s."),
    }

    def __init__(self, *, max_length: int, lines: bool = False, **kwargs: Any) -> None:
        self.limit = max_length
        self.lines = lines
        if lines:
            kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4}))
        super().__init__(**kwargs)

    def bound_data(self, data: Any, initial: Any) -> Any:
        shown = super().bound_data(data, initial)
        return showable(shown) if isinstance(shown, str) else shown

    def to_python(self, value: Any) -> str:
        # Before Django strips: a control at the edge is refused too.
        for found in _UNKEEPABLE.finditer("" if value is None else str(value)):
            if not (self.lines and found[0] in _LINE_BREAKS):
                raise ValidationError(
                    self.error_messages["unkeepable"],
                    code="unkeepable",
                    params={"code": f"{ord(found[0]):04X}"},
                )
        return super().to_python(value) or ""

    def validate(self, value: str) -> None:
        super().validate(value)
        count = max(characters(value), -(-len(value) // POINTS_A_CHARACTER))
        if count > self.limit:
            raise ValidationError(
                self.error_messages["long"], code="long", params={"limit": self.limit, "count": count}
            )


class Digits(Text):
    """Between `least` and `max_length` digits, full-width ones too; the value is a string of ASCII digits."""

    default_error_messages = {"digits": _("Use digits only."), "short": _("Use at least %(least)s digits.")}

    def __init__(self, *, max_length: int, least: int = 1, **kwargs: Any) -> None:
        self.least = least
        super().__init__(max_length=max_length, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"inputmode": "numeric"}

    def to_python(self, value: Any) -> str:
        digits = ascii_digits(super().to_python(value))
        if digits and not re.fullmatch("[0-9]+", digits):
            raise ValidationError(self.error_messages["digits"], code="digits")
        return digits

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and len(value) < self.least:
            raise ValidationError(self.error_messages["short"], code="short", params={"least": self.least})


class WholeNumber(Digits):
    """A number from `minimum` to `maximum`, with or without thousands commas; the value is an int, or None."""

    default_error_messages = {"range": _("Enter a number from %(minimum)s to %(maximum)s.")}

    def __init__(self, *, minimum: int = 0, maximum: int, **kwargs: Any) -> None:
        self.minimum, self.maximum = minimum, maximum
        super().__init__(max_length=len(str(maximum)), **kwargs)

    def to_python(self, value: Any) -> str:
        return super().to_python(re.sub("[,\uff0c]", "", value) if isinstance(value, str) else value)

    def clean(self, value: Any) -> int | None:
        digits = super().clean(value)
        if not digits:
            return None
        if not self.minimum <= int(digits) <= self.maximum:
            raise ValidationError(
                self.error_messages["range"],
                code="range",
                params={"minimum": self.minimum, "maximum": self.maximum},
            )
        return int(digits)


class Postcode(Text):
    """A postcode with or without 〒 and hyphen, full width too; the value is NNN-NNNN."""

    default_error_messages = {"postcode": _("Enter the seven digits of the postcode, such as 100-0001.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=12, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"inputmode": "numeric", "class": "w-7"}

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value)
        found = re.fullmatch(r"〒?\s*([0-9]{3})\s*-?\s*([0-9]{4})", ascii_digits(typed).translate(_DASHES))
        if typed and not found:
            raise ValidationError(self.error_messages["postcode"], code="postcode")
        return f"{found[1]}-{found[2]}" if found else ""


class Phone(Text):
    """A telephone number: 10 or 11 digits from 0, or + and up to 15; the value is ASCII, grouped as typed."""

    default_error_messages = {
        "phone": _("Enter a telephone number with its area code, such as 03-1234-5678.")
    }
    widget = forms.TelInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=24, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"class": "w-11"}

    def to_python(self, value: Any) -> str:
        typed = ascii_digits(super().to_python(value)).translate(_DASHES).replace("\uff0b", "+")
        number = re.sub(r"[\s()\uff08\uff09]+", "-", typed).strip("-")
        if number and not re.fullmatch(r"0[0-9]{9,10}|\+[0-9]{8,15}", number.replace("-", "")):
            raise ValidationError(self.error_messages["phone"], code="phone")
        return number


class Kana(Text):
    """A name in kana, of any width and script; the value is full-width katakana with single spaces."""

    default_error_messages = {"kana": _("Write it in kana, such as ミホン タロウ.")}

    def to_python(self, value: Any) -> str:
        kana = " ".join(in_katakana(super().to_python(value)).split())
        if _IDEOGRAPH.search(kana):
            raise ValidationError(self.error_messages["kana"], code="kana")
        return kana


class Choice(forms.ChoiceField):
    """One of the choices; what was sent is not repeated in the message."""

    default_error_messages = {"required": _CHOOSE, "invalid_choice": _CHOOSE}


class Choices(forms.MultipleChoiceField):
    """Any of the choices."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages = {
        "required": _("Choose at least one."),
        "invalid_choice": _CHOOSE,
        "invalid_list": _CHOOSE,
    }


class Tick(forms.BooleanField):
    """A box that has to be ticked, unless `required=False`."""

    default_error_messages = {"required": _("Tick this box to go on.")}
