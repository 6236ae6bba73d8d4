from django.urls import path

from delivery.post import views

app_name = "post"
urlpatterns = [
    path("", views.files, name="files"),
    path("<uuid:uid>/", views.file, name="file"),
    path("<uuid:uid>/seen/", views.seen, name="seen"),
]
