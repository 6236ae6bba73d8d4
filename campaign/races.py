"""Many at once on one thing: eight clicks on each button, and four clerks who edit one record."""

import subprocess
import threading
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path

from campaign.clients import ANSWER, ENTRY, Browser, NoAnswer, filled_in
from campaign.goals import Line, at_least, none
from campaign.house import House
from launch.install import PYTHON, ROOT

RACERS, KEYS = 8, 1000
CLERKS, EDITS = 4, 1000


def races(folder: Path, *, keys: int = KEYS, edits: int = EDITS) -> Iterator[Line]:
    """Starts a house of web and stores in `folder`; a line for each goal."""
    house = House(folder)
    try:
        house.start("web")
        before = len(house.stored())
        answers = double_clicks(house, keys)
        yield none("Double click: keys with two answers", sum(len(pages) > 1 for pages in answers))
        yield none("Double click: keys without an answer", sum(not pages for pages in answers))
        made = len(house.stored()) - before
        yield Line(f"Double click: rows of {keys:,} keys", f"{made:,}", f"{keys:,}", made == keys)
        acknowledged, counted = edit(house, answers[0].pop(), edits)
        yield at_least("Two clerks, one record: edits acknowledged", acknowledged, CLERKS * edits)
        yield none("Two clerks, one record: edits lost", acknowledged - counted)
    finally:
        house.stop()


def double_clicks(house: House, keys: int) -> list[set[str]]:
    """The pages that the racers of each key were sent to."""
    together = threading.Barrier(RACERS)
    names = [str(uuid.uuid4()) for _ in range(keys)]
    with ExitStack() as stack, ThreadPoolExecutor(RACERS) as pool:
        browsers = [stack.enter_context(closing(Browser(house.port, "clerk"))) for _ in range(RACERS)]

        def race(browser: Browser) -> list[str]:
            pages = []
            for name in names:
                together.wait()
                pages.append(_click(browser, name))
            return pages

        of_racers = list(pool.map(race, browsers))
    return [set(pages) for pages in zip(*of_racers, strict=True)]


def _click(browser: Browser, key: str) -> str:
    while True:
        try:
            found = ANSWER.match(browser.post(ENTRY, filled_in(key)).leads_to)
            return found[1] if found else "refused"
        except NoAnswer:
            time.sleep(0.1)


def edit(house: House, uid: str, edits: int) -> tuple[int, int]:
    """How many edits were acknowledged, and how many the record tells of."""
    environment = house.programs["web"].environment
    command = [PYTHON, "-m", "campaign.edits", uid, str(CLERKS), str(edits)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    acknowledged, counted = done.stdout.split()[-2:]
    return int(acknowledged), int(counted)
