"""What every field of the JSON contract means, for the published schema. In English, as the fields' names are."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from delivery.targets import LongerReason
from eligibility.documents import AttendanceRule, Attendee, Password
from eligibility.events import AgeBand, Cause, Certificate, DesignationEvent, OrdinaryCase, Paper
from eligibility.nearest import ChangeKind
from eligibility.practice import IdentityPair
from eligibility.practices.words import PRACTICE_MEANINGS
from eligibility.presets import PRESETS
from eligibility.reasons import DeskAction, Procedure, Verdict
from eligibility.wording import CHANGES, DESK_ACTIONS, FEE_BASES, LONGER, VERDICT_NAMES
from eligibility.words import (
    AGE_BANDS,
    ATTENDANCE,
    ATTENDEES,
    CASES,
    CAUSES,
    CERTIFICATES,
    EVENTS,
    IDENTITY_PAIRS,
    PAPERS,
    PASSWORDS,
    PROCEDURES,
)
from fees.rules import FeeBasis

_SENTENCE = 'The same in words, in the language asked for; null with "sentences": false.'

#: By the class and the field.
MEANINGS: Mapping[str, Mapping[str, Any]] = {
    "Asked": {
        "on": "The day of applying; of completing the application, where papers were missing at first. "
        "From 2024-12-02 to 2040-12-31. It is never guessed: the answer to the same question never changes.",
        "facts": "What happened, and all else that the rules ask. Only the event is always needed.",
        "practice": "What the municipality settled where the person is registered: its six-digit code (what it settled "
        "in this installation and its closed days, the national default where it does not use the system), the name "
        f"of a preset ({', '.join(PRESETS).lower()}), or the settings themselves. It decides window and fee.",
        "desk_practice": "The same of another municipality's desk, when at_residence_desk is false. It decides papers "
        "and extra days; the national default where it is left out.",
        "closed_days": "Days on which the desk is closed besides weekends, national holidays and 29 December to "
        "3 January. Not together with a municipality's code, which brings its own.",
        "extra_open": "Days on which the desk is open against all of these. Not together with a municipality's code.",
        "language": "The language of the sentences. Left out: over HTTP that of Accept-Language, otherwise English.",
        "sentences": "Whether the answer says its reasons in words too.",
        "nearest_changes": "Whether the answer says what one other day or one other answer would change. Each is "
        "found by deciding again: without them it takes half of the time.",
        "id": "Anything to know the answer by, sent back as it is: a number, or up to 64 characters of ASCII without "
        "spaces. Never a name.",
    },
    "Facts": {
        "event": "What happened: one of the ten designations, or what is none of them.",
        "day_answer": "Whether the day that counts is known; NOT_YET when it is still to come, UNKNOWN when nobody "
        "knows it.",
        "occurred_on": "The day the law counts from, for every designation but INFANT: OVERSEAS the moving-in notice, "
        "LOST the loss notice, NEW_ENTRY and PENAL the day the identity papers were obtained, FOREIGN the notice, "
        "NUMBER_CHANGE the request, the letter or the public notice, DAMAGE the day of the damage, ADMIN_ERROR the day "
        "the holder came to know, SPACE_FULL the day an entry could not be written.",
        "birth_date": "The date of birth. An infant's period counts from it; of others it only tells the age.",
        "age_band": "The age as far as it changes who comes, where no date of birth is given.",
        "is_ward": "The person is an adult ward: the legal representative acts.",
        "at_residence_desk": "The application is made at a desk of the municipality where the person is registered.",
        "with_birth_notification": "The application is brought together with the birth notification. INFANT only.",
        "certificates": "The electronic certificates wanted on the card.",
        "cause": "How the card was lost or damaged. LOST and DAMAGE only.",
        "police_number": "The police have given a number for the loss or the theft.",
        "disaster_certificate": "There is a disaster certificate.",
        "trigger": "What the day that counts is the day of, where there are several. FOREIGN and NUMBER_CHANGE only.",
        "first_notice": "The moving-in notice was the first after arriving in Japan. OVERSEAS only.",
        "had_card_before": "A card was ever issued before this event.",
        "old_card_shown": "The old card can be shown or handed in.",
        "card_received_since": "Another card was issued after the event already.",
        "prevented": "Circumstances kept the person from applying in time.",
        "missing": "What the desk has found missing; the application waits for it.",
        "first_visit_on": "The day the person first came, when papers were missing then: eligibility is judged on it.",
        "kept_character": "A character that is no standard one is kept on the card.",
        "face_authentication": "A face-authentication card is wanted: no passwords and no signature certificate.",
        "inquiry_letter": "Identity papers are replaced by an inquiry letter sent to the home.",
    },
    "Practice": PRACTICE_MEANINGS,
    "Assessed": {
        "id": "As it was asked.",
        "on": "As it was asked.",
        "verdict": "Whether express issuance is open to the person.",
        "desk_action": "What the desk does.",
        "decided_by": "The step of the trace that decided the verdict.",
        "desk_reason": "The step of the trace that decided what the desk does.",
        "window": "When one can apply; null where no period was counted.",
        "days_left": "Days from the day of applying to the last open day, 0 on that day itself. ELIGIBLE only.",
        "fee": "What the resident reads. Null where express issuance is ruled out.",
        "desk_fee": "What the desk takes. Null where express issuance is ruled out.",
        "ordinary_route": "Ordinary issuance, where that is what to do instead.",
        "attendance": "Who comes to the desk.",
        "documents": "What to bring, for express issuance or for the ordinary route.",
        "target": "By when the card should arrive. ELIGIBLE and nothing missing only; a target is never a promise.",
        "procedure": "What the desk does instead of issuing a card.",
        "missing": "What the application would wait for.",
        "trace": "Every reason in the order it was found: the verdict's, then fee, who comes, photo, target or "
        "ordinary route.",
        "nearest_changes": "What one other day or one other answer would change; empty where it was not asked for.",
    },
    "ApplicationWindow": {
        "opens_on": "The first day.",
        "closes_on": "The last day accepted; later than legal_end where practice rolls a closed last day forward.",
        "legal_end": "The last day by law alone.",
        "last_open_day": "The last day up to closes_on on which the desk is open.",
    },
    "Fee": {
        "amount": "Yen; null where a clerk must decide it and give a reason.",
        "basis": "Why it costs what it costs.",
        "source": "Where the rule comes from.",
        "may_be": "The other amount in yen that a municipality or the clerk may settle on; null where there is none.",
        "without_certificates": "Yen for the same card without certificates, where money is asked and they are wanted.",
    },
    "OrdinaryRoute": {
        "fee": "What it costs the resident.",
        "shortest_months": "It takes about so many months at least.",
        "longest_months": "It takes about so many months at most.",
    },
    "Attendance": {
        "who": "Everybody who comes, together.",
        "rule": "Why they come.",
        "source": "Where the rule comes from.",
    },
    "Documents": {
        "bring": "The papers to bring.",
        "applicant_papers": "Identity papers of which any one pair suffices; empty: not checked.",
        "representative_papers": "The same of the representative.",
        "photo": "Whether the card has a photo.",
        "passwords": "The passwords to set.",
    },
    "Target": {
        "received_on": "The day counted from: the day of applying, or the next open day.",
        "target_date": "The target day; null where no day can be named.",
        "longer": "Why it takes longer than a week, where no day is named.",
        "chase_on": "When a supervisor looks into a delivery that has no target day.",
        "may_take_longer": "With a birth notification it may take longer than the target.",
        "backlog_since": "Since when the issuer has had too many applications, where that is why; otherwise null.",
    },
    "Step": {
        "code": "What was found.",
        "fact": "The field of facts that decided, or on.",
        "source": "Where the rule comes from: the national page, a law, pages of municipalities, practice, calendar.",
        "values": "The days, numbers and words of the reason.",
        "rule": "The rule that decided.",
        "parameter": "The dated row of the law's numbers it went by, with the day it holds from; empty for none.",
        "sentence": _SENTENCE,
    },
    "Nearest": {
        "kind": "The other day or the other answer.",
        "day": "That day, for UNTIL and FROM.",
        "fee": "The fee in yen at the desk then, where it is lower.",
        "action": "What the desk does then, where it is better.",
        "target_date": "The target day then, where none is named now.",
        "sentence": _SENTENCE,
    },
    "Refused": {"errors": "Everything that was found wrong, at most 50."},
    "Error": {
        "pointer": "Where (RFC 6901); empty: the whole. An unknown field whose name is no plain word is not repeated: "
        "then it points to the object.",
        "code": "What is wrong.",
        "message": "What to do, in a sentence.",
    },
}

#: What the words of the contract say, where their names alone do not.
TERM_WORDS: Mapping[type[StrEnum], Mapping[Any, Any]] = {
    DesignationEvent: EVENTS,
    OrdinaryCase: CASES,
    Cause: CAUSES,
    AgeBand: AGE_BANDS,
    Certificate: CERTIFICATES,
    Paper: PAPERS,
    IdentityPair: IDENTITY_PAIRS,
    Verdict: VERDICT_NAMES,
    DeskAction: DESK_ACTIONS,
    Procedure: PROCEDURES,
    FeeBasis: FEE_BASES,
    LongerReason: LONGER,
    Attendee: ATTENDEES,
    AttendanceRule: ATTENDANCE,
    Password: PASSWORDS,
    ChangeKind: CHANGES,
}
