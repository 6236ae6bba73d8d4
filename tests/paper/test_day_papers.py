"""A day's papers: asked for at the desk, made by the press, opened, deleted; and all that may go wrong between."""

from datetime import timedelta
from threading import Thread
from time import monotonic, sleep
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from eligibility.events import Paper
from intake.day_papers.press import Press, claim, make
from intake.day_papers.services import KEPT_OPEN, NOBODY_PRINTS, Job, Stage, ask_for_papers, delete_over
from intake.models import LEASE, MOST_TRIES, PrintJob, PrintPart
from tests.intake.entries import entry, submitted
from tests.intake.pages import boxes, words
from tests.paper.reading import faces, pages, text
from tests.places import Place

LIST = "/desk/papers/"
PHOTO_MISSING = {"missing": frozenset({Paper.PHOTO})}
NAMES = ("見本 一郎", "見本 二郎", "見本 三郎")


def asked(place: Place, *names: str, sheets: tuple[str, ...] = ("application",)) -> PrintJob:
    """A job for these people, who came today."""
    on, at = timezone.localdate(), timezone.now()
    with place.scope():
        for name in names:
            submitted(place, entry(on=on, name=name, residence_code=place.municipality.code), on=on)
        return ask_for_papers(membership=place.clerk, key=uuid4(), day=on, sheets=sheets, at=at, on=on)


def parts(place: Place) -> list[PrintPart]:
    with place.scope():
        return list(PrintPart.objects.order_by("job_id", "number"))


def work_off(place: Place) -> None:
    Press().work_off(place.municipality.pk)


def test_a_day_from_the_form_to_the_printer(mihon: Place) -> None:
    on, client = timezone.localdate(), mihon.client()
    with mihon.scope():
        submitted(mihon, entry(on=on, name=NAMES[0]), on=on)
        submitted(mihon, entry(on=on, name=NAMES[1], language="en", law=PHOTO_MISSING), on=on)
    sent = {"key": str(uuid4()), **boxes("day", on), "sheets": ["pack", "receipt"]}
    page = client.post(LIST, sent)
    assert client.post(LIST, sent)["Location"] == page["Location"], "two clicks are one job"
    job = page["Location"]
    assert "2人中0人" in words(client.get(job))
    assert "一日分の書類" in words(client.get("/desk/"))

    work_off(mihon)
    assert "作成済み" in words(client.get(job, headers={"HX-Request": "true"}))
    document = client.get(f"{job}1/")
    assert document["Content-Type"] == "application/pdf"
    assert "no-store" in document["Cache-Control"]
    said = text(document.content)
    order = [
        "見本一郎",
        "暗証番号設定依頼書",
        "領収書",
        "お手続きのご案内",
        "見本二郎",
        "Wearewaitingforpapers",
    ]
    assert (found := [said.index(one) for one in order]) == sorted(found)
    assert len(pages(document.content)) == 4 + 3, "the pack holds the receipt: it comes once"
    assert faces(document.content) == {"Noto-Sans-CJK-JP", "Noto-Sans-CJK-JP-Bold"}
    assert "開封済み" in words(client.get(job))
    assert "見本" not in words(client.get(job)).replace("見本県", "")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"sheets": []}, "書類を1つ以上選んでください"),
        ({"day_year": "2100"}, "まだ来ていない日です"),
        ({"day_year": "2025"}, "受け付けた申請はありません"),
        ({"key": "x"}, "開き直してください"),
    ],
)
def test_what_cannot_be_made_is_said_at_the_form(mihon: Place, change: dict[str, object], said: str) -> None:
    sent = {"key": str(uuid4()), **boxes("day", timezone.localdate()), "sheets": ["pack"], **change}
    page = mihon.client().post(LIST, sent)
    assert page.status_code == 200
    assert said in words(page)
    assert not parts(mihon)


