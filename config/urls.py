"""Two sets from the first day: what needs a login, and what anybody may open. Later two deployments."""

from config import urls_public, urls_staff

urlpatterns = urls_staff.urlpatterns + urls_public.urlpatterns
handler500 = "desks.errors.server_error"
