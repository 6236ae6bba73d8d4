"""Another day for one process: first on its PYTHONPATH in a campaign, and nowhere else.

It moves Django's clock, which is the only one Tokkyu's code reads, and `time.time`, by which sessions, signatures and
Celery count. The database keeps its own clock.
"""

import os
import time
from datetime import datetime, timedelta

from django.utils import timezone

OFF = float(os.environ["CAMPAIGN_CLOCK_OFF_BY"])  # seconds
right_time, right_now = time.time, timezone.now


def wrong_time() -> float:
    return right_time() + OFF


def wrong_now() -> datetime:
    return right_now() + timedelta(seconds=OFF)


time.time, timezone.now = wrong_time, wrong_now
