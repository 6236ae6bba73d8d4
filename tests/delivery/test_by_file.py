"""A municipality that hands over by file: the same letters and states; the way is a file out and a file back."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from delivery.hand_off import hand_off
from delivery.issuer.by_file import ByFile, EachItsOwn
from delivery.issuer.embedded import EmbeddedIssuer
from delivery.models import Delivery, HandOff, Outgoing, OutgoingFile, Posting
from delivery.recall import Recalled, send_anew, stop_letter
from delivery.services import retry_hand_off
from delivery.states import State, Trouble
from delivery.timeline import timeline
from desks.dates import with_weekday
from desks.models import AuditEntry
from desks.permissions import Role
from tests.delivery.letters import NOON, a_delivery
from tests.places import Place

TODAY = timezone.localdate()
WAITING = reverse("by_file:waiting")
MAKE, ANSWERS = reverse("by_file:make"), reverse("by_file:answers")


@pytest.fixture
def each(issuer: EmbeddedIssuer) -> EachItsOwn:
    """What the worker asks: each letter goes its own way."""
    return EachItsOwn(issuer, ByFile())


@pytest.fixture
def town(mihon: Place) -> Place:
    """みほん市 hands over by file."""
    by_file(mihon)
    return mihon


def by_file(place: Place, yes: bool = True) -> None:
    with place.scope():
        place.municipality.by_file = yes
        place.municipality.save(update_fields=["by_file"])


def asked_for(place: Place, issuer: EachItsOwn, **facts: object) -> Delivery:
    """Accepted and taken by the worker."""
    with place.scope():
        delivery = a_delivery(place, **({"accepted_on": TODAY, "at": timezone.now()} | facts))
        work(delivery, issuer)
    return delivery


def work(delivery: Delivery, issuer: EachItsOwn) -> None:
    hand_off([delivery.hand_off.pk], issuer=issuer, at=timezone.now())
    delivery.refresh_from_db()


def supervisor(place: Place) -> Client:
    client = place.client(Role.SUPERVISOR)
    client.cookies["language"] = "en"
    return client


def make(client: Client, characters: str = "utf-8-sig") -> HttpResponse:
    return client.post(MAKE, {"characters": characters})


def rows_of(content: bytes, encoding: str = "utf-8-sig") -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content.decode(encoding), newline="")))


def fetched(client: Client, response: HttpResponse) -> HttpResponse:
    return client.get(response["Location"] + "download/")


def answer(
    client: Client, *lines: str, head: str = "Reference,What the issuer did,Day,Tracking number"
) -> str:
    """Reads these lines in, as a supervisor does it: first look, then yes. Gives the page that says what it did."""
    file = SimpleUploadedFile("answers.csv", "\r\n".join([head, *lines]).encode("cp932"))
    looked = client.post(ANSWERS, {"file": file})
    content = looked.context and looked.context.get("changes") and looked.context["content"]
    if not content:
        return looked.content.decode()
    return client.post(ANSWERS, {"content": content}, follow=True).content.decode()


def state(delivery: Delivery) -> str:
    delivery.refresh_from_db()
    return str(delivery.state)


def test_from_acceptance_to_posted(town: Place, each: EachItsOwn, issuer: EmbeddedIssuer) -> None:
    delivery = asked_for(town, each, addressee="髙橋 花子", address="みほん市本町1-1")
    assert (delivery.state, issuer.bookings()) == (State.SCHEDULED, [])
    client = supervisor(town)
    letter = reverse("review:delivery", args=[delivery.uid])
    assert "The issuer does not know of it yet." in client.get(letter).content.decode()
    page = client.get(WAITING).content.decode()
    assert delivery.reference in page
    with override("en"):
        assert f"With the issuer by {with_weekday(delivery.request_by)}" in page
    download = fetched(client, make(client))
    assert download["Content-Disposition"] == 'attachment; filename="letters-990019-0001.csv"'
    assert download.getvalue().startswith("\ufeff".encode())
    [row] = rows_of(download.getvalue())
    with town.scope():
        posting = delivery.postings.get()
        assert list(row.values()) == [
            str(posting.idempotency_key),
            "990019",
            delivery.reference,
            "1",
            delivery.latest_posting_on.isoformat(),
            "自宅の住所",
            "髙橋 花子",
            "0000001",
            "みほん市本町1-1",
        ]
    assert "Handed over in file 1" in client.get(letter).content.decode()
    done = answer(client, f"{delivery.reference},posted,{TODAY},300-00-00000-7")
    assert "1 answer is read in." in done
    with town.scope():
        assert state(delivery) == State.POSTED
        posting.refresh_from_db()
        assert (delivery.posted_on, posting.tracking_number) == (TODAY, "30000000007")
        assert delivery.last_news_source == "issuer"


def test_a_letter_is_in_one_file_and_the_file_stays_the_same(town: Place, each: EachItsOwn) -> None:
    first = asked_for(town, each)
    client = supervisor(town)
    made = make(client)
    before = fetched(client, made).getvalue()
    second = asked_for(town, each)
    again = rows_of(fetched(client, make(client)).getvalue())
    assert [row["受付番号"] for row in again] == [second.reference]
    assert fetched(client, made).getvalue() == before
    assert first.reference in before.decode()
    assert "No letter waits" in make(client).client.get(WAITING).content.decode()
    with town.scope():
        assert list(OutgoingFile.objects.order_by("number").values_list("number", "letters")) == [
            (1, 1),
            (2, 1),
        ]


def test_the_worker_may_ask_again(town: Place, each: EachItsOwn) -> None:
    with town.scope():
        delivery = asked_for(town, each)
        HandOff.objects.update(done_at=None, leased_until=None)
        Delivery.objects.update(state=State.REQUESTED)
        work(delivery, each)
        assert (delivery.state, Outgoing.objects.count()) == (State.SCHEDULED, 1)


def test_the_same_answers_twice_change_nothing(town: Place, each: EachItsOwn) -> None:
    posted, refused = asked_for(town, each), asked_for(town, each)
    client = supervisor(town)
    make(client)
    lines = (f"{posted.reference},posted,{TODAY},", f"{refused.reference},refused,,")
    assert "2 answers are read in." in answer(client, *lines)
    with town.scope():
        moves = [delivery.moves.count() for delivery in (posted, refused)]
    assert "nothing would change" in answer(client, *lines)
    late = f"{posted.reference},posted,{TODAY},30000000007"
    assert "1 answer is read in." in answer(client, late)
    with town.scope():
        assert [delivery.moves.count() for delivery in (posted, refused)] == moves
        assert posted.postings.get().tracking_number == "30000000007"


def test_a_refusal_is_a_dead_letter_and_goes_in_another_file_when_retried(
    town: Place, each: EachItsOwn
) -> None:
    delivery = asked_for(town, each)
    client = supervisor(town)
    first = rows_of(fetched(client, make(client)).getvalue())
    answer(client, f"{delivery.reference},refused,{TODAY},")
    page = client.get(reverse("review:overdue")).content.decode()
    assert delivery.reference in page
    assert "The issuer refused this letter" in page
    with town.scope():
        assert timeline(delivery)[-1].text == "The issuer refused this letter"
        row = HandOff.objects.get()
        assert (state(delivery), row.last_error) == (State.REQUESTED, Trouble.REFUSED)
        retry_hand_off(row, by=town.supervisor.staff, at=timezone.now())
        work(delivery, each)
        assert state(delivery) == State.SCHEDULED
    second = rows_of(fetched(client, make(client)).getvalue())
    assert [row["受付番号"] for row in first + second] == [delivery.reference] * 2
    assert first[0]["キー"] != second[0]["キー"]
    assert "was refused before" in answer(
        client, f"{first[0]['キー']},posted,{TODAY}", head="Key,What the issuer did,Day"
    )


@pytest.mark.parametrize(
    ("line", "row", "column", "sentence"),
    [
        ("NOSUCH0000,posted,{today},", "2", "Reference", "No letter of a file has this key or reference."),
        (
            "{reference},eaten,{today},",
            "2",
            "What the issuer did",
            "Enter one of: taken on, posted, refused.",
        ),
        ("{reference},posted,,", "2", "Day", "Enter the day on which it was posted."),
        ("{reference},posted,{tomorrow},", "2", "Day", "This day is still to come."),
        ("{reference},posted,2025-01-01,", "2", "Day", "This day is before the application."),
        ("{reference},posted,{today},12", "2", "Tracking number", "Enter the number as on the receipt"),
        (",posted,{today},", "2", "Key", "Fill in the key or the reference."),
    ],
)
def test_one_wrong_row_is_named_and_nothing_is_read_in(
    town: Place, each: EachItsOwn, line: str, row: str, column: str, sentence: str
) -> None:
    delivery, other = asked_for(town, each), asked_for(town, each)
    client = supervisor(town)
    make(client)
    filled = line.format(reference=delivery.reference, today=TODAY, tomorrow=TODAY + timedelta(days=1))
    page = answer(client, filled, f"{other.reference},posted,{TODAY},")
    assert f'<td class="num">{row}</td><td>{column}</td><td>{sentence}' in page
    with town.scope():
        assert {state(delivery), state(other)} == {State.SCHEDULED}


def test_a_letter_that_waits_has_no_answer_yet(town: Place, each: EachItsOwn) -> None:
    delivery = asked_for(town, each)
    page = answer(supervisor(town), f"{delivery.reference},posted,{TODAY},")
    assert "No letter of a file has this key or reference." in page


def test_names_that_shift_jis_cannot_hold_are_named_and_nothing_is_made(
    town: Place, each: EachItsOwn
) -> None:
    plain = asked_for(town, each, addressee="髙橋 花子")
    rare = asked_for(town, each, addressee="\U00020bb7野 花子")
    client = supervisor(town)
    page = make(client, "cp932")
    text = page.content.decode()
    refusal = text[text.index("No file was made") :]
    assert rare.reference in refusal[: refusal.index("</section>")]
    assert plain.reference not in refusal[: refusal.index("</section>")]
    assert client.get(MAKE)["Location"] == client.get(ANSWERS)["Location"] == WAITING, "in another language"
    with town.scope():
        assert not OutgoingFile.objects.exists()
    names = [row["宛名"] for row in rows_of(fetched(client, make(client)).getvalue())]
    assert names == ["髙橋 花子", "\U00020bb7野 花子"]


def test_shift_jis_where_it_holds_every_name(town: Place, each: EachItsOwn) -> None:
    asked_for(town, each, addressee="髙﨑 花子")
    client = supervisor(town)
    [row] = rows_of(fetched(client, make(client, "cp932")).getvalue(), "cp932")
    assert row["宛名"] == "髙﨑 花子"


def test_a_spreadsheet_runs_nothing_of_a_file(town: Place, each: EachItsOwn) -> None:
    asked_for(town, each, addressee="=HYPERLINK(1)", address="＋81 みほん市")
    client = supervisor(town)
    [row] = rows_of(fetched(client, make(client)).getvalue())
    assert (row["宛名"], row["住所"]) == ("'=HYPERLINK(1)", "'＋81 みほん市")


def test_a_letter_is_taken_back_until_a_file_holds_it(town: Place, each: EachItsOwn) -> None:
    early, late = asked_for(town, each), asked_for(town, each)
    how = {"by": town.clerk.staff, "at": timezone.now(), "on": TODAY, "cause": "corrected"}
    client = supervisor(town)
    with town.scope():
        assert send_anew(early, {"addressee": "新名 花子"}, issuer=each, **how) is Recalled.DONE
        work(early, each)
    names = [row["宛名"] for row in rows_of(fetched(client, make(client)).getvalue())]
    assert sorted(names) == ["新名 花子", "見本 花子"]
    with town.scope():
        assert stop_letter(late, issuer=each, **how) is Recalled.TOO_LATE
        assert stop_letter(early, issuer=each, **how) is Recalled.TOO_LATE
        assert state(late) == State.SCHEDULED


def test_what_may_have_been_booked_never_goes_by_file_too(
    mihon: Place, each: EachItsOwn, issuer: EmbeddedIssuer
) -> None:
    """The connection failed when it was asked: who knows whether it booked. Later letters go by file."""
    issuer.go_away()
    before = asked_for(mihon, each)
    by_file(mihon)
    after = asked_for(mihon, each)
    with mihon.scope():
        assert (state(before), state(after)) == (State.REQUESTED, State.SCHEDULED)
        issuer.come_back()
        HandOff.objects.update(leased_until=None)
        work(before, each)
        assert [it.reference for it in issuer.bookings()] == [before.reference]
        assert list(Posting.objects.filter(by_file=True).values_list("delivery", flat=True)) == [after.pk]
    by_file(mihon, yes=False)
    with mihon.scope():
        how = {"by": mihon.clerk.staff, "at": NOON, "on": TODAY, "cause": ""}
        assert stop_letter(after, issuer=each, **how) is Recalled.DONE


def test_one_way_that_fails_holds_up_no_other(
    town: Place, renshu: Place, each: EachItsOwn, issuer: EmbeddedIssuer
) -> None:
    issuer.go_away()
    here = asked_for(town, each)
    with town.scope():
        assert state(here) == State.SCHEDULED
    there = asked_for(renshu, each)
    with renshu.scope():
        assert state(there) == State.REQUESTED
        assert Outgoing.objects.count() == 0


def test_another_municipality_sees_and_answers_nothing(town: Place, renshu: Place, each: EachItsOwn) -> None:
    by_file(renshu)
    delivery = asked_for(town, each)
    ours, theirs = supervisor(town), supervisor(renshu)
    made = make(ours)
    assert theirs.get(made["Location"]).status_code == 404
    assert fetched(theirs, made).status_code == 404
    assert delivery.reference not in theirs.get(WAITING).content.decode()
    assert "No letter of a file has" in answer(theirs, f"{delivery.reference},posted,{TODAY},")


def test_support_measures_hide_on_the_page_and_are_logged_with_the_file(
    town: Place, each: EachItsOwn
) -> None:
    delivery = asked_for(town, each, addressee="秘密 花子", support_measures=True, to_desk=True)
    client = supervisor(town)
    page = client.get(WAITING).content.decode()
    assert delivery.reference in page
    assert "秘密 花子" not in page
    assert "The help desk</td>" not in page
    made = make(client)
    assert "秘密 花子" not in client.get(made["Location"]).content.decode()
    assert "秘密 花子" in fetched(client, made).getvalue().decode()
    with town.scope():
        logged = AuditEntry.objects.filter(action="by_file:download").values_list("subject", flat=True)
        assert set(logged) == {delivery.uid, OutgoingFile.objects.get().uid}


def test_an_administrator_chooses_and_supervisors_find_the_way(mihon: Place) -> None:
    administrator, client = mihon.client(Role.ADMINISTRATOR), supervisor(mihon)
    link = f'href="{WAITING}"'
    assert link not in client.get(reverse("review:overdue")).content.decode()
    page = administrator.post(reverse("by_file:way"), {"way": "file"}, follow=True)
    assert page.status_code == 200
    mihon.municipality.refresh_from_db()
    assert mihon.municipality.by_file
    assert link in client.get(reverse("review:overdue")).content.decode()
    assert administrator.post(reverse("by_file:way"), {}).context["form"].errors["way"]