def test_many_people_are_several_documents(mihon: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intake.day_papers.services.PAGES_A_PART", 2)
    job = asked(mihon, *NAMES)
    assert [len(part.applications) for part in parts(mihon)] == [2, 1]
    work_off(mihon)
    page = mihon.client().get(reverse("papers:job", kwargs={"uid": job.uid}))
    assert "第2部(全2部)" in words(page)
    second = mihon.client().get(reverse("papers:document", kwargs={"uid": job.uid, "number": 2}))
    assert "見本三郎" in text(second.content)
    assert "見本一郎" not in text(second.content)


def test_what_is_cancelled_stops_at_the_next_person(mihon: Place) -> None:
    job = asked(mihon, *NAMES)
    making = make(claim(mihon.municipality.pk, at=timezone.now()))
    assert next(making) == 1
    assert "3人中1人" in words(mihon.client().get(reverse("papers:job", kwargs={"uid": job.uid})))
    mihon.client().post(reverse("papers:job", kwargs={"uid": job.uid}), {"do": "delete"})
    assert list(making) == []
    assert not parts(mihon)


def test_a_dead_press_loses_its_part_to_another(mihon: Place) -> None:
    asked(mihon, *NAMES)
    at = timezone.now()
    dead = make(claim(mihon.municipality.pk, at=at))
    next(dead)
    assert claim(mihon.municipality.pk, at=at) is None, "somebody is making it"
    again = claim(mihon.municipality.pk, at=timezone.now() + LEASE * 2)
    assert list(dead) == [], "who comes back late writes nothing"
    assert list(make(again)) == [1, 2, 3]
    (part,) = parts(mihon)
    assert (part.tries, part.done, part.pages) == (2, 3, 3)


def test_what_ends_the_press_each_time_is_given_up(mihon: Place) -> None:
    job = asked(mihon, NAMES[0])
    for number in range(MOST_TRIES + 1):
        claim(mihon.municipality.pk, at=timezone.now() + LEASE * 2 * number)
    assert_failed_and_made_again(mihon, job, "3回止まりました")


def test_without_pango_the_job_says_what_to_install(mihon: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    job = asked(mihon, NAMES[0])
    with monkeypatch.context() as context:
        context.setattr("paper.render.weasyprint", None)
        work_off(mihon)
    assert_failed_and_made_again(mihon, job, "apt-get install")


def test_a_sheet_that_breaks_fails_its_job_and_says_no_name(
    mihon: Place, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    job = asked(mihon, NAMES[0])
    with monkeypatch.context() as context:
        context.setattr("paper.sheets.ApplicationSheet.template", "paper/gone.html")
        work_off(mihon)
    assert NAMES[0] not in caplog.text
    assert_failed_and_made_again(mihon, job, "書類を作成できない方がいます")


def assert_failed_and_made_again(place: Place, job: PrintJob, why: str) -> None:
    client, url = place.client(), reverse("papers:job", kwargs={"uid": job.uid})
    assert why in words(client.get(url))
    client.post(url, {"do": "again"})
    work_off(place)
    assert "開いて印刷する" in words(client.get(url))


def test_papers_are_deleted_once_opened_or_when_the_next_day_is_over(mihon: Place) -> None:
    on = timezone.localtime()
    opened, unopened = asked(mihon, NAMES[0]), asked(mihon)
    work_off(mihon)
    mihon.client().get(reverse("papers:document", kwargs={"uid": opened.uid, "number": 1}))
    with mihon.scope():
        assert delete_over(at=on) == 0, "a paper may jam"
        assert delete_over(at=on + KEPT_OPEN + timedelta(minutes=1)) == 1
        assert list(PrintJob.objects.all()) == [unopened]
        assert delete_over(at=on + timedelta(days=1)) == 0
        assert delete_over(at=on + timedelta(days=2)) == 1
    assert not parts(mihon)


def test_a_running_press_hears_the_bell_and_finds_what_was_asked_before(
    committed: None, mihon: Place, renshu: Place
) -> None:
    before, press = asked(renshu, NAMES[0]), Press()
    running = Thread(target=press.run)
    running.start()
    try:
        wait_until_ready(renshu, before)
        wait_until_ready(mihon, asked(mihon, NAMES[1]))
    finally:
        press.stop()
        running.join()


def wait_until_ready(place: Place, job: PrintJob) -> None:
    until = monotonic() + 60
    while monotonic() < until:
        with place.scope():
            if Job(job, timezone.now()).stage is Stage.READY:
                return
        sleep(0.1)
    pytest.fail("Nobody made it.")


def test_while_no_press_runs_the_page_says_so(mihon: Place) -> None:
    job = asked(mihon, NAMES[0])
    now = timezone.now()
    with mihon.scope():
        assert not Job(job, now).nobody_prints
        assert Job(job, now + NOBODY_PRINTS * 2).nobody_prints
        claim(mihon.municipality.pk, at=now)
        assert not Job(job, now + NOBODY_PRINTS * 2).nobody_prints


def test_the_papers_of_another_desk_are_not_listed(mihon: Place) -> None:
    asked(mihon, NAMES[0])
    assert "作成した書類" in words(mihon.client().get(LIST))
    mihon.clerk_moves_to(mihon.branch)
    assert "作成した書類" not in words(mihon.client().get(LIST))
