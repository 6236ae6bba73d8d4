import json
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from functools import lru_cache, partial
from itertools import count
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from eligibility.assessments.contract import Refused, Reply, refused, reply_to, reply_to_text
from eligibility.assessments.request import Language, Settle, decoded, settled
from eligibility.assessments.schema import whole_schema
from eligibility.plain import NotPlain, Problem, to_json

#: Longer is no case; a file without a line break is not read into memory.
_LONGEST_LINE = 1024 * 1024
#: Codes and days whose practice is remembered during one run.
_REMEMBERED = 10_000


class Command(BaseCommand):
    help = "Assess cases given as JSON, one or a list of them, or as JSON lines (docs/assessments.md)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", nargs="?", type=Path, help="the cases; standard input where there is none"
        )
        parser.add_argument("--lines", action="store_true", help="a case a line, an answer a line")
        parser.add_argument("--schema", action="store_true", help="print the JSON Schema of the contract")

    def handle(self, *args: Any, file: Path | None, lines: bool, schema: bool, **options: Any) -> None:
        if schema:
            self._print(whole_schema(), indent=2)
            return
        try:
            source = file.open("rb") if file else nullcontext(sys.stdin.buffer)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        # What a code or a name settles on a day is read once in a run.
        settle = lru_cache(maxsize=_REMEMBERED)(settled)
        with source as cases:
            bad = self._lines(cases, settle) if lines else self._whole(cases.read(), settle)
        if bad:
            raise CommandError(f"Not assessed: {bad}. The errors stand in the place of the answer.")

    def _whole(self, text: bytes, settle: Settle) -> int:
        """One case or a list of them, printed as the same; how many of them are bad."""
        try:
            data = decoded(text)
        except NotPlain as refusal:
            self._print(to_json(refused(refusal, Language.EN)), indent=2)
            return 1
        ask = partial(reply_to, language=Language.EN, settle=settle)
        if isinstance(data, list):
            replies = [_placed(ask(case), place) for place, case in enumerate(data)]
            self._print(list(map(to_json, replies)), indent=2)
        else:
            replies = [ask(data)]
            self._print(to_json(replies[0]), indent=2)
        return sum(isinstance(reply, Refused) for reply in replies)

    def _lines(self, cases: IO[bytes], settle: Settle) -> int:
        """A case a line, printed line by line and forgotten; how many of them are bad."""
        bad = 0
        for number, line in _numbered(cases):
            if line is None:
                reply: Reply = refused(NotPlain(Problem("", "too_long")), Language.EN)
            elif line.isspace():
                continue
            else:
                reply = reply_to_text(line, language=Language.EN, settle=settle)
            if isinstance(reply, Refused):
                bad += 1
                self._print({"line": number, **to_json(reply)})
            else:
                self._print(to_json(reply))
        return bad

    def _print(self, content: Any, indent: int | None = None) -> None:
        self.stdout.write(json.dumps(content, ensure_ascii=False, indent=indent))


def _numbered(cases: IO[bytes]) -> Iterator[tuple[int, bytes | None]]:
    """Each line with its number; None for one that is too long to be a case."""
    for number in count(1):
        line = cases.readline(_LONGEST_LINE)
        if not line:
            return
        whole = line.endswith(b"\n") or len(line) < _LONGEST_LINE
        yield number, line if whole else None
        while not whole:
            rest = cases.readline(_LONGEST_LINE)
            whole = rest.endswith(b"\n") or not rest


def _placed(reply: Reply, place: int) -> Reply:
    """The errors of one case of a list point into the list."""
    if not isinstance(reply, Refused):
        return reply
    return Refused(tuple(error._replace(pointer=f"/{place}{error.pointer}") for error in reply.errors))
