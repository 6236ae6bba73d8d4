app_name = "check"
urlpatterns: list[object] = []
