"""How long a returned card waits at the desk."""

from datetime import date, timedelta

from delivery.targets import LAW


def kept_until(at_desk_on: date) -> date:
    """The last day on which the desk still has it; it is disposed of from the day after."""
    days: int = LAW.value("kept_days", on=at_desk_on)
    return at_desk_on + timedelta(days=days)
