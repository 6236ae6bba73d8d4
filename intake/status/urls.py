from django.urls import path

from intake.status import views

app_name = "status"
urlpatterns = [
    path("", views.page, name="page"),
    path("calendar/", views.calendar, name="calendar"),
]
