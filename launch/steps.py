"""One line of progress per step, with its time."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

WIDTH = 46


@contextmanager
def step(name: str) -> Iterator[None]:
    """Print `name` at once and the seconds it took when the block ends."""
    print(f"  {name} ".ljust(WIDTH, "."), end=" ", flush=True)
    began = time.monotonic()
    try:
        yield
    except BaseException:
        print("stopped", flush=True)
        raise
    print(f"{time.monotonic() - began:5.1f} s", flush=True)
