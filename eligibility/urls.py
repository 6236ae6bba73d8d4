from django.urls import include, path

from eligibility import slip_views, views

check = (
    [
        path("", views.check, name="start"),
        path("slip/", slip_views.slip, name="slip"),
        path("calendar/", slip_views.calendar, name="calendar"),
    ],
    "check",
)

urlpatterns = [
    path("check/", include(check)),
    path("guide/", views.guide, name="guide"),
    path("accessibility/", views.accessibility, name="accessibility"),
]
