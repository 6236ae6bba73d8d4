from django.urls import path

from intake.day_papers import views

app_name = "papers"
urlpatterns = [
    path("", views.day_papers, name="list"),
    path("<uuid:uid>/", views.job, name="job"),
    path("<uuid:uid>/<int:number>/", views.document, name="document"),
]
