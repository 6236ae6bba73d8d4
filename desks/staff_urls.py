from django.urls import path

from desks import calendar_views

app_name = "calendar"
urlpatterns = [
    path("", calendar_views.year, name="year"),
    path("add/", calendar_views.add, name="add"),
    path("remove/", calendar_views.remove, name="remove"),
    path("hours/", calendar_views.hours, name="hours"),
]
