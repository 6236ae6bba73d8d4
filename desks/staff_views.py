"""The administrator's pages of people and roles, and everybody's page of their own password."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from desks import people, staff_services
from desks.access import DeskRequest, desk_view
from desks.models import Membership, Staff
from desks.permissions import Permission, Role
from desks.staff_forms import (
    FIELDS,
    STAFF_PROBLEMS,
    LastDayForm,
    NameForm,
    OwnPasswordForm,
    PersonForm,
    RoleForm,
)
from desks.staff_services import Acting, StaffRefused
from desks.views import FIRST_PAGE


@desk_view(Permission.ADMINISTER)
@require_safe
def staff_list(request: DeskRequest) -> HttpResponse:
    context = {"people": people.people_of(request.membership.municipality, on=request.today), "nav": "setup"}
    return TemplateResponse(request, "desks/staff.html", context)


@desk_view(Permission.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: DeskRequest) -> HttpResponse:
    form = PersonForm(
        request.POST if request.method == "POST" else None,
        municipality=request.membership.municipality,
        today=request.today,
    )
    if form.is_bound and form.is_valid():
        try:
            # Both or neither: a person without the role that was meant is nobody's wish.
            with transaction.atomic():
                asked = {key: form.cleaned_data[key] for key in ("login", "last_name", "first_name")}
                staff, password = staff_services.add_person(_acting(request), **asked)
                staff_services.give_role(_acting(request), staff=staff, held=form.held())
            request.subject = staff.uid
            return _shown_once(request, staff, password)
        except StaffRefused as refusal:
            _refuse(form, refusal)
    return TemplateResponse(request, "desks/person_add.html", {"form": form, "nav": "setup"})


@desk_view(Permission.ADMINISTER)
@require_safe
def person(request: DeskRequest, uid: UUID) -> HttpResponse:
    return _page(request, _person(request, uid))


@desk_view(Permission.ADMINISTER)
@require_POST
def name(request: DeskRequest, uid: UUID) -> HttpResponse:
    staff = _person(request, uid)
    form = NameForm(request.POST, staff=staff)
    if not form.is_valid():
        return _page(request, staff, naming=form)
    staff_services.name_person(_acting(request), staff=staff, **form.cleaned_data)
    messages.success(request, _("The name is saved."))
    return redirect("staff:person", uid)


@desk_view(Permission.ADMINISTER)
@require_POST
def give(request: DeskRequest, uid: UUID) -> HttpResponse:
    staff = _person(request, uid)
    form = _role_form(request, staff, request.POST)
    if form.is_valid():
        try:
            staff_services.give_role(_acting(request), staff=staff, held=form.held())
        except StaffRefused as refusal:
            _refuse(form, refusal)
        else:
            messages.success(request, _("The role is given."))
            return redirect("staff:person", uid)
    return _page(request, staff, giving=form)


@desk_view(Permission.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def last_day(request: DeskRequest, uid: UUID) -> HttpResponse:
    staff = _person(request, uid)
    membership = _membership(request, staff)
    if membership is None:
        messages.info(request, _("Choose a role in the list."))
        return redirect("staff:person", uid)
    answers = request.POST if request.method == "POST" else None
    form = LastDayForm(answers, initial={"valid_until": membership.valid_until})
    form.helper.form_action = f"{reverse('staff:last_day', args=[uid])}?role={membership.pk}"
    if form.is_bound and form.is_valid():
        try:
            day = form.cleaned_data["valid_until"]
            staff_services.set_last_day(_acting(request), membership=membership, last_day=day)
        except StaffRefused as refusal:
            form.add_error("valid_until", str(STAFF_PROBLEMS[refusal.problem]))
        else:
            messages.success(request, _("The last day is saved."))
            return redirect("staff:person", uid)
    context = {"person": staff, "held": membership, "form": form, "nav": "setup"}
    return TemplateResponse(request, "desks/last_day.html", context)


@desk_view(Permission.ADMINISTER)
@require_POST
def reset(request: DeskRequest, uid: UUID) -> HttpResponse:
    staff = _person(request, uid)
    try:
        return _shown_once(request, staff, staff_services.reset_password(_acting(request), staff=staff))
    except StaffRefused as refusal:
        messages.error(request, str(STAFF_PROBLEMS[refusal.problem]))
        return redirect("staff:person", uid)


@desk_view(Permission.ADMINISTER)
@require_POST
def lock(request: DeskRequest, uid: UUID) -> HttpResponse:
    staff = _person(request, uid)
    try:
        staff_services.lock_out(_acting(request), staff=staff)
    except StaffRefused as refusal:
        messages.error(request, str(STAFF_PROBLEMS[refusal.problem]))
    else:
        messages.success(request, _("This person is locked out. Every session has ended."))
    return redirect("staff:person", uid)


@sensitive_post_parameters()
@desk_view(Permission.SIGN_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def own_password(request: DeskRequest) -> HttpResponse:
    form = OwnPasswordForm(request.POST if request.method == "POST" else None, staff=request.user)
    if not form.is_bound or not form.is_valid():
        return TemplateResponse(request, "desks/own_password.html", {"form": form, "nav": "password"})
    staff_services.change_own_password(staff=request.user, password=form.cleaned_data["new"])
    update_session_auth_hash(request, request.user)
    messages.success(request, _("Your password is changed."))
    return redirect(FIRST_PAGE[Role(request.membership.role)])


def _acting(request: DeskRequest) -> Acting:
    return Acting(by=request.user, municipality=request.membership.municipality, today=request.today)


def _person(request: DeskRequest, uid: UUID) -> Staff:
    return get_object_or_404(people.staff_of(request.membership.municipality), uid=uid)


def _membership(request: DeskRequest, staff: Staff) -> Membership | None:
    asked = request.GET.get("role", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 19):
        return None
    rows = Membership.objects.filter(municipality=request.membership.municipality, staff=staff)
    return rows.select_related("desk").filter(pk=int(asked)).first()


def _role_form(request: DeskRequest, staff: Staff, answers: object = None) -> RoleForm:
    return RoleForm(
        answers,
        municipality=request.membership.municipality,
        today=request.today,
        action=reverse("staff:give", args=[staff.uid]),
    )


def _refuse(form: forms.Form, refusal: StaffRefused) -> None:
    field = FIELDS.get(refusal.problem)
    form.add_error(field if field in form.fields else None, str(STAFF_PROBLEMS[refusal.problem]))


def _shown_once(request: DeskRequest, staff: Staff, password: str) -> HttpResponse:
    """The answer itself: neither the session nor an address ever holds the password."""
    context = {"issued": [(staff, password)], "nav": "setup"}
    return TemplateResponse(request, "desks/one_time_passwords.html", context)


def _page(
    request: DeskRequest, staff: Staff, *, giving: RoleForm | None = None, naming: NameForm | None = None
) -> HttpResponse:
    found = people.person_of(request.membership.municipality, staff, on=request.today)
    context = {
        "one": found,
        "is_self": staff == request.user,
        "form": giving or _role_form(request, staff),
        "naming": naming or NameForm(staff=staff),
        "nav": "setup",
    }
    return TemplateResponse(request, "desks/person.html", context)
