"""The forms of the photo: what is attached, and what a second person compares."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from desks.dates import DateBoxes, with_weekday
from desks.fields import Tick, WholeNumber
from intake.models import Application
from intake.photos.pictures import Fault, Picture, Unusable, read_picture
from intake.photos.services import oldest_photo

_LARGEST_ID: Final = 2**63 - 1
ON_PAPER: Final = "on_paper"
"""The button for a photo that is glued on the paper form."""

FAULTS: Final[Mapping[Fault, Promise]] = {
    Fault.NOT_A_PHOTO: _("This is no JPEG and no PNG. Save the photo as one of these, or take it again."),
    Fault.BROKEN: _("This file cannot be read to its end. Copy it again, or take another photo."),
    Fault.MOVING: _("This is a moving picture. Choose a photo."),
    Fault.COLOURS: _("This photo has colours for printing or too few of them. Save it in RGB."),
    Fault.SMALL_FILE: _("This file is under 20 KB: too coarse for a card. Choose the original photo."),
    Fault.LARGE_FILE: _("This file is over 7 MB. Save the photo smaller."),
    Fault.FEW_PIXELS: _(
        "This photo has %(width)s x %(height)s pixels. At least 480 on each side are needed."
    ),
    Fault.MANY_PIXELS: _("This photo has too many pixels. At most 6000 on each side are taken."),
    Fault.WRONG_SHAPE: _(
        "This photo has %(width)s x %(height)s pixels. Cut it to 45:35 upright, such as 700 x 900."
    ),
}


class PhotoForm(forms.Form):
    """The file, the day it was taken, and the photo it takes the place of. `picture` is what was read of the file."""

    in_place_of = WholeNumber(maximum=_LARGEST_ID, widget=forms.HiddenInput)
    file = forms.FileField(
        label=_("Photo"),
        allow_empty_file=True,
        help_text=_("JPEG or PNG, 45:35 upright, 20 KB to 7 MB, 480 to 6000 pixels a side."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png"}),
        error_messages={
            "required": _("Choose the file of the photo. It may have at most 7 MB."),
            "invalid": _("Choose the file of the photo. It may have at most 7 MB."),
        },
    )
    taken_on = DateBoxes(
        label=_("Taken on"),
        error_messages={"required": _("Ask on which day it was taken, and enter it.")},
    )

    def __init__(
        self, data: Any = None, files: Any = None, *, application: Application, today: date, **kwargs: Any
    ) -> None:
        super().__init__(data, files, **kwargs)
        self.today, self.oldest = today, oldest_photo(application)
        self.picture: Picture | None = None
        self.fields["taken_on"].help_text = gettext(
            "From %(day)s on: within six months before the application."
        ) % {"day": with_weekday(self.oldest)}
        self.on_paper = self.is_bound and ON_PAPER in self.data
        self.fields["file"].required = not self.on_paper
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout("in_place_of", "file", "taken_on")

    def clean_file(self) -> None:
        """Reads the picture; the file itself is let go."""
        file: UploadedFile[Any] | None = self.cleaned_data["file"]
        if self.on_paper or file is None:
            return
        try:
            self.picture = read_picture(file.read())
        except Unusable as unusable:
            size = {"width": unusable.width, "height": unusable.height}
            raise ValidationError(str(FAULTS[unusable.fault]) % size, code=unusable.fault) from None

    def clean_taken_on(self) -> date:
        day: date = self.cleaned_data["taken_on"]
        if day > self.today:
            raise ValidationError(gettext("This day is still to come."), code="ahead")
        if day < self.oldest:
            raise ValidationError(
                gettext("This photo is too old: it must be of %(day)s or later. Take a new one."),
                code="old",
                params={"day": with_weekday(self.oldest)},
            )
        return day

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors and self.picture:
            self.add_error("file", gettext("Choose the same file once more: a browser does not keep it."))
        return given


class CheckForm(forms.Form):
    """What the second person holds against the photo, each ticked by itself, and which photo that was."""

    photo = WholeNumber(minimum=1, maximum=_LARGEST_ID, widget=forms.HiddenInput)
    face = Tick(label=_("The face is this person's, from the front, without mask or hat"))
    name = Tick(label=_("The name is right"))
    birth_date = Tick(label=_("The date of birth is right"))
    address = Tick(label=_("The address is right"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout("photo", "face", "name", "birth_date", "address")
