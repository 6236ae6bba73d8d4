from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "delivery"

    def ready(self) -> None:
        from delivery.by_file.part import WAY
        from desks.setup import add_part

        add_part(WAY)
