"""No reason without a sentence, in both languages, and the sentences that must be exactly right."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from enum import EnumType
from typing import Any

import pytest
from django.utils.functional import Promise
from django.utils.translation import override

import delivery.targets
import eligibility.rules
import fees.rules
from delivery.targets import LongerReason, Target
from eligibility import wording, words
from eligibility.answer import answer
from eligibility.documents import AttendanceRule, Attendee, IdentityKind, Password
from eligibility.events import (
    AgeBand,
    Cause,
    Certificate,
    DayDoubt,
    DesignationEvent,
    Facts,
    Heading,
    OrdinaryCase,
    Paper,
    Trigger,
    YesNo,
)
from eligibility.nearest import ChangeKind
from eligibility.practice import NATIONAL, IdentityPair, OtherDesk, Practice
from eligibility.reasons import DeskAction, Procedure, Reason, ReasonCode, Verdict
from fees.rules import Fee, FeeBasis, OrdinaryRoute
from tests.eligibility.cases import CALENDAR, PRACTICES, circumstances, edges, facts_from, facts_of

LANGUAGES = ["ja", "en"]


@pytest.mark.parametrize(
    ("terms", "sentences"),
    [
        (ReasonCode, wording.REASONS),
        (Verdict, wording.VERDICTS),
        (Verdict, wording.VERDICT_NAMES),
        (DeskAction, wording.DESK_ACTIONS),
        (FeeBasis, wording.FEE_BASES),
        (LongerReason, wording.LONGER),
        (DayDoubt, wording.DAY_DOUBTS),
        (Heading, words.HEADINGS),
        (DesignationEvent, words.EVENTS),
        (DesignationEvent, words.DAY_QUESTIONS),
        (OrdinaryCase, words.CASES),
        (Cause, words.CAUSES),
        (YesNo, words.YES_NO),
        (Certificate, words.CERTIFICATES),
        (Password, words.PASSWORDS),
        (Attendee, words.ATTENDEES),
        (AttendanceRule, words.ATTENDANCE),
        (Paper, words.PAPERS),
        (IdentityPair, words.IDENTITY_PAIRS),
        (IdentityKind, words.IDENTITY_KINDS),
        (Trigger, words.TRIGGERS),
        (AgeBand, words.AGE_BANDS),
        (Procedure, words.PROCEDURES),
        (ChangeKind, wording.CHANGES),
    ],
    ids=lambda part: part.__name__ if isinstance(part, EnumType) else "",
)
def test_every_term_has_its_words(terms: EnumType, sentences: Mapping[Any, Promise]) -> None:
    assert set(sentences) == set(terms)


def reasons() -> list[Reason]:
    """Every reason that the examples lead to, of the whole answer."""
    traces = []
    for row in edges():
        facts = facts_from(DesignationEvent(row["event"]), date.fromisoformat(row["start_on"]))
        on = date.fromisoformat(row["on"])
        traces.append(answer(facts, on=on, practice=PRACTICES[row["practice"]], calendar=CALENDAR).trace)
    for case in circumstances():
        practices = {name: Practice(**case.get(name, {})) for name in ("practice", "desk_practice")}
        traces.append(answer(facts_of(case["facts"]), on=case["on"], calendar=CALENDAR, **practices).trace)
    return [reason for trace in traces for reason in trace]


def test_every_reason_is_said_with_its_values_its_source_and_the_answer_it_came_from() -> None:
    found = reasons()
    assert {reason.code for reason in found} == set(ReasonCode)
    assert {reason.fact for reason in found} <= set(wording.FACTS)
    assert {reason.source for reason in found} <= set(words.SOURCES)
    for reason in found:
        named = set(re.findall(r"%\((\w+)\)s", str(wording.REASONS[reason.code])))
        assert named <= set(reason.values), reason.code
        for language in LANGUAGES:
            with override(language):
                said = wording.in_words(reason)
                assert "%(" not in said
                assert bool(re.search("[ぁ-ん]", said)) == (language == "ja"), said


def test_every_source_that_law_names_has_its_words() -> None:
    named = set()
    for law in (eligibility.rules.LAW, fees.rules.LAW, delivery.targets.LAW):
        named |= law.sources()
    assert named <= set(words.SOURCES)
    assert set(wording.FACTS) <= {*Facts.__dataclass_fields__, "on"}


def said(language: str, facts: Facts, on: date) -> list[str]:
    """The sentences of one whole answer."""
    found = answer(facts, on=on, practice=NATIONAL, calendar=CALENDAR)
    with override(language):
        lines = [
            str(wording.VERDICTS[found.assessment.verdict]),
            *(wording.in_words(reason) for reason in found.assessment.trace),
        ]
        if found.fee:
            lines += wording.fee_in_words(found.fee)
        if found.ordinary_route:
            lines.append(wording.ordinary_route_in_words(found.ordinary_route))
        if found.target:
            lines.append(wording.target_in_words(found.target))
    return lines


def test_a_lost_card_in_english() -> None:
    assert said("en", facts_from(DesignationEvent.LOST, date(2026, 4, 6)), date(2026, 4, 10)) == [
        "If your answers are right, you can use express issuance. The desk decides after seeing your papers.",
        "What counts is the day the loss was reported to the municipality.",
        "30 days, counted from the day after Mon 6 Apr 2026, end on Wed 6 May 2026.",
        "Wed 6 May 2026 is a closed day: accepted here until Thu 7 May 2026 by this municipality's rule.",
        "The application is in time until Thu 7 May 2026.",
        "The desk where you are registered accepts your application.",
        "2,000 yen, paid at the desk when you apply; 1,800 yen if you want no electronic certificate.",
        "Target: Fri 17 Apr 2026. In principle within one week of applying; not a guarantee.",
    ]


def test_a_lost_card_in_japanese() -> None:
    assert said("ja", facts_from(DesignationEvent.LOST, date(2026, 4, 6)), date(2026, 4, 10)) == [
        "回答のとおりなら特急発行の対象です。受付は、窓口で書類を確認して決まります。",
        "数え始めの日は、市区町村に紛失を届け出た日です。",
        "2026年4月6日(月)の翌日から数えて30日目は2026年5月6日(水)です。",
        "2026年5月6日(水)は閉庁日のため、この市区町村の取扱いにより2026年5月7日(木)まで受け付けます。",
        "2026年5月7日(木)まで、期間内に申請できます。",
        "住民票のある市区町村の窓口で受け付けます。",
        "手数料2,000円(電子証明書が不要なら1,800円)。申請時に窓口で支払います。",
        "お届けの目安:2026年4月17日(金)まで。原則、申請から1週間以内ですが、保証する日ではありません。",
    ]


def test_a_renewal_in_both_languages() -> None:
    renewal = Facts(event=OrdinaryCase.RENEWAL)
    assert said("en", renewal, date(2026, 6, 10))[1:] == [
        "Express issuance does not cover renewal before the card expires.",
        "You can apply the ordinary way (about 1 to 2 months; free).",
    ]
    assert said("ja", renewal, date(2026, 6, 10))[1:] == [
        "有効期限前の更新は特急発行の対象外です。",
        "通常の申請ができます(約1〜2か月、無料)。",
    ]


def test_an_infant_in_both_languages() -> None:
    born = facts_from(DesignationEvent.INFANT, date(2025, 3, 1))
    assert said("en", born, date(2025, 3, 10))[1] == (
        "You can apply until the day before the first birthday, Sat 28 Feb 2026; last open day Fri 27 Feb 2026."
    )
    assert said("ja", born, date(2025, 3, 10))[1] == (
        "1歳の誕生日の前日2026年2月28日(土)まで申請できます。窓口が開いている最後の日は2026年2月27日(金)です。"
    )


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        (
            "en",
            "Expect more than one week (another municipality's desk, the end of the year); we cannot name a day.",
        ),
        ("ja", "1週間より長くかかる見込みです(ほかの市区町村の窓口、年末年始)。日付はお示しできません。"),
    ],
)
def test_no_day_and_its_reasons(language: str, sentence: str) -> None:
    longer = (LongerReason.OTHER_DESK, LongerReason.YEAR_END)
    with override(language):
        assert wording.target_in_words(Target(date(2026, 12, 25), None, longer, date(2027, 1, 8))) == sentence


@pytest.mark.parametrize(
    ("language", "reasons"),
    [
        (
            "en",
            "another municipality's desk, maintenance at the issuer, "
            "many applications at the issuer since Wed 3 Feb 2027",
        ),
        (
            "ja",
            "ほかの市区町村の窓口、発行機関のシステムメンテナンス、2027年2月3日(水)からの発行機関の混雑",
        ),
    ],
)
def test_since_when_the_issuer_is_busy_is_said_with_the_reasons(language: str, reasons: str) -> None:
    since = date(2027, 2, 3)
    calendar = replace(
        CALENDAR,
        backlog_since=since,
        maintenance_days=frozenset(date(2027, 2, day) for day in range(4, 10)),
    )
    facts = facts_from(DesignationEvent.LOST, since, at_residence_desk=False)
    practice = Practice(other_desk=OtherDesk.ACCEPT)
    found = answer(facts, on=since, practice=practice, calendar=calendar, desk_practice=practice)
    with override(language):
        assert found.target
        assert reasons in wording.target_in_words(found.target)
        assert reasons in wording.in_words(found.trace[-1])


@pytest.mark.parametrize(
    ("fee", "resident", "desk"),
    [
        (
            Fee(1800, FeeBasis.LOSS, "national_page"),
            ["1,800 yen, paid at the desk when you apply."],
            "1,800 yen",
        ),
        (
            Fee(0, FeeBasis.OWN_FAULT, "practice", 2000, 1800),
            [
                "Free in principle. Some municipalities charge, for example for damage you caused. "
                "Confirm with your desk.",
                "Where it is charged: 2,000 yen, paid at the desk when you apply; "
                "1,800 yen if you want no electronic certificate.",
            ],
            "Free",
        ),
        (
            Fee(2000, FeeBasis.THEFT, "practice", 0, 1800),
            [
                "2,000 yen, paid at the desk when you apply; 1,800 yen if you want no electronic certificate.",
                "It may be free with proof (police number, disaster certificate).",
                "Confirm with your desk.",
            ],
            "2,000 yen",
        ),
    ],
)
def test_fees_in_words(fee: Fee, resident: list[str], desk: str) -> None:
    with override("en"):
        assert wording.fee_in_words(fee) == resident
        assert wording.desk_fee_in_words(fee) == desk


def test_a_fee_that_the_clerk_decides_and_one_of_the_ordinary_route() -> None:
    with override("en"):
        undecided = Fee(None, FeeBasis.CAUSE_UNKNOWN, "practice", 2000, 1800)
        assert wording.desk_fee_in_words(undecided) == "Decide: free or 2,000 yen, with a reason."
        route = OrdinaryRoute(Fee(1000, FeeBasis.LOSS, "national_page"), 1, 2)
        assert wording.ordinary_route_in_words(route) == (
            "You can apply the ordinary way (about 1 to 2 months; 1,000 yen)."
        )
        doubtful = OrdinaryRoute(Fee(0, FeeBasis.CAUSE_UNKNOWN, "practice", 1000, 800), 1, 2)
        assert wording.ordinary_route_in_words(doubtful) == (
            "You can apply the ordinary way "
            "(about 1 to 2 months; free in principle, 1,000 yen where it is charged)."
        )
