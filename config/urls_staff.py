from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

urlpatterns = [
    path(
        "login/", login_not_required(auth.LoginView.as_view(template_name="desks/login.html")), name="login"
    ),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("language/", login_not_required(set_language), name="set_language"),
    path("desk/", include("intake.urls")),
    path("deliveries/", include("delivery.urls")),
]
