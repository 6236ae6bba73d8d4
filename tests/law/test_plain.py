"""JSON that is not the value asked for."""

import pytest

from eligibility.events import Facts
from eligibility.plain import NotPlain, from_json


def test_all_that_is_wrong_is_told_at_once() -> None:
    plain = {
        "name": "x",
        "a/b~c": 1,
        "is_ward": 1,
        "certificates": ["X", "SIGNATURE", 3],
        "birth_date": "today",
    }
    with pytest.raises(NotPlain) as caught:
        from_json(Facts, plain)
    assert caught.value.problems == (
        ("/name", "unknown_field"),
        ("/a~1b~0c", "unknown_field"),
        ("/event", "missing"),
        ("/is_ward", "not_bool"),
        ("/certificates/0", "unknown_term"),
        ("/certificates/2", "not_str"),
        ("/birth_date", "not_day"),
    )
