"""Logs without personal data."""

import logging
import traceback
from types import TracebackType

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class WithoutValues(logging.Formatter):
    """Where an exception was raised and of what type, never its message: a database error quotes the row."""

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802 - logging's name
        lines = []
        error = ei[1]
        while error is not None:
            lines += [*traceback.format_tb(error.__traceback__), f"{type(error).__name__}\n"]
            error = error.__cause__ or error.__context__
        return "".join(lines)
