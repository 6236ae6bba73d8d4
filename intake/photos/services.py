"""The photo of a case: attached, replaced, and compared by a second person where the practice asks for one."""

from collections.abc import Set
from datetime import date, datetime
from typing import Final

from django.db import transaction

from desks.calendars import practice_of
from desks.models import HelpDesk, Membership
from eligibility.age import age_in_years
from eligibility.rules import LAW
from intake.models import Application, Photo, PhotoKind, Standing
from intake.photos.pictures import Picture
from intake.refusals import ChangedMeanwhile

COMPARED: Final = frozenset({"name", "birth_date", "postcode", "address"})
"""What the second person holds the photo against, by the names of a correction."""
_LISTED: Final = 20


def photo_of(application: Application) -> Photo | None:
    """The photo that holds, without its picture; None while there is none."""
    found: Photo | None = (
        Photo.objects.current()
        .filter(application=application)
        .select_related("added_by", "checked_by")
        .first()
    )
    return found


def picture_of(application: Application) -> bytes | None:
    """The picture as JPEG; None where there is no photo or it is glued on the paper form."""
    rows = Photo.objects.filter(application=application, replaced_at=None)
    picture = rows.values_list("picture", flat=True).first()
    return bytes(picture) if picture is not None else None


def takes_photo(application: Application) -> bool:
    """A card applied for before the first birthday has none."""
    applied_on = application.first_visit_on
    from_age: int = LAW.value("photo_from_age", on=applied_on)
    return age_in_years(application.birth_date, on=applied_on) >= from_age


def takes_photo_now(application: Application) -> bool:
    """Whether one can still be attached."""
    return takes_photo(application) and application.standing in (Standing.PENDING, Standing.ACCEPTED)


def oldest_photo(application: Application) -> date:
    """The first day on which the photo may have been taken: months are counted by the calendar."""
    applied_on = application.first_visit_on
    months = applied_on.year * 12 + applied_on.month - 1 - LAW.value("photo_months", on=applied_on)
    year, month = divmod(months, 12)
    day = applied_on.day
    while True:
        try:
            return date(year, month + 1, day)
        except ValueError:
            day -= 1


@transaction.atomic
def add_photo(
    *,
    membership: Membership,
    application: Application,
    picture: Picture | None,
    taken_on: date,
    in_place_of: int,
    at: datetime,
    on: date,
) -> Photo:
    """Binds a photo to the case, None for one that is glued on the paper form; an earlier one loses its picture.

    `in_place_of`: the id of the photo that the person saw, 0 for none. The same photo again is the same answer.
    Raises ChangedMeanwhile where it is not the one that holds, or the case takes no photo any more.
    """
    row = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    earlier = photo_of(row)
    sha256 = picture.sha256 if picture else ""
    if earlier and (earlier.sha256, earlier.taken_on) == (sha256, taken_on):
        return earlier
    if not takes_photo_now(row) or in_place_of != (earlier.pk if earlier else 0):
        raise ChangedMeanwhile
    Photo.objects.filter(application=row, replaced_at=None).update(replaced_at=at, picture=None)
    added: Photo = Photo.objects.create(
        municipality_id=row.municipality_id,
        application=row,
        kind=PhotoKind.ATTACHED if picture else PhotoKind.ON_PAPER,
        picture=picture.jpeg if picture else None,
        sha256=sha256,
        taken_on=taken_on,
        added_by=membership.staff,
        added_at=at,
        check_asked=practice_of(membership.municipality, on).photo_second_check,
    )
    return added


def may_check(photo: Photo, membership: Membership) -> bool:
    """Whether this person is a second one: not who attached it."""
    return photo.added_by_id != membership.staff_id


def check_photo(*, membership: Membership, photo: Photo, at: datetime) -> None:
    """Records that a second person compared this very photo. Raises ChangedMeanwhile where nobody waits for that."""
    waiting = Photo.objects.current().filter(pk=photo.pk, check_asked=True, checked_at=None)
    if not may_check(photo, membership) or not waiting.update(checked_by=membership.staff, checked_at=at):
        raise ChangedMeanwhile


def check_again(application: Application, corrected: Set[str]) -> None:
    """Has the photo compared once more when what it was compared with was corrected."""
    if corrected & COMPARED:
        rows = Photo.objects.filter(application=application, replaced_at=None)
        rows.update(checked_by=None, checked_at=None)


def photos_to_check(desk: HelpDesk) -> list[Photo]:
    """What a second person still compares at this desk, the longest waiting first."""
    return list(Photo.objects.to_check(desk)[:_LISTED])


def same_picture_elsewhere(photo: Photo) -> Application | None:
    """Another person's application of this municipality with the very same picture: it is on the wrong case."""
    if not photo.is_attached:
        return None
    own = photo.application
    others = Photo.objects.current().filter(sha256=photo.sha256).exclude(application=own)
    others = others.exclude(
        application__birth_date=own.birth_date, application__name_normalised=own.name_normalised
    )
    found: Photo | None = others.select_related("application").order_by("-id").first()
    return found.application if found else None
