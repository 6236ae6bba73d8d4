from django.urls import include, path

from eligibility import views
from eligibility.slip import views as slip

check = (
    [
        path("", views.check, name="start"),
        path("slip/", slip.slip, name="slip"),
        path("calendar/", slip.calendar, name="calendar"),
    ],
    "check",
)

urlpatterns = [
    path("check/", include(check)),
    path("guide/", views.guide, name="guide"),
    path("accessibility/", views.accessibility, name="accessibility"),
]
