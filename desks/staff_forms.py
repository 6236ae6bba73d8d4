"""What an administrator types about people, and what people type about their own password."""

import re
import unicodedata
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Fieldset, Layout, Submit
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from desks.dates import DateBoxes
from desks.fields import Choice, Text
from desks.models import HelpDesk, Municipality, Staff
from desks.permissions import Role
from desks.staff_services import Held, StaffProblem

PASSWORD_LENGTH = 128
STAFF_PROBLEMS: dict[StaffProblem, Promise] = {
    StaffProblem.LOGIN_TAKEN: _("Somebody has this login name. Choose another one."),
    StaffProblem.OTHER_CODE: _("This login name has another municipality's code. Leave the code out."),
    StaffProblem.REVERSED: _("The last day is before the first. Check both."),
    StaffProblem.OVER: _("What is over stays as it was. Enter today or a later day."),
    StaffProblem.DESK_CLOSES: _(
        "The desk closes before. Enter a last day before it closes, or another desk."
    ),
    StaffProblem.HELD_ALREADY: _("This person has this role at this desk from that day on already."),
    StaffProblem.OWN_ROLE: _(
        "You would stop being an administrator. Another administrator has to make this change."
    ),
    StaffProblem.OWN_ACCOUNT: _("This is your own account. Another administrator has to do this."),
}
#: At which question of a form a refusal is said; at the form itself where it has no such question.
FIELDS: dict[StaffProblem, str] = {
    StaffProblem.LOGIN_TAKEN: "login",
    StaffProblem.OTHER_CODE: "login",
    StaffProblem.REVERSED: "valid_until",
    StaffProblem.OVER: "valid_until",
    StaffProblem.DESK_CLOSES: "desk",
    StaffProblem.HELD_ALREADY: "valid_from",
    StaffProblem.OWN_ROLE: "role",
}


class LoginName(Text):
    """A login name, with or without the municipality's code; the value is in small ASCII letters."""

    default_error_messages = {
        "login": _("Use small letters, digits, full stops and hyphens, such as h.mihon; at most 40.")
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=47, **kwargs)

    def to_python(self, value: Any) -> str:
        login = unicodedata.normalize("NFKC", super().to_python(value)).lower()
        if login and not re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,39}(@[0-9]{6})?", login):
            raise ValidationError(self.error_messages["login"], code="login")
        return login


class NameForm(forms.Form):
    """What a person is called."""

    last_name = Text(label=_("Family name"), max_length=30)
    first_name = Text(label=_("Given name"), max_length=30, required=False)

    def __init__(self, data: Any = None, *, staff: Staff) -> None:
        super().__init__(data, initial={name: getattr(staff, name) for name in self.base_fields})
        self.helper = FormHelper()
        self.helper.form_action = reverse("staff:name", args=[staff.uid])
        self.helper.layout = Layout(
            Fieldset(_("Name"), Div("last_name", "first_name", css_class="row")),
            Div(Submit("save", _("Save the name"), css_class="btn"), css_class="actions"),
        )


class RoleForm(forms.Form):
    """A role at a desk, from a day on."""

    role = Choice(label=_("Role"), choices=Role.choices, widget=forms.RadioSelect)
    desk = forms.ModelChoiceField(
        label=_("Desk"),
        queryset=HelpDesk.objects.none(),
        error_messages={"required": _("Choose one of these."), "invalid_choice": _("Choose one of these.")},
    )
    valid_from = DateBoxes(label=_("First day"))
    valid_until = DateBoxes(
        label=_("Last day"), required=False, help_text=_("Only where it is known. It can be entered later.")
    )

    def __init__(self, data: Any = None, *, municipality: Municipality, today: Any, action: str = "") -> None:
        super().__init__(data, initial={"valid_from": today})
        desks = HelpDesk.objects.filter(municipality=municipality)
        self.fields["desk"].queryset = desks.open_on(today)  # type: ignore[attr-defined]
        self.helper = FormHelper()
        self.helper.form_action = action
        self.helper.layout = Layout(
            Fieldset(_("Give a role"), *self.questions()),
            Div(Submit("give", _("Give this role")), css_class="actions"),
        )

    @staticmethod
    def questions() -> tuple[Any, ...]:
        return "role", "desk", Div("valid_from", "valid_until", css_class="row")

    def held(self) -> Held:
        """What a valid form says."""
        asked = self.cleaned_data
        return Held(
            desk=asked["desk"],
            role=Role(asked["role"]),
            valid_from=asked["valid_from"],
            valid_until=asked["valid_until"],
        )


class PersonForm(RoleForm):
    """A new person with a first role."""

    last_name = Text(label=_("Family name"), max_length=30)
    first_name = Text(label=_("Given name"), max_length=30, required=False)
    login = LoginName(label=_("Login name"))

    def __init__(self, data: Any = None, *, municipality: Municipality, today: Any) -> None:
        super().__init__(data, municipality=municipality, today=today)
        self.fields["login"].help_text = _("Without the code: @%(code)s is put after it.") % {
            "code": municipality.code
        }
        self.helper.layout = Layout(
            Fieldset(
                _("Person"),
                Div("last_name", "first_name", css_class="row"),
                Field(
                    "login", css_class="w-11", autocapitalize="none", spellcheck="false", autocomplete="off"
                ),
            ),
            Fieldset(_("First role"), *self.questions()),
            Div(Submit("add", _("Add this person")), css_class="actions"),
        )


class LastDayForm(forms.Form):
    """The last day of a role; empty lets it go on."""

    valid_until = DateBoxes(
        label=_("Last day"),
        required=False,
        help_text=_("Yesterday ends the role at once; empty, it goes on until further notice."),
    )

    def __init__(self, data: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            "valid_until", Div(Submit("save", _("Save the last day")), css_class="actions")
        )


class OwnPasswordForm(forms.Form):
    """The present password, and the new one twice. Nothing of it comes back after a mistake."""

    present = forms.CharField(label=_("Present password"), max_length=PASSWORD_LENGTH, strip=False)
    new = forms.CharField(
        label=_("New password"),
        max_length=PASSWORD_LENGTH,
        strip=False,
        help_text=_("At least 12 characters, not only a common word and not like your name."),
    )
    again = forms.CharField(label=_("New password, again"), max_length=PASSWORD_LENGTH, strip=False)

    def __init__(self, data: Any = None, *, staff: Staff) -> None:
        self.staff = staff
        super().__init__(data)
        for name, field in self.fields.items():
            kept = "current-password" if name == "present" else "new-password"
            field.widget = forms.PasswordInput(attrs={"autocomplete": kept, "class": "w-20"})
            field.error_messages["required"] = _("Fill this in.")
        self.helper = FormHelper()
        self.helper.form_action = reverse("password")
        self.helper.layout = Layout(
            *self.fields, Div(Submit("save", _("Change the password")), css_class="actions")
        )

    def clean_present(self) -> str:
        present: str = self.cleaned_data["present"]
        if not self.staff.check_password(present):
            raise ValidationError(_("This is not your present password. Type it again."))
        return present

    def clean_new(self) -> str:
        new: str = self.cleaned_data["new"]
        if "\x00" in new:
            raise ValidationError(_("One character here cannot be kept. Choose another password."))
        validate_password(new, self.staff)
        return new

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = self.cleaned_data
        new, again = cleaned.get("new"), cleaned.get("again")
        if new and again and new != again:
            self.add_error("again", _("The two are not the same. Type the new password twice."))
        if new and new == cleaned.get("present"):
            self.add_error("new", _("This is the present one. Choose another password."))
        return cleaned
