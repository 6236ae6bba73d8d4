from django.conf import settings
from django.http import HttpRequest


def desk(request: HttpRequest) -> dict[str, object]:
    """What every page may show: whether this is the demo, and who works where."""
    return {"demo": settings.DEMO, "membership": getattr(request, "membership", None)}
