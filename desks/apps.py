from django.apps import AppConfig
from django.db.backends.signals import connection_created


class DesksConfig(AppConfig):
    name = "desks"

    def ready(self) -> None:
        from desks.roles import refuse_powerful_role

        connection_created.connect(refuse_powerful_role, dispatch_uid="desks.refuse_powerful_role")
