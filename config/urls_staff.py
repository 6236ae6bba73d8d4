from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from desks.staff_views import own_password
from desks.views import SignIn
from intake.passwords.page import resident_page

urlpatterns = [
    path("login/", login_not_required(SignIn.as_view()), name="login"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("language/", login_not_required(set_language), name="set_language"),
    path("desk/papers/", include("intake.day_papers.urls")),
    path("desk/", include("intake.urls")),
    # The resident's, on a screen of the desk; short, because a clerk types it there.
    path("set/", resident_page, name="set_passwords"),
    path("fees/", include("fees.urls")),
    path("deliveries/post/", include("delivery.post.urls")),
    path("deliveries/", include("delivery.urls")),
    path("letters/", include("delivery.shelf.urls")),
    path("by-file/", include("delivery.by_file.urls")),
    path("practice/", include("eligibility.practices.urls")),
    path("calendar/", include("desks.staff_urls")),
    path("setup/", include("desks.setup_urls")),
    path("password/", own_password, name="password"),
]
