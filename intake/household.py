"""The next person of a household: what stays the same from one application to the next."""

from typing import Any, Final

from desks.models import Municipality
from intake.models import Application
from intake.slips import ELSEWHERE, HERE
from intake.templatetags.intake import postcode

_OF_THE_REPRESENTATIVE: Final = "relation", "name", "phone", "postcode", "address"
"""What shows that they may act is looked at again for each child."""
_TELLS_WHERE: Final = "postcode", "address", "phone"


def household_of(application: Application, municipality: Municipality) -> dict[str, Any]:
    """What an empty form can start with: address and representative, never the person, photo, evidence or papers.

    Support measures go along, and what they hide does not: it is shown where it is asked for, and nowhere else.
    """
    here = application.residence_code == municipality.code
    known = {
        "registered": HERE if here else ELSEWHERE,
        "residence": "" if here else application.residence_code,
        "postcode": postcode(application.postcode),
        "address": application.address,
        "support_measures": application.support_measures,
    }
    who = getattr(application, "representative", None)
    if who:
        known |= {f"representative_{part}": getattr(who, part) for part in _OF_THE_REPRESENTATIVE}
        known["representative_postcode"] = postcode(who.postcode)
    if not application.support_measures:
        return known
    return {name: value for name, value in known.items() if name.rpartition("_")[2] not in _TELLS_WHERE}
