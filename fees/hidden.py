"""Whose desk no list or export of fees tells: people under support measures."""

from django.db.models import Exists, OuterRef

from delivery.models import Delivery


def desk_is_hidden() -> Exists:
    """For a query of charges: whether the case is under support measures now. Needs a scope."""
    letters = Delivery.objects.filter(reference=OuterRef("reference"), support_measures=True)
    return Exists(letters)
