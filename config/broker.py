"""Redis as Celery's broker, read by somebody whom a text that is no message does not stop.

Kombu's own reader raises; that ends the worker, and everything else waits until another one has started.
"""

import logging
from typing import Any

from kombu import transport
from kombu.transport import redis, virtual

logger = logging.getLogger(__name__)


class NoMessage(ValueError):
    """What was read lacks something that every message has."""


class CarefulMessage(virtual.Message):
    def __init__(self, payload: Any, channel: Any = None, **more: Any) -> None:
        try:
            super().__init__(payload, channel, **more)  # type: ignore[no-untyped-call]
            is_addressed = self.delivery_info.keys() >= {"exchange", "routing_key"}
        except (TypeError, LookupError, AttributeError) as error:
            raise NoMessage from error
        if not (is_addressed and isinstance(self.delivery_tag, str)):
            raise NoMessage


class CarefulChannel(redis.Channel):
    Message = CarefulMessage

    def _brpop_read(self, **options: Any) -> Any:
        try:
            return super()._brpop_read(**options)  # type: ignore[no-untyped-call]
        except (ValueError, RecursionError) as error:
            # It has left the queue already. The type alone: the text could be anything.
            logger.error("Threw away what is no message: %s", type(error).__name__)
            return True


class CarefulTransport(redis.Transport):
    Channel = CarefulChannel


def read_carefully() -> None:
    """From now on, whoever connects to Redis as a broker reads like this."""
    transport.TRANSPORT_ALIASES["redis"] = f"{__name__}:{CarefulTransport.__name__}"
