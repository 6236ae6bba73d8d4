"""The vocabulary of the law on the screen: a word or a question for every term."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from eligibility.documents import AttendanceRule, Attendee, IdentityKind, Password
from eligibility.events import (
    AgeBand,
    Cause,
    Certificate,
    DesignationEvent,
    Heading,
    OrdinaryCase,
    Paper,
    Trigger,
    YesNo,
)
from eligibility.practice import IdentityPair
from eligibility.reasons import Procedure
from eligibility.representation import ProofKind

HEADINGS: dict[Heading, Promise] = {
    Heading.NEWBORN: _("A child under one year of age"),
    Heading.LOST_OR_DAMAGED: _("A lost or damaged card"),
    Heading.FROM_OVERSEAS: _("Moved to Japan from abroad"),
    Heading.SPACE_FULL: _("No space left on the card for changes"),
    Heading.OTHER: _("Another reason"),
}

#: As a choice. What stands under another reason is named in neutral words.
EVENTS: dict[DesignationEvent, Promise] = {
    DesignationEvent.INFANT: _("A child under one year of age needs the first card"),
    DesignationEvent.OVERSEAS: _("Moved to Japan from abroad"),
    DesignationEvent.LOST: _("The card was lost or stolen"),
    DesignationEvent.NEW_ENTRY: _("Newly entered in the resident register, other than by birth or moving in"),
    DesignationEvent.FOREIGN: _("Newly in the resident register as a mid- to long-term resident"),
    DesignationEvent.NUMBER_CHANGE: _(
        "The number or resident record code was changed, so the card became invalid"
    ),
    DesignationEvent.DAMAGE: _("The card is burnt, badly damaged or does not work"),
    DesignationEvent.ADMIN_ERROR: _("The card was made invalid by a mistake of the office"),
    DesignationEvent.SPACE_FULL: _("A change could not be written on the card: no space was left"),
    DesignationEvent.PENAL: _("Left a correctional facility"),
}

#: As it stands in a sentence: "Express issuance does not cover ...".
CASES: dict[OrdinaryCase, Promise] = {
    OrdinaryCase.RENEWAL: _("renewal before the card expires"),
    OrdinaryCase.EXPIRED: _("renewal of an expired card"),
    OrdinaryCase.FIRST_CARD: _("the first card of somebody who already lives here"),
    OrdinaryCase.MOVED_INSIDE_JAPAN: _("a card that lapsed after a move inside Japan"),
    OrdinaryCase.STAY_EXTENSION_MISSED: _("a card that lapsed because a longer stay was not recorded on it"),
    OrdinaryCase.RECORD_DELETED: _("a card that lapsed because the resident record was deleted"),
    OrdinaryCase.NAME_CHANGE_FITS: _("a change of name or address that fits on the card"),
    OrdinaryCase.ENTRY_WRITTEN: _("a card whose last space was used but which is still valid"),
    OrdinaryCase.OWN_WISH: _("a new card at your own wish"),
    OrdinaryCase.OVERSEAS_CARD_VALID: _("a valid card for people living abroad"),
    OrdinaryCase.SUSPENDED_CARD_FOUND: _("a suspended card that was found again"),
    OrdinaryCase.SOMETHING_ELSE: _("something else"),
}

DAY_QUESTIONS: dict[DesignationEvent, Promise] = {
    DesignationEvent.INFANT: _("When was the child born?"),
    DesignationEvent.OVERSEAS: _("When did you file your first moving-in notice after arriving in Japan?"),
    DesignationEvent.LOST: _("When did you report the loss to your municipality?"),
    DesignationEvent.NEW_ENTRY: _("When did you get the identity papers you need to apply?"),
    DesignationEvent.FOREIGN: _(
        "When did you file the notice of your address, or of having become a mid- to long-term resident?"
    ),
    DesignationEvent.NUMBER_CHANGE: _("When did you ask for the change?"),
    DesignationEvent.DAMAGE: _("When was the card burnt or damaged, or when did it stop working?"),
    DesignationEvent.ADMIN_ERROR: _("When did you learn that the card had been made invalid?"),
    DesignationEvent.SPACE_FULL: _("When could a change not be written on the card for lack of space?"),
    DesignationEvent.PENAL: _("When did you get the identity papers you need to apply?"),
}

TRIGGERS: dict[Trigger, Promise] = {
    Trigger.ADDRESS_FIXED: _("I filed a moving-in notice when I settled at an address in Japan"),
    Trigger.BECAME_RESIDENT: _("I already lived here and became a mid- to long-term resident"),
    Trigger.OWN_REQUEST: _("I asked for the change myself"),
    Trigger.NOTICE_LETTER: _("The municipality changed it and sent me a letter asking for the card"),
    Trigger.PUBLIC_NOTICE: _("The municipality changed it and put up a public notice"),
    Trigger.UNKNOWN: _("I do not know"),
}

#: Where the trigger is known, it tells more exactly which day is asked for.
TRIGGER_DAY_QUESTIONS: dict[Trigger, Promise] = {
    Trigger.ADDRESS_FIXED: _("When did you file the moving-in notice?"),
    Trigger.BECAME_RESIDENT: _("When did you file the notice of having become such a resident?"),
    Trigger.OWN_REQUEST: _("When did you ask for the change?"),
    Trigger.NOTICE_LETTER: _("When did the letter asking for your card arrive?"),
    Trigger.PUBLIC_NOTICE: _("When was the public notice put up?"),
}

#: What the day that counts is the day of, by event or, more exactly, by trigger: "The count starts from the day ...".
START_DAYS: dict[DesignationEvent | Trigger, Promise] = {
    DesignationEvent.OVERSEAS: _("of the first moving-in notice after arriving in Japan"),
    DesignationEvent.LOST: _("the loss was reported to the municipality"),
    DesignationEvent.NEW_ENTRY: _("the identity papers needed to apply were obtained"),
    DesignationEvent.FOREIGN: _("of the notice that put the person in the resident register"),
    DesignationEvent.NUMBER_CHANGE: _("of the request, or on which the letter or public notice came"),
    DesignationEvent.DAMAGE: _("the card was burnt or damaged, or stopped working"),
    DesignationEvent.ADMIN_ERROR: _("the holder learnt that the card had been made invalid"),
    DesignationEvent.SPACE_FULL: _("a change could not be written for lack of space"),
    DesignationEvent.PENAL: _("the identity papers needed to apply were obtained"),
    Trigger.ADDRESS_FIXED: _("of the moving-in notice"),
    Trigger.BECAME_RESIDENT: _("of the notice of having become a mid- to long-term resident"),
    Trigger.OWN_REQUEST: _("the change was asked for"),
    Trigger.NOTICE_LETTER: _("the letter asking for the card arrived"),
    Trigger.PUBLIC_NOTICE: _("the public notice was put up"),
}

AGE_BANDS: dict[AgeBand, Promise] = {
    AgeBand.UNDER_ONE: _("Under one"),
    AgeBand.UNDER_FIFTEEN: _("Under 15"),
    AgeBand.FIFTEEN_AND_OVER: _("15 or over"),
    AgeBand.UNKNOWN: _("Not told"),
}

PROCEDURES: dict[Procedure, Promise] = {
    Procedure.WRITE_THE_CHANGE: _("Entry of the change on the card"),
    Procedure.CONTINUED_USE: _("Continued use of the card for people living abroad"),
    Procedure.LIFT_THE_SUSPENSION: _("Lifting of the suspension"),
}

#: What stands under the question for the day.
DAY_HINTS: dict[DesignationEvent, Promise] = {
    DesignationEvent.LOST: _("Suspending the card by phone does not count."),
    DesignationEvent.NUMBER_CHANGE: _(
        "If the municipality made the change: the day its letter asking for the card arrived, "
        "or the public notice appeared."
    ),
}

CAUSES: dict[Cause, Promise] = {
    Cause.AT_HOME: _("Lost at home"),
    Cause.OUTSIDE: _("Lost outside the home"),
    Cause.STOLEN: _("Stolen"),
    Cause.OWN_FAULT: _("By your own fault"),
    Cause.NOT_OWN_FAULT: _("Not by your own fault"),
    Cause.DISASTER: _("By a disaster or fire"),
    Cause.DEFECT: _("It stopped working by itself"),
    Cause.UNKNOWN: _("I do not know"),
}

YES_NO: dict[YesNo, Promise] = {
    YesNo.YES: _("Yes"),
    YesNo.NO: _("No"),
    YesNo.UNKNOWN: _("I do not know"),
}

CERTIFICATES: dict[Certificate, Promise] = {
    Certificate.SIGNATURE: _("Certificate for digital signatures"),
    Certificate.USER_AUTHENTICATION: _("Certificate for user authentication"),
}

PASSWORDS: dict[Password, Promise] = {
    Password.SIGNATURE: _("Password of the signature certificate"),
    Password.USER_AUTHENTICATION: _("PIN of the user certificate"),
    Password.RESIDENT_REGISTER: _("PIN for the resident register"),
    Password.CARD_FACE_INPUT: _("PIN for entering the card's face data"),
}

ATTENDEES: dict[Attendee, Promise] = {
    Attendee.APPLICANT: _("The person the card is for"),
    Attendee.LEGAL_REPRESENTATIVE: _("The legal representative (parent or guardian)"),
    Attendee.NOTIFIER: _("The person who brings the birth notification"),
}

ATTENDANCE: dict[AttendanceRule, Promise] = {
    AttendanceRule.IN_PERSON: _("The person the card is for must come. Nobody else can come instead."),
    AttendanceRule.IN_PERSON_AGE_UNKNOWN: _(
        "The person the card is for must come; nobody else can come instead. "
        "Under 15 or under guardianship, the legal representative comes too."
    ),
    AttendanceRule.WITH_REPRESENTATIVE: _(
        "The person the card is for and the legal representative must come together."
    ),
    AttendanceRule.WITH_BIRTH_NOTIFICATION: _(
        "Whoever brings the birth notification can apply. The baby need not come."
    ),
}

PAPERS: dict[Paper, Promise] = {
    Paper.IDENTITY: _("Identity papers of the person the card is for"),
    Paper.REPRESENTATIVE_IDENTITY: _("Identity papers of the representative"),
    Paper.REPRESENTATION: _(
        "Proof of representation (family register or registration certificate); "
        "not needed for parent and child in one household"
    ),
    Paper.PHOTO: _("One photo of the face, 45 x 35 mm, taken within the last 6 months"),
    Paper.BIRTH_NOTIFICATION: _("The birth notification"),
    Paper.LOSS_NOTICE: _("The loss notice (you file it at the desk)"),
    Paper.POLICE_NUMBER: _("The number of the police report"),
    Paper.DISASTER_CERTIFICATE: _("The disaster certificate, if you have one"),
    Paper.OLD_CARD: _("The old card, if you still have it"),
    Paper.NOTICE_LETTER: _("The letter about the change, if you got one"),
    Paper.RESIDENCE_CARD: _("The residence card"),
    Paper.INQUIRY_REPLY: _("The inquiry letter with its answer"),
}

IDENTITY_PAIRS: dict[IdentityPair, Promise] = {
    IdentityPair.A: _("one of A"),
    IdentityPair.A_A: _("two of A"),
    IdentityPair.A_B: _("one of A and one of B"),
    IdentityPair.B_B: _("two of B"),
}

IDENTITY_KINDS: dict[IdentityKind, Promise] = {
    IdentityKind.MY_NUMBER_CARD: _("Individual Number Card"),
    IdentityKind.DRIVING_LICENCE: _("Driver's licence"),
    IdentityKind.DRIVING_HISTORY: _("Driving history certificate (from April 2012)"),
    IdentityKind.PASSPORT: _("Passport"),
    IdentityKind.RESIDENT_REGISTER_CARD: _("Basic Resident Register Card with photo"),
    IdentityKind.DISABILITY_HANDBOOK: _("Disability, mental health or rehabilitation handbook"),
    IdentityKind.RESIDENCE_CARD: _("Residence card"),
    IdentityKind.SPECIAL_PERMANENT_RESIDENT: _("Special permanent resident certificate"),
    IdentityKind.LANDING_OR_STAY_PERMIT: _("Permit for temporary refuge or provisional stay"),
    IdentityKind.HEALTH_INSURANCE: _("Health insurance card or qualification certificate"),
    IdentityKind.PENSION_HANDBOOK: _("Pension handbook"),
    IdentityKind.EMPLOYEE_CARD: _("Employee card"),
    IdentityKind.STUDENT_CARD: _("Student card"),
    IdentityKind.BANK_BOOK: _("Bank book"),
    IdentityKind.MEDICAL_AID: _("Medical aid certificate"),
    IdentityKind.CHILD_ALLOWANCE: _("Child allowance certificate"),
    IdentityKind.PUBLIC_LICENCE: _("Other public licence"),
    IdentityKind.MATERNAL_AND_CHILD_HANDBOOK: _("Maternal and Child Health Handbook"),
    IdentityKind.OTHER_NAMED_PAPER: _("Other paper with name and birth date or address"),
    IdentityKind.PHOTO_CERTIFICATE: _("Photo certificate by a hospital, a facility or a care manager"),
}

PROOFS: dict[ProofKind, Promise] = {
    ProofKind.FAMILY_REGISTER: _("Family register extract"),
    ProofKind.REGISTRATION_CERTIFICATE: _("Certificate of the registered guardianship"),
    ProofKind.SAME_HOUSEHOLD: _(
        "No paper needed: parent and child in one household, as the record here shows"
    ),
    ProofKind.DOMICILE_HERE: _("No paper needed: parent and child by the family register kept here"),
}

#: Where a rule comes from, by the `source` of a reason, a fee or a parameter's row.
SOURCES: dict[str, Promise] = {
    "national_page": _("National page on express issuance"),
    "practice": _("This municipality's practice"),
    "calendar": _("Open days of the desk"),
    "settled": _("Tokkyu's rule where no source says more"),
    "civil_code_140": _("Civil Code Art. 140 and 141; pages of Yaita, Sanuki, Meiwa and others"),
    "civil_code_143": _("Civil Code Art. 143; pages of Suzaka, Kumagaya, Meiwa and others"),
    "basic_register_act_30_46": _("Basic Resident Registration Act Art. 30-46 and 30-47; page of Aira"),
    "municipal_infants": _("Pages of Suzaka, Kumagaya, Meiwa, Hachimantai and Oe"),
    "municipal_start_days": _("Pages of Meiwa, Yaita, Sanuki and Tomigusuku"),
    "municipal_first_card": _("Pages of Tanabe, Takatsuki, Nomi, Mobara and Shinshinotsu"),
    "municipal_exclusions": _("Pages of Komoro, Makubetsu and Mitake"),
    "municipal_overseas_card": _("Pages of Yaita, Sanuki and Ayase"),
    "municipal_attendance": _("Pages of Koriyama, Uto, Inzai and Yaita"),
    "municipal_birth_notification": _("Pages of Koriyama, Yaita, Karatsu and Tamano"),
    "municipal_first_notice": _("Pages of Sanuki and Takatsuki"),
    "municipal_public_notice": _("Pages of Yaita and Tomigusuku"),
    "municipal_police_number": _("Pages of Suzaka and Yamato"),
    "municipal_ordinary_fees": _("Pages of Mitake, Ashiya, Matsuyama and Makubetsu"),
    "municipal_longer": _("Pages of Koriyama, Suzaka and Fujimino"),
    "komoro_space": _("Page of Komoro"),
    "mimata_proof": _("Page of Mimata"),
    "mitake_exclusions": _("Page of Mitake"),
    "itami_suspension": _("Page of Itami"),
    "certificate_age": _("Pages of Miyake and Sanyo-Onoda on certificates"),
    "photo_page": _("National page on the photo"),
    "ordinary_duration": _("Usual time of ordinary issuance"),
    "registered_mail_transit": _("Usual time of registered mail"),
    "policy_far": _("Tokkyu's reading of what is far"),
    "policy_delivery_days": _("Tokkyu's rule: the usual day and one more"),
    "policy_making": _("Tokkyu's rule, from the five days at best of Kumagaya and Meiwa"),
    "post_office_hold": _("Usual holding time at the post office"),
    "town_keeps_returned": _("Page of one town on returned cards"),
}
