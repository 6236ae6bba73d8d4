from django.urls import path

from delivery import views

app_name = "review"
urlpatterns = [
    path("", views.overdue, name="overdue"),
    path("<uuid:uid>/", views.delivery, name="delivery"),
    path("<uuid:uid>/news/", views.record_news, name="news"),
    path("<uuid:uid>/number/", views.keep_number, name="number"),
    path("<uuid:uid>/correct/", views.correct, name="correct"),
    path("<uuid:uid>/notes/", views.add_note, name="note"),
    path("<uuid:uid>/retry/", views.retry, name="retry"),
]
