from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.issuer.program import Issuer


@pytest.fixture
def issuer(tmp_path: Path) -> Issuer:
    """The program with an empty key store; it does not answer yet."""
    return Issuer(tmp_path / "keys", tmp_path / "s")


@pytest.fixture
def answering(issuer: Issuer) -> Iterator[Issuer]:
    with issuer.running():
        yield issuer
