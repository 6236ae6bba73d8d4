"""What the e-mails say. No name, no address, no kind of card: a subject and a first line show on locked screens."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from delivery.models import EmailKind as K
from eligibility.wording import RECEIVE

SUBJECT: Final = _("[%(municipality)s] News about a delivery")
LEAD: Final = _("This is news from %(municipality)s about what you applied for.")
CLOSING: Final = (
    _("Do not reply: nobody reads this mailbox. Phone the desk if you have a question."),
    _("If you want no more of these messages, tell the desk."),
)

HAPPENED: Final[dict[K, Promise]] = {
    K.ACCEPTED: _("Your application was accepted."),
    K.POSTED: _("The letter was handed over to the post. It has not arrived yet."),
    K.ABSENT: _("The post could not hand over the letter and keeps it for you."),
    K.RETURNED: _("The post could not hand over the letter. It was sent back."),
    K.AT_DESK: _("The letter is at the desk. You can collect it."),
}
"""The first sentence."""

_FOLLOW_NOTICE: Final = _("If nobody is at home, the post leaves a notice. Follow it.")
_WAIT: Final = _("It goes to the desk. We write to you as soon as you can collect it.")
_PHONE_FIRST: Final = _("Phone the desk before you go: they tell you how you get it.")

AT_HOME: Final[dict[K, tuple[Promise, ...]]] = {
    K.ACCEPTED: (RECEIVE,),
    K.POSTED: (RECEIVE, _FOLLOW_NOTICE),
    K.ABSENT: (_("Follow the notice that the post left. After the last day the letter goes back."),),
    K.RETURNED: (_PHONE_FIRST,),
    K.AT_DESK: (
        _(
            "Come with your identity papers and this reference. "
            "Under 15 and under guardianship, the legal representative comes too."
        ),
    ),
}
"""What to do now."""
TO_DESK: Final = AT_HOME | {K.ACCEPTED: (_WAIT,), K.POSTED: (_WAIT,)}
"""The same for a letter that the desk gets."""

# The names of the facts below it.
HOME_DAYS: Final = _("When to be at home")
KEPT_BY_POST: Final = _("Kept at the post office until")
KEPT_AT_DESK: Final = _("Kept at the desk until")
REFERENCE: Final = _("Reference")
WHERE_IT_IS: Final = _("Where it is (by the reference and the date of birth)")
DESK: Final = _("Desk")
