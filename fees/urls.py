from django.urls import path

from fees import cash_views, issue_views, series_views, views

app_name = "fees"
urlpatterns = [
    path("cash/", cash_views.cash, name="cash"),
    path("cash/count/", cash_views.count, name="count"),
    path("cash/paper/", cash_views.paper, name="paper"),
    path("cash/desks/", cash_views.desks, name="desks"),
    path("issues/", issue_views.issues, name="issues"),
    path("issues/export/", issue_views.export, name="export"),
    path("series/", series_views.series, name="series"),
    path("charges/<uuid:uid>/", views.charge, name="charge"),
    path("charges/<uuid:uid>/replace/", views.replace, name="replace"),
    path("charges/<uuid:uid>/change/", views.change, name="change"),
]
