from django.apps import AppConfig


class FeesConfig(AppConfig):
    name = "fees"

    def ready(self) -> None:
        from desks.setup import add_part
        from fees.series import RECEIPTS

        add_part(RECEIPTS)
