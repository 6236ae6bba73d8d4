"""What is typed about money: a new decision, the cash in hand, the counted till, and which days are looked at."""

from datetime import date
from typing import Any, Final

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Fieldset, Layout, Submit
from django import forms
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from desks.dates import DateBoxes
from desks.fields import Choice, Text, WholeNumber
from desks.models import HelpDesk, Membership
from desks.permissions import Permission
from desks.templatetags.look import yen
from eligibility.wording import FEE_BASES
from fees.cash import PIECES, Counted
from fees.issues import Filters, Kind
from fees.models import Charge
from fees.rules import FeeBasis, amounts
from fees.services import Decision

MOST_CASH: Final = 9_999_999
"""More than any till of a help desk holds, in yen."""
_CHOOSE = _("Choose one of these.")
_OF_ORDINARY_ISSUANCE: Final = {FeeBasis.RENEWAL, FeeBasis.LAPSED, FeeBasis.OWN_WISH}


def _remark(label: Any, **kwargs: Any) -> Text:
    return Text(max_length=200, label=label, **kwargs)


class DecisionForm(forms.Form):
    """A decision in place of `charge`."""

    amount = Choice(label=_("Fee"), choices=[], widget=forms.RadioSelect)
    basis = Choice(
        label=_("Basis"),
        choices=[(basis, FEE_BASES[basis]) for basis in FeeBasis if basis not in _OF_ORDINARY_ISSUANCE],
    )
    reason = _remark(_("Why is it decided anew?"))
    evidence = _remark(_("Evidence seen"), required=False, help_text=_("No numbers of papers."))

    def __init__(self, data: Any = None, *, charge: Charge) -> None:
        initial = {"amount": charge.amount, "basis": charge.basis, "evidence": charge.evidence}
        super().__init__(data, initial=initial)
        choices = [(amount, yen(amount) if amount else gettext("Free")) for amount in amounts(on=charge.on)]
        self.fields["amount"].choices = choices  # type: ignore[attr-defined]
        self.helper = FormHelper()
        self.helper.form_action = reverse("fees:replace", args=[charge.uid])
        self.helper.layout = Layout(
            "amount",
            "basis",
            "reason",
            "evidence",
            Div(Submit("replace", gettext("Replace the decision")), css_class="actions"),
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("amount") == "0" and not given.get("evidence") and "evidence" not in self.errors:
            self.add_error("evidence", gettext("Say what was seen: a free issue is kept with its evidence."))
        return given

    def decision(self) -> Decision:
        """The decision of a valid form."""
        given = self.cleaned_data
        return Decision(
            amount=int(given["amount"]),
            basis=FeeBasis(given["basis"]),
            reason=given["reason"],
            evidence=given["evidence"],
        )


class ChangeForm(forms.Form):
    """The cash that a person hands over for `amount` yen."""

    given = WholeNumber(label=_("Cash given, in yen"), maximum=MOST_CASH)

    def __init__(self, data: Any = None, *, amount: int) -> None:
        super().__init__(data)
        self.amount = amount
        self.fields["given"].widget.attrs["class"] = "w-7"

    def clean_given(self) -> int:
        given: int = self.cleaned_data["given"]
        if given < self.amount:
            missing = yen(self.amount - given)
            raise forms.ValidationError(gettext("%(missing)s are missing.") % {"missing": missing})
        return given

    @property
    def change(self) -> int | None:
        """What to give back, in yen; None until enough was given."""
        return self.cleaned_data["given"] - self.amount if self.is_valid() else None


class DayForm(forms.Form):
    """Whose cash of which day: a clerk's own desk, any desk for a supervisor. Nothing in it tells of a person."""

    desk = forms.ModelChoiceField(
        label=_("Desk"),
        queryset=HelpDesk.objects.none(),
        empty_label=None,
        error_messages={"invalid_choice": _CHOOSE, "required": _CHOOSE},
    )
    day = DateBoxes(label=_("Day"), help_text="")

    def __init__(self, data: Any, *, membership: Membership, today: date) -> None:
        self.own, self.today = membership.desk, today
        filled = data.copy()
        filled.setdefault("desk", str(membership.desk_id))
        if not any(name.startswith("day_") for name in filled):
            filled.update(day_boxes("day", today))
        super().__init__(filled)
        desks = HelpDesk.objects.filter(municipality_id=membership.municipality_id).order_by("id")
        if not membership.may(Permission.ACCOUNT):
            desks = desks.filter(pk=membership.desk_id)
        self.fields["desk"].queryset = desks  # type: ignore[attr-defined]
        self.desks = list(desks.select_related("municipality"))
        self.full_clean()

    @property
    def of_desk(self) -> HelpDesk:
        """The chosen desk; their own where the choice needs another look."""
        chosen = self.cleaned_data.get("desk") or self.own
        return next(desk for desk in self.desks if desk.pk == chosen.pk)

    @property
    def on(self) -> date:
        """The chosen day; today where the choice needs another look."""
        day: date = self.cleaned_data.get("day") or self.today
        return day


def day_boxes(name: str, day: date) -> dict[str, str]:
    """A day as its three boxes are sent."""
    return {f"{name}_year": str(day.year), f"{name}_month": str(day.month), f"{name}_day": str(day.day)}


class CountForm(forms.Form):
    """The counted till. `seen` is the sum that the page expected."""

    seen = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=-MOST_CASH * 100,
        max_value=MOST_CASH * 100,
        error_messages={"required": _CHOOSE, "invalid": _CHOOSE, "min_value": _CHOOSE, "max_value": _CHOOSE},
    )
    total = WholeNumber(
        label=_("Counted in all, in yen"),
        maximum=MOST_CASH,
        help_text=_("All cash in the till, change fund included."),
    )
    change_fund = WholeNumber(
        label=_("Change fund of the morning, in yen"), maximum=MOST_CASH, required=False
    )
    reason = _remark(_("Why it differs"), required=False, help_text=_("Only where the sum differs."))

    def __init__(self, data: Any = None, *, expected: int, change_fund: int = 0, action: str = "") -> None:
        super().__init__(data, initial={"seen": expected, "change_fund": change_fund})
        for piece in PIECES:
            self.fields[f"piece_{piece}"] = WholeNumber(label=yen(piece), maximum=9_999, required=False)
        self.helper = FormHelper()
        self.helper.form_action = action
        self.helper.layout = Layout(
            "seen",
            Div(Field("total", css_class="w-7"), Field("change_fund", css_class="w-7"), css_class="row"),
            Fieldset(
                _("How many of each, if you counted them apart"),
                Div(*(Field(f"piece_{piece}", css_class="w-4") for piece in PIECES), css_class="pieces"),
            ),
            "reason",
            Div(Submit("count", gettext("Close the day")), css_class="actions"),
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        total = given.get("total")
        if total is None:
            return given
        added = sum(piece * number for piece, number in self._pieces().items())
        if added and added != total:
            said = gettext("Notes and coins add up to %(sum)s. Count again, or leave them out.")
            self.add_error("total", said % {"sum": yen(added)})
        difference = total - (given.get("change_fund") or 0) - given.get("seen", 0)
        if difference and not given.get("reason") and not self.errors:
            said = (
                gettext("%(sum)s too much. Say why.")
                if difference > 0
                else gettext("%(sum)s missing. Say why.")
            )
            self.add_error("reason", said % {"sum": yen(abs(difference))})
        return given

    def _pieces(self) -> dict[int, int]:
        numbers = ((piece, self.cleaned_data.get(f"piece_{piece}")) for piece in PIECES)
        return {piece: number for piece, number in numbers if number}

    def counted(self) -> Counted:
        """The count of a valid form."""
        given = self.cleaned_data
        return Counted(given["total"], given["change_fund"] or 0, given["reason"], self._pieces())


class IssuesForm(forms.Form):
    """Which issues are listed: from the first of this month to today, unless something else is chosen."""

    first = DateBoxes(label=_("From"), help_text="")
    last = DateBoxes(label=_("To"), help_text="")
    desk = forms.ModelChoiceField(
        label=_("Desk"),
        queryset=HelpDesk.objects.none(),
        required=False,
        empty_label=_("All desks"),
        error_messages={"invalid_choice": _CHOOSE},
    )
    kind = Choice(label=_("Kind"), choices=[("", _("All")), *Kind.choices], required=False)
    after = forms.UUIDField(required=False, widget=forms.HiddenInput, error_messages={"invalid": _CHOOSE})

    def __init__(self, data: Any, *, municipality_id: int, today: date) -> None:
        filled = data.copy()
        for name, day in (("first", today.replace(day=1)), ("last", today)):
            if not any(key.startswith(f"{name}_") for key in filled):
                filled.update(day_boxes(name, day))
        super().__init__(filled)
        self.today = today
        desks = HelpDesk.objects.filter(municipality_id=municipality_id).order_by("id")
        self.fields["desk"].queryset = desks  # type: ignore[attr-defined]
        self.full_clean()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("first") and given.get("last") and given["first"] > given["last"]:
            self.add_error("last", gettext("The last day is before the first. Check both."))
        return given

    def filters(self) -> Filters:
        """What was chosen; a choice that needs another look counts as not made."""
        chosen = self.cleaned_data
        last = chosen.get("last") or self.today
        first = chosen.get("first") or last.replace(day=1)
        kind = Kind(chosen["kind"]) if chosen.get("kind") else None
        return Filters(first=first, last=last, desk=chosen.get("desk"), kind=kind)
