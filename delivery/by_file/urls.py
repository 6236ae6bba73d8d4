from django.urls import path

from delivery.by_file import views

app_name = "by_file"
urlpatterns = [
    path("", views.waiting, name="waiting"),
    path("make/", views.make, name="make"),
    path("answers/", views.read_answers, name="answers"),
    path("way/", views.way, name="way"),
    path("<uuid:uid>/", views.file, name="file"),
    path("<uuid:uid>/download/", views.download, name="download"),
]
