from django.urls import include, path

from eligibility import views

check = ([path("", views.check, name="start")], "check")

urlpatterns = [
    path("check/", include(check)),
    path("guide/", views.guide, name="guide"),
    path("accessibility/", views.accessibility, name="accessibility"),
]
