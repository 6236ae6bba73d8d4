"""The administrator's pages, beside those of practice, days and hours."""

from django.urls import include, path

from desks import helpdesk_views, issuer_days_views, issuer_key_views, setup_views, staff_views
from desks.imports import TABLES

of_setup = [
    path("", setup_views.parts, name="parts"),
    path("return-address/", helpdesk_views.return_address, name="return_address"),
    path("keys/", issuer_key_views.keys, name="keys"),
    path("keys/end/", issuer_key_views.end, name="end_key"),
    path("issuer/", issuer_days_views.page, name="issuer_days"),
    path("issuer/backlog/", issuer_days_views.backlog, name="backlog"),
    path("issuer/maintenance/", issuer_days_views.add_maintenance, name="add_maintenance"),
    path("issuer/maintenance/remove/", issuer_days_views.remove_maintenance, name="remove_maintenance"),
    *(path(f"import/{name}/", setup_views.bring, {"table": name}, name=f"import_{name}") for name in TABLES),
    *(path(f"export/{name}/", setup_views.take, {"table": name}, name=f"export_{name}") for name in TABLES),
]
of_desks = [
    path("", helpdesk_views.desks, name="list"),
    path("add/", helpdesk_views.add, name="add"),
    path("<uuid:uid>/", helpdesk_views.change, name="change"),
    path("<uuid:uid>/close/", helpdesk_views.close, name="close"),
    path("<uuid:uid>/reopen/", helpdesk_views.reopen, name="reopen"),
]
of_staff = [
    path("", staff_views.staff_list, name="list"),
    path("add/", staff_views.add, name="add"),
    path("<uuid:uid>/", staff_views.person, name="person"),
    path("<uuid:uid>/name/", staff_views.name, name="name"),
    path("<uuid:uid>/role/", staff_views.give, name="give"),
    path("<uuid:uid>/last-day/", staff_views.last_day, name="last_day"),
    path("<uuid:uid>/password/", staff_views.reset, name="reset"),
    path("<uuid:uid>/lock/", staff_views.lock, name="lock"),
]
urlpatterns = [
    path("", include((of_setup, "setup"))),
    path("desks/", include((of_desks, "desks"))),
    path("staff/", include((of_staff, "staff"))),
]
