"""A file of the post's statuses, as it is chosen."""

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout, Submit
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from delivery.post.reading import MOST_BYTES, Column, HeadingsRefused, Left, Told, read
from delivery.post.services import MOST_NEW, TooMuchNews
from desks.tables import FILE_PROBLEMS, FileProblem, FileRefused

_PROBLEMS = FILE_PROBLEMS | {
    FileProblem.LARGE: _("This file is too large. Use at most 1 MB; cut it into several."),
    FileProblem.LONG: _("This file has too many rows. Use at most 5,000; cut it into several."),
}
#: Usual headings, which are read in either language.
NAMES: Final = {
    Column.NUMBER: _("Tracking number"),
    Column.WORD: _("Status"),
    Column.DAY: _("Date"),
    Column.DETAILS: _("Details"),
}


class TrackingFileForm(forms.Form):
    """The file; valid when it can be read. Then `told` and `left` are its lines, `digest` says which file it is."""

    file = forms.FileField(
        label=_("CSV file"),
        allow_empty_file=True,
        help_text=_("UTF-8 or Shift_JIS, commas or tabs, at most 5,000 rows and 1 MB."),
        error_messages={
            "required": _("Choose a file of at most 1 MB."),
            "invalid": _("Choose the file again."),
        },
    )

    def __init__(self, data: Any = None, files: Any = None, *, today: date) -> None:
        super().__init__(data, files)
        self.today = today
        self.told: Sequence[Told] = ()
        self.left: Sequence[Left] = ()
        self.digest = ""
        self.helper = FormHelper()
        self.helper.layout = Layout("file", Div(Submit("read", _("Read the file in")), css_class="actions"))

    def clean_file(self) -> None:
        """Reads the file and lets it go."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        content = file.read(MOST_BYTES + 1)
        try:
            self.told, self.left = read(content, today=self.today)
        except FileRefused as refusal:
            raise ValidationError(str(_PROBLEMS[refusal.problem]), code=refusal.problem.name) from None
        except HeadingsRefused as refusal:
            raise ValidationError([*_headings_in_words(refusal)]) from None
        self.digest = hashlib.sha256(content).hexdigest()

    def refuse(self, refusal: TooMuchNews) -> None:
        """Says at the field that there is more than can be recorded at once."""
        words = gettext(
            "%(number)s pieces of news in this file are new. Read in at most %(most)s at once: cut it into several."
        )
        self.add_error("file", words % {"number": f"{refusal.number:,}", "most": f"{MOST_NEW:,}"})


def _headings_in_words(refusal: HeadingsRefused) -> list[str]:
    missing = gettext("The first row lacks these headings: %(headings)s.")
    twice = gettext("There is more than one column of these: %(headings)s. Take the others out.")
    return [
        words % {"headings": gettext(", ").join(str(NAMES[column]) for column in columns)}
        for words, columns in ((missing, refusal.missing), (twice, refusal.twice))
        if columns
    ]
