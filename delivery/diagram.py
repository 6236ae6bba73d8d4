"""docs/states.md, drawn from the table of moves: `manage.py states > docs/states.md`."""

from collections.abc import Iterator

from django.utils.translation import override

from delivery.models.delivery import UNDOABLE
from delivery.states import CLOSED, NEWS, TRANSITIONS, State

#: Drawn as one, so that the many moves they share are one arrow.
POST = (State.IN_TRANSIT, State.OUT, State.ABSENT, State.HELD)
HEAD = """\
# The states of a registered letter

Made by `manage.py states > docs/states.md` from `TRANSITIONS` in `delivery/states.py`; a test holds the two together.

A move is a compare-and-swap on the row, a line of its timeline and the dates that the state needs (constraints of the
database), in one transaction. What was wrong is taken back by another move with a reason. A problem (damaged, addressee
unknown, not taken, not collected, being looked for) stands beside the state.
"""


def page() -> str:
    """The whole file, with its diagram (Mermaid) and its table."""
    with override("en"):
        return "\n".join([HEAD, "```mermaid", *_diagram(), "```", "", *_table()]) + "\n"


def _diagram() -> Iterator[str]:
    yield "stateDiagram-v2"
    for state in State:
        yield f"    {state} : {state.label}"
    yield f"    [*] --> {State.REQUESTED}"
    yield "    state post {"
    yield from (f"        {before} --> {after}" for before in POST for after in POST if _leads(before, after))
    yield "    }"
    yield "    post : With the post"
    for before in State:
        if before not in POST:
            yield from (f"    {before} --> {after}" for after in _targets(before))
    yield from (f"    post --> {after}" for after in State if after not in POST and _all_lead(after))
    yield from (
        f"    {before} --> {after}"
        for before in POST
        for after in State
        if after not in POST and _leads(before, after) and not _all_lead(after)
    )
    for state in State:
        if state in CLOSED:
            yield f"    {state} --> [*]"


def _leads(before: State, after: State) -> bool:
    return after in TRANSITIONS[before]


def _all_lead(after: State) -> bool:
    return all(_leads(before, after) for before in POST)


def _targets(before: State) -> Iterator[str]:
    """Where a state leads; `post` in the place of its members where it leads to each of them."""
    whole = all(_leads(before, after) for after in POST)
    if whole:
        yield "post"
    yield from (after for after in State if _leads(before, after) and not (whole and after in POST))


def _table() -> Iterator[str]:
    yield "| state | Japanese | the post may tell it | may be taken back | leads to |"
    yield "|---|---|---|---|---|"
    for state in State:
        onwards = ", ".join(str(after.label) for after in State if after in TRANSITIONS[state])
        cells = (
            state.label,
            _japanese(state),
            _yes(state in NEWS),
            _yes(state in UNDOABLE),
            onwards or "the end",
        )
        yield f"| {' | '.join(map(str, cells))} |"


def _japanese(state: State) -> str:
    with override("ja"):
        return str(state.label)


def _yes(holds: bool) -> str:
    return "yes" if holds else ""
