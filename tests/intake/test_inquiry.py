"""The inquiry letter: printed, sent, returned; with its answer the identity is checked."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.utils import IntegrityError, ProgrammingError
from django.urls import reverse
from django.utils import timezone

from eligibility.events import YesNo
from intake.completing import complete_application
from intake.inquiry.services import print_letter, send_letter, take_letter_back
from intake.judging import Obstacle
from intake.models import Application, CameBack, InquiryLetter, Standing
from intake.refusals import ChangedMeanwhile, NotAccepted
from tests.intake.entries import A_AND_B, AT, ON, entry, submitted
from tests.intake.pages import boxes, typed, words
from tests.places import Place

BY_LETTER = {"inquiry_letter": True}
LATER = ON + timedelta(days=6)


def waiting(place: Place, on: date = ON) -> Application:
    """An adult with one paper of B: the identity is checked by letter."""
    return submitted(place, entry(on=on, law=BY_LETTER, documents=A_AND_B[1:]), on=on)


def complete(place: Place, row: Application, *, on: date = LATER, **more: object) -> Application:
    return complete_application(
        membership=place.clerk, application=row, version=row.version, at=AT, on=on, **more
    )


def sent(place: Place, row: Application, on: date = ON) -> InquiryLetter:
    letter = print_letter(membership=place.clerk, application=row, on=on)
    send_letter(membership=place.clerk, letter=letter, sent_on=on)
    return letter


def back(place: Place, letter: InquiryLetter, came_back: CameBack = CameBack.REPLY, on: date = LATER) -> None:
    take_letter_back(
        membership=place.supervisor, letter=letter, returned_on=on, came_back=came_back, remark=""
    )


def test_it_waits_for_the_answer_and_is_completed_with_it(mihon: Place) -> None:
    with mihon.scope():
        row = waiting(mihon)
        assert (row.standing, row.missing) == (Standing.PENDING, ["INQUIRY_REPLY"])
        with pytest.raises(NotAccepted) as refusal:
            complete(mihon, row)
        assert refusal.value.obstacles == {Obstacle.REPLY_AWAITED}
        letter = sent(mihon, row)
        back(mihon, letter)
        done = complete(mihon, row)
        kept = InquiryLetter.objects.get()
    assert (done.standing, done.accepted_on) == (Standing.ACCEPTED, LATER)
    assert done.delivery.longer_reasons == ["INQUIRY_LETTER"]
    assert (kept.printed_on, kept.sent_on, kept.returned_on) == (ON, ON, LATER)
    assert (kept.printed_by, kept.looked_by) == (mihon.clerk.staff, mihon.supervisor.staff)


def test_papers_that_suffice_make_the_letter_needless(mihon: Place) -> None:
    with mihon.scope():
        assert complete(mihon, waiting(mihon), documents=A_AND_B[:1]).standing is Standing.ACCEPTED


def test_undelivered_it_checks_nothing_and_another_is_printed(mihon: Place) -> None:
    with mihon.scope():
        row = waiting(mihon)
        back(mihon, sent(mihon, row), CameBack.UNDELIVERED)
        with pytest.raises(NotAccepted):
            complete(mihon, row)
        back(mihon, sent(mihon, row, LATER), on=LATER)
        assert InquiryLetter.objects.count() == 2
        assert complete(mihon, row).standing is Standing.ACCEPTED


def test_back_after_the_end_of_the_period_the_desk_says_why(mihon: Place) -> None:
    after = ON + timedelta(days=40)
    with mihon.scope():
        row = waiting(mihon)
        back(mihon, sent(mihon, row), on=after)
        with pytest.raises(NotAccepted) as refusal:
            complete(mihon, row, on=after)
        assert refusal.value.obstacles == {Obstacle.REASON_NEEDED}
        done = complete(mihon, row, on=after, exception_reason="照会書の返送が遅れた")
    assert done.assessment["decided_by"]["code"] == "COMPLETED_LATE"


def test_what_was_noted_is_not_noted_again(mihon: Place) -> None:
    with mihon.scope():
        letter = sent(mihon, waiting(mihon))
        with pytest.raises(ChangedMeanwhile):
            send_letter(membership=mihon.clerk, letter=letter, sent_on=LATER)
        back(mihon, letter)
        with pytest.raises(ChangedMeanwhile):
            back(mihon, letter, CameBack.UNDELIVERED)


@pytest.mark.parametrize(
    ("statement", "error"),
    [
        ("UPDATE intake_inquiryletter SET printed_on = printed_on", ProgrammingError),
        ("DELETE FROM intake_inquiryletter", ProgrammingError),
        ("UPDATE intake_inquiryletter SET returned_on = printed_on - 1, came_back = 'reply'", IntegrityError),
    ],
)
def test_the_database_holds_its_days(mihon: Place, statement: str, error: type[Exception]) -> None:
    with mihon.scope():
        sent(mihon, waiting(mihon))
    with pytest.raises(error), mihon.scope():
        with connection.cursor() as cursor:
            cursor.execute(statement)


def test_under_support_measures_nothing_is_posted(mihon: Place) -> None:
    hidden = entry(
        law=BY_LETTER, documents=A_AND_B[1:], support_measures=True, safe_to_post=YesNo.YES, to_desk=True
    )
    with mihon.scope(), pytest.raises(NotAccepted) as refusal:
        submitted(mihon, hidden)
    assert refusal.value.obstacles == {Obstacle.INQUIRY_NOT_POSTED}


def test_the_pages_lead_from_one_day_to_the_next(mihon: Place) -> None:
    client, today = mihon.client(), timezone.localdate()
    entered = client.post(reverse("desk:new"), typed(applicant_1_kind=None, inquiry_letter="on"), follow=True)
    assert "照会書を印刷する" in words(entered)
    with mihon.scope():
        row = Application.objects.get()
    address = reverse("desk:inquiry", args=[row.uid])
    assert client.post(address, {"print": "1"})["Location"] == reverse(
        "desk:paper", args=[row.uid, "inquiry"]
    )
    ahead = client.post(address, boxes("sent_on", today + timedelta(days=1)))
    assert "まだ来ていない日です" in words(ahead)
    client.post(address, boxes("sent_on", today))
    assert "戻ったもの: " in words(client.post(address, boxes("returned_on", today)))
    done = client.post(address, {**boxes("returned_on", today), "came_back": "reply"}, follow=True)
    assert "回答が戻り、本人確認ができました" in words(done)
    assert client.post(reverse("desk:complete", args=[row.uid]), {"version": "1"}).status_code == 302


def test_a_letter_that_is_not_back_is_on_todays_list(mihon: Place) -> None:
    client, today = mihon.client(), timezone.localdate()
    first = today - timedelta(days=11)
    with mihon.scope():
        row = waiting(mihon, on=first)
        letter = sent(mihon, row, first)
    page = words(client.get(reverse("desk:today")))
    assert "回答が戻っていない照会書" in page
    with mihon.scope():
        InquiryLetter.objects.filter(pk=letter.pk).update(sent_on=first + timedelta(days=1))
    assert "回答が戻っていない照会書" not in words(client.get(reverse("desk:today")))
    with mihon.scope():
        InquiryLetter.objects.filter(pk=letter.pk).update(sent_on=first)
        back(mihon, letter, on=today)
    assert "回答が戻っていない照会書" not in words(client.get(reverse("desk:today")))
