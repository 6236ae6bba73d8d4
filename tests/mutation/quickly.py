"""Tries changes inside functions many times as quickly: the tests are collected once, each change is a fork of that.

A function gets the changed code in place. What the law computes while it is imported stays as it was, so a change that
goes unnoticed here still has to be tried on a fresh import (trial.py).
"""

import gc
import inspect
import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import CodeType, FunctionType, ModuleType

import pytest
from _pytest.runner import runtestprotocol

from tests.mutation.trial import HYPOTHESIS, OPTIONS, quiet

LAW_PACKAGES = ("eligibility.", "fees.", "delivery.")


class Trials:
    """In place of pytest's own loop: tries each change of the module, and writes the numbers of the noticed ones."""

    def __init__(
        self, module: str, codes: dict[int, CodeType], seconds: int, at_once: int, answer: int
    ) -> None:
        self.module, self.codes, self.seconds = module, codes, seconds
        self.at_once, self.answer = at_once, answer

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        gc.freeze()
        running: dict[int, int] = {}
        noticed: list[int] = []

        def collect() -> None:
            child, status = os.wait()
            number = running.pop(child)
            if status:
                noticed.append(number)

        for number, code in self.codes.items():
            if len(running) == self.at_once:
                collect()
            running[self._begin(session, code)] = number
        while running:
            collect()
        os.write(self.answer, json.dumps(noticed).encode())
        return True

    def _begin(self, session: pytest.Session, code: CodeType) -> int:
        child = os.fork()
        if child:
            return child
        quiet(self.seconds)
        failed = False
        try:
            if put_in_place(sys.modules[self.module], code):
                failed = any(
                    report.failed
                    for item in session.items
                    for report in runtestprotocol(item, log=False, nextitem=None)
                )
        except BaseException:
            failed = True
        os._exit(1 if failed else 0)


def noticed_quickly(
    module: str, codes: dict[int, CodeType], tests: Sequence[Path], *, seconds: int, at_once: int
) -> set[int]:
    """The numbers of the changes that one of the tests notices. `codes`: the changed file, compiled, by number."""
    reads, writes = os.pipe()
    child = os.fork()
    if not child:
        os.close(reads)
        quiet(0)
        trials = Trials(module, codes, seconds, at_once, writes)
        pytest.main([*OPTIONS, *HYPOTHESIS, *map(str, tests)], plugins=[trials])
        os._exit(0)
    os.close(writes)
    with os.fdopen(reads) as answer:
        numbers = answer.read()
    os.waitpid(child, 0)
    return set(json.loads(numbers or "[]"))


def put_in_place(module: ModuleType, code: CodeType) -> bool:
    """Give the function that changed its code from the changed file. False where none did, or it cannot take it."""
    changed = {found.co_qualname: found for found in _codes(code)}
    differ = [each for each in _functions(module) if each.__code__ != changed.get(each.__qualname__)]
    try:
        for function in differ:
            function.__code__ = changed[function.__qualname__]
    except (KeyError, ValueError):
        return False
    for name, loaded in list(sys.modules.items()):
        if name.startswith(LAW_PACKAGES):
            for value in vars(loaded).values():
                if hasattr(value, "cache_clear"):
                    value.cache_clear()
    return bool(differ)


def _codes(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _codes(constant)


def _functions(module: ModuleType) -> Iterator[FunctionType]:
    """The functions and methods written in the module's file; not those that dataclasses and enums make."""
    own = [value for value in vars(module).values() if getattr(value, "__module__", "") == module.__name__]
    for holder in [vars(module), *(vars(value) for value in own if inspect.isclass(value))]:
        for value in holder.values():
            unwrapped = inspect.unwrap(getattr(value, "fget", None) or getattr(value, "__func__", value))
            if inspect.isfunction(unwrapped) and unwrapped.__code__.co_filename == module.__file__:
                yield unwrapped
