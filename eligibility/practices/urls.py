from django.urls import path

from eligibility.practices import views

app_name = "practice"
urlpatterns = [
    path("", views.practice, name="current"),
    path("change/", views.change, name="change"),
]
