from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from desks import demo_views, views
from eligibility.assessments import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", views.health, name="health"),
    path("favicon.ico", views.icon, name="icon"),
    path("", views.front, name="front"),
    path("api/v1/", api.urls),
]
if settings.DEMO:
    urlpatterns.append(path("demo/sign-in/", demo_views.sign_in, name="demo_sign_in"))
urlpatterns += i18n_patterns(
    path("", views.home, name="home"),
    path("", include("eligibility.urls")),
    path("status/", include("intake.status.urls")),
)
