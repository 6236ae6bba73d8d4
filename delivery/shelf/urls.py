from django.urls import path

from delivery.shelf import views

app_name = "letters"
urlpatterns = [
    path("", views.today, name="today"),
    path("held/", views.held, name="held"),
    path("shelf/", views.shelf, name="shelf"),
    path("disposal/", views.disposal, name="disposal"),
    path("disposal/confirm/", views.dispose, name="dispose"),
    path("disposal/record/", views.record, name="record"),
    path("<uuid:uid>/shelf/", views.put, name="put"),
]
