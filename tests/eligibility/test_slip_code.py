"""The slip's code: what it holds, how it is read, and that its check finds every wrong pattern it promises to."""

from datetime import date, timedelta
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.slip.code import (
    ALPHABET,
    LENGTH,
    WEIGHTS,
    Packed,
    SlipFault,
    SlipRefused,
    day_number,
    numbered_day,
    pack,
    unpack,
    weighted_sum,
)

A_SLIP = Packed(case=37, day=1090, municipality=650, other_desk=True, certificates=2)
packed = st.builds(
    Packed,
    case=st.integers(0, 127),
    day=st.integers(0, 4095),
    municipality=st.integers(0, 2047),
    other_desk=st.booleans(),
    certificates=st.integers(0, 3),
)
PLACES = range(LENGTH)


def fault_of(text: str) -> SlipFault:
    with pytest.raises(SlipRefused) as refused:
        unpack(text)
    shown = str(refused.value)
    assert not text.strip() or text.strip() not in shown
    return refused.value.fault


def with_check(symbols: list[int], place: int) -> list[int]:
    """The symbols made right by the one at `place`."""
    for value in range(32):
        symbols[place] = value
        if weighted_sum(symbols) == 0:
            return symbols
    raise AssertionError("no symbol makes the sum 0")


@given(packed)
def test_what_was_packed_is_read_again(numbers: Packed) -> None:
    code = pack(numbers)
    assert unpack(code) == numbers
    assert len(code) == LENGTH + 1
    assert code[4] == "-"
    assert set(code) <= set(ALPHABET) | {"-"}


@given(packed, packed)
def test_two_slips_that_differ_have_two_codes(one: Packed, other: Packed) -> None:
    assert (pack(one) == pack(other)) == (one == other)


@pytest.mark.parametrize(
    ("field", "value"),
    [("case", 128), ("day", 4096), ("municipality", 2048), ("certificates", 4), ("case", -1)],
)
def test_a_number_that_its_bits_cannot_hold_is_refused(field: str, value: int) -> None:
    with pytest.raises(ValueError, match="larger than its bits"):
        pack(A_SLIP._replace(**{field: value}))


def test_every_wrong_character_is_found() -> None:
    """All 8 x 31 errors."""
    for place, added in product(PLACES, range(1, 32)):
        assert weighted_sum([added if at == place else 0 for at in PLACES]) != 0
    code = pack(A_SLIP).replace("-", "")
    for place, symbol in product(PLACES, ALPHABET):
        if symbol != code[place]:
            wrong = code[:place] + symbol + code[place + 1 :]
            assert fault_of(wrong) is SlipFault.CHECK_WRONG, (place, symbol)


@given(*[st.lists(st.integers(0, 31), min_size=LENGTH, max_size=LENGTH)] * 2)
def test_the_check_is_linear(one: list[int], other: list[int]) -> None:
    """So an error is found in every code or in none: `weighted_sum` of what was added tells."""
    both = [a ^ b for a, b in zip(one, other, strict=True)]
    assert weighted_sum(both) == weighted_sum(one) ^ weighted_sum(other)


def test_every_two_characters_that_changed_places_are_found() -> None:
    """Two characters a and b that changed places add a + b to both. All 28 pairs of places, all 31 sums."""
    for (one, other), added in product(combinations(PLACES, 2), range(1, 32)):
        error = [added if place in (one, other) else 0 for place in PLACES]
        assert weighted_sum(error) != 0, (one, other, added)


@given(packed, st.permutations(range(LENGTH)))
def test_a_reader_who_mixes_up_two_places_is_told(numbers: Packed, places: list[int]) -> None:
    code = list(pack(numbers).replace("-", ""))
    one, other = places[:2]
    if code[one] != code[other]:
        code[one], code[other] = code[other], code[one]
        assert fault_of("".join(code)) is SlipFault.CHECK_WRONG


def test_the_weights_are_the_powers_of_x() -> None:
    """x^5 = x^2 + 1: what would be 32 is 5."""
    assert WEIGHTS == (1, 2, 4, 8, 16, 5, 10, 20)
    assert [weighted_sum([0] * n + [2] + [0] * (7 - n)) for n in range(8)] == [*WEIGHTS[1:], 13]


@pytest.mark.parametrize(
    "typed",
    [
        "{code}",
        "{plain}",
        "  {plain}\n",
        "{plain_lower}",
        "{full_width}",
        "{spaced}",
        "{dashed}",
        "{look_alike}",
    ],
)
def test_it_is_read_however_it_is_typed(typed: str) -> None:
    numbers = Packed(case=0, day=1056, municipality=4, other_desk=False, certificates=1)
    code = pack(numbers)
    plain = code.replace("-", "")
    assert {"0", "1"} <= set(plain)
    text = typed.format(
        code=code,
        plain=plain,
        plain_lower=plain.lower(),
        full_width="".join(chr(ord(character) + 0xFEE0) for character in code),
        spaced="\u3000".join(plain),
        dashed="ー".join((plain[:4], plain[4:])),
        look_alike=plain.replace("0", "o").replace("1", "l", 1).replace("1", "I"),
    )
    assert unpack(text) == numbers


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", SlipFault.NOT_EIGHT),
        ("1234567", SlipFault.NOT_EIGHT),
        ("123456789", SlipFault.NOT_EIGHT),
        ("8" * 10_000, SlipFault.NOT_EIGHT),
        ("ABCD-EFGU", SlipFault.NO_SUCH_CHARACTER),
        ("市民課窓口見本市", SlipFault.NO_SUCH_CHARACTER),
        ("\x00\ud800\u202e12345", SlipFault.NO_SUCH_CHARACTER),
        ("0000-0001", SlipFault.CHECK_WRONG),
        ("0000-0000", SlipFault.VERSION_UNKNOWN),
    ],
)
def test_what_is_no_code_is_refused_by_name(typed: str, fault: SlipFault) -> None:
    assert fault_of(typed) is fault


@pytest.mark.parametrize("first", [0, 16, 24])
def test_other_versions_are_refused(first: int) -> None:
    symbols = with_check([first, 0, 0, 0, 0, 0, 0, 0], LENGTH - 1)
    assert fault_of("".join(ALPHABET[symbol] for symbol in symbols)) is SlipFault.VERSION_UNKNOWN


def test_days_run_from_december_2023_into_2035() -> None:
    assert day_number(date(2023, 12, 3)) == 2
    assert day_number(date(2024, 12, 2)) == 367
    assert day_number(date(2035, 2, 15)) == 4094
    day = date(2023, 12, 3)
    while day < date(2035, 2, 16):
        assert numbered_day(day_number(day)) == day
        day += timedelta(days=1)


@pytest.mark.parametrize("day", [date(2023, 12, 2), date(2035, 2, 16), date(1900, 1, 1), date(9999, 12, 31)])
def test_a_day_outside_is_refused(day: date) -> None:
    with pytest.raises(SlipRefused) as refused:
        day_number(day)
    assert refused.value.fault is SlipFault.DAY_OUTSIDE
