"""The machinery itself: a change that tests notice, and one that they do not."""

import subprocess
import sys
from pathlib import Path

from tests.mutation.changes import changes
from tests.mutation.trial import ROOT

LAW = """
LIMIT = 30


def in_time(days: int) -> bool:
    return days <= LIMIT
"""
TESTS = """
from law import in_time


def test_long_before_and_long_after():
    assert in_time(1)
    assert not in_time(99)
"""
TRY = """
import sys
from pathlib import Path
from tests.mutation.campaign import try_all

folder = Path(sys.argv[1])
for outcome in try_all(folder / "law.py", [[folder / "test_law.py"]], seconds=60):
    print("noticed" if outcome.noticed else "survived", outcome)
"""


def tried(folder: Path, tests: str) -> "subprocess.CompletedProcess[str]":
    """In a process of its own: trying forks, and the law may not have been imported."""
    (folder / "law.py").write_text(LAW)
    (folder / "test_law.py").write_text(tests)
    return subprocess.run([sys.executable, "-c", TRY, folder], cwd=ROOT, capture_output=True, text=True)


def test_a_change_that_tests_notice_and_one_that_they_do_not(tmp_path: Path) -> None:
    assert tried(tmp_path, TESTS).stdout.splitlines() == [
        "survived law.py:2: 30  ->  31",
        "survived law.py:2: 30  ->  29",
        "noticed law.py:6: return days <= LIMIT  ->  return None",
        "survived law.py:6: days <= LIMIT  ->  days < LIMIT",
        "noticed law.py:6: days <= LIMIT  ->  days > LIMIT",
    ]


def test_the_edge_is_what_was_missing(tmp_path: Path) -> None:
    at_the_edge = TESTS + "    assert in_time(30)\n    assert not in_time(31)\n"
    lines = tried(tmp_path, at_the_edge).stdout.splitlines()
    assert len(lines) == 5
    assert all(line.startswith("noticed") for line in lines)


def test_nothing_is_learnt_from_tests_that_fail_anyway(tmp_path: Path) -> None:
    found = tried(tmp_path, TESTS.replace("not in_time(99)", "in_time(99)"))
    assert found.returncode
    assert "NotSound: law.py unchanged: the tests fail" in found.stderr


def changed(source: str) -> set[str]:
    return {change.becomes for change in changes(source, "law.py", {"Verdict": ["YES", "NO"]})}


def test_the_changes_of_each_kind_of_code() -> None:
    assert changed("a < b") == {"a <= b", "a >= b"}
    assert changed("a < b <= c") == {"a <= b <= c", "a >= b <= c", "a < b < c", "a < b > c"}
    assert changed("a and b") == {"a or b", "a", "b"}
    assert changed("not a") == {"a"}
    assert changed("a + b") == {"a - b"}
    assert changed("a if b else c") == {"a", "c"}
    assert changed("Verdict.YES") == {"Verdict.NO"}
    assert changed("x = f(a, b, c=d)") == {"f(a, c=d)", "f(a, b)"}
    assert changed("x = max(a, b)") == {"a", "max(a)"}
    assert changed("x = (a, b)") == {"(b,)", "(a,)"}
    assert changed("x = {a: b, c: d}") == {"{c: d}", "{a: b}"}
    assert changed("x = True") == {"False"}
    assert changed("x = 'a'") == {"'a?'"}
    assert changed("raise E") == {"pass"}
    assert changed("f()") == {"pass"}
    assert changed('"""Says."""\nimport a\nx: int\ndef f(b: int) -> int: ...') == set()
