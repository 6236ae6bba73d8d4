from django.urls import path

from eligibility import practice_views

app_name = "practice"
urlpatterns = [
    path("", practice_views.practice, name="current"),
    path("change/", practice_views.change, name="change"),
]
