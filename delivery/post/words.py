"""What the post's words mean, as data. docs/post.md shows the table and is held to it by a test.

Sources: [D] what pages of former postal workers and public tracking scripts agree on, [P] the post's tracking page in
Japanese as one public script reads it, [E] the same in English, [R] reasons as its details and returned letters give
them. A word that two scripts read differently is not here: it is listed, not guessed.
"""

import re
from typing import Final, NamedTuple

from delivery.states import Problem, State
from desks.tables import plain


class Said(NamedTuple):
    """What one of the post's words tells of a letter."""

    state: State
    problem: str = ""


class Word(NamedTuple):
    """A word as the post writes it, what it tells, and where it was found."""

    text: str
    said: Said
    source: str


def _words(state: State, source: str, *texts: str, problem: str = "") -> tuple[Word, ...]:
    return tuple(Word(text, Said(state, problem), source) for text in texts)


WORDS: Final[tuple[Word, ...]] = (
    *_words(State.POSTED, "D", "引受"),
    *_words(State.POSTED, "P", "集荷"),
    *_words(State.POSTED, "E", "Posting/Collection"),
    *_words(State.IN_TRANSIT, "D", "通過", "中継", "到着"),
    *_words(State.IN_TRANSIT, "P", "発送", "転送", "最寄局・最寄店送付"),
    *_words(State.IN_TRANSIT, "E", "En route", "Processing at delivery Post Office"),
    *_words(State.IN_TRANSIT, "D", "調査中", problem=Problem.INVESTIGATED),
    *_words(State.IN_TRANSIT, "R", "破損", "汚損", problem=Problem.DAMAGED),
    *_words(State.OUT, "D", "持ち出し中"),
    *_words(State.OUT, "E", "Allocated to delivery staff", "Item out for physical delivery"),
    *_words(State.ABSENT, "D", "ご不在のため持ち戻り"),
    *_words(State.ABSENT, "P", "ご不在", "持ち戻り"),
    *_words(State.ABSENT, "E", "Absence. Attempted delivery."),
    # Somebody asked to have it brought again: until then it lies there, and its days run on.
    *_words(State.HELD, "D", "保管", "お届け先 休日のため保管", "配達希望受付"),
    *_words(State.HELD, "E", "Retention", "Office closed. Retention."),
    *_words(State.HELD, "E", "A request for re-delivery was received."),
    *_words(State.RETURNING, "D", "差出人に返送"),
    # One English word for both: that it comes back is certain, that it is back is not.
    *_words(State.RETURNING, "E", "Returned to sender"),
    *_words(State.RETURNING, "R", "あて所不明", "あて所が不明", "宛先不明", problem=Problem.ADDRESS_UNKNOWN),
    *_words(State.RETURNING, "R", "あて所に尋ねあたらず", "転居先不明", problem=Problem.ADDRESS_UNKNOWN),
    *_words(State.RETURNING, "R", "あて所に尋ねあたりません", problem=Problem.ADDRESS_UNKNOWN),
    *_words(State.RETURNING, "R", "受取拒否", "受取拒絶", "受取辞退", problem=Problem.REFUSED_BY_ADDRESSEE),
    *_words(State.RETURNING, "R", "受取ご辞退", problem=Problem.REFUSED_BY_ADDRESSEE),
    *_words(State.RETURNING, "R", "保管期間経過", "保管期限経過", problem=Problem.HOLD_ENDED),
    *_words(State.RETURNED, "D", "差出人に返送済み"),
    *_words(State.DELIVERED, "D", "お届け先にお届け済み", "窓口でお渡し"),
    *_words(State.DELIVERED, "P", "お届け済み"),
    *_words(State.DELIVERED, "E", "Final delivery"),
)

_IN_BRACKETS = re.compile(r"(.+?)\((.*)\)")


def meaning(word: str, details: str = "") -> Said | None:
    """What a status word tells, whatever its width and spaces; None for a word that is not in the table.

    Why a letter comes back is taken from brackets behind the word, or from `details`, where that is in the table.
    """
    bare = _bare(word)
    if bracketed := _IN_BRACKETS.fullmatch(bare):
        bare, details = bracketed[1], bracketed[2]
    said = _MEANINGS.get(bare)
    reason = _MEANINGS.get(_bare(details))
    if said and reason and not said.problem and said.state in (State.RETURNING, State.RETURNED):
        return Said(said.state, reason.problem)
    return said


def words_of(state: State) -> list[str]:
    """The words by which the post usually tells this state alone, as its page in Japanese has them."""
    return [word.text for word in WORDS if word.said == Said(state) and word.source == "D"]


def _bare(text: str) -> str:
    """A word without what is written differently here and there."""
    return plain(text).rstrip(".。").removesuffix("のため")


_MEANINGS: Final = {_bare(word.text): word.said for word in WORDS}
