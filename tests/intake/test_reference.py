"""References find every single wrong character and every swap, and read whatever a keyboard gives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.reference import ALPHABET, LENGTH, NotAReference, new_reference, read_reference

references = st.builds(new_reference)


def is_wrong(text: str) -> bool:
    try:
        read_reference(text)
    except NotAReference:
        return True
    return False


def test_the_alphabet_has_no_look_alikes_and_a_prime_length() -> None:
    assert len(ALPHABET) == len(set(ALPHABET)) == 29
    assert not set(ALPHABET) & set("01OILEU")


@given(references)
def test_a_reference_reads_as_itself(reference: str) -> None:
    assert len(reference) == LENGTH
    assert read_reference(reference) == reference


@given(references)
def test_every_single_wrong_character_is_found(reference: str) -> None:
    for position in range(LENGTH):
        for other in set(ALPHABET) - {reference[position]}:
            assert is_wrong(reference[:position] + other + reference[position + 1 :])


@given(references)
def test_every_swap_of_two_different_characters_is_found(reference: str) -> None:
    for first in range(LENGTH):
        for second in range(first + 1, LENGTH):
            swapped = list(reference)
            swapped[first], swapped[second] = swapped[second], swapped[first]
            if reference[first] != reference[second]:
                assert is_wrong("".join(swapped))


@given(references, st.sampled_from(["-", " ", "　", "ー", "−", "‐"]), st.integers(1, LENGTH - 1))
def test_it_reads_full_width_lower_case_spaces_and_hyphens(reference: str, between: str, at: int) -> None:
    wide = "".join(chr(ord(character) + 0xFEE0) for character in reference)
    for typed in (reference.lower(), wide, wide.lower()):
        assert read_reference(f" {typed[:at]}{between}{typed[at:]}\t") == reference


@pytest.mark.parametrize(
    "text", ["", "23456789A", "23456789ABC", "O123456789", "見本太郎見本太郎見本", "\ud800" * 10]
)
def test_what_is_no_reference_is_refused(text: str) -> None:
    assert is_wrong(text)
