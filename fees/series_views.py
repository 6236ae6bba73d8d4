"""The administrator's page of receipt numbers."""

from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Fieldset, Layout, Submit
from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from desks.access import DeskRequest, desk_view
from desks.fields import Choice, WholeNumber
from desks.models import HelpDesk, Municipality
from desks.permissions import Permission
from fees.series import LAST_NUMBER, SeriesBegun, begin_series, series_of
from fees.till import fiscal_year


class SeriesForm(forms.Form):
    """With which number a desk's receipts of a fiscal year begin."""

    desk = forms.ModelChoiceField(
        label=_("Desk"),
        queryset=HelpDesk.objects.none(),
        error_messages={"required": _("Choose one of these."), "invalid_choice": _("Choose one of these.")},
    )
    year = Choice(label=_("Fiscal year"), widget=forms.RadioSelect)
    first = WholeNumber(label=_("First number"), minimum=1, maximum=LAST_NUMBER)

    def __init__(self, data: Any = None, *, municipality: Municipality, today: date) -> None:
        super().__init__(data)
        desks = HelpDesk.objects.filter(municipality=municipality).open_on(today)
        self.fields["desk"].queryset = desks  # type: ignore[attr-defined]
        this = fiscal_year(today)
        self.fields["year"].choices = [(str(year), str(year)) for year in (this, this + 1)]  # type: ignore[attr-defined]
        self.helper = FormHelper()
        self.helper.layout = Layout(
            Fieldset(_("Begin with another number"), "desk", "year", Field("first", css_class="w-7")),
            Div(Submit("begin", _("Begin with this number")), css_class="actions"),
        )


@desk_view(Permission.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def series(request: DeskRequest) -> HttpResponse:
    municipality = request.membership.municipality
    answers = request.POST if request.method == "POST" else None
    form = SeriesForm(answers, municipality=municipality, today=request.today)
    if form.is_bound and form.is_valid():
        asked = form.cleaned_data
        try:
            begin_series(desk=asked["desk"], year=int(asked["year"]), first=asked["first"])
        except SeriesBegun:
            form.add_error(
                "first", _("This desk has written receipts of that year: its numbers go on from there.")
            )
        else:
            messages.success(request, gettext("The first number is set."))
            return redirect("fees:series")
    context = {"rows": series_of(municipality), "form": form, "nav": "setup"}
    return TemplateResponse(request, "fees/series.html", context)
