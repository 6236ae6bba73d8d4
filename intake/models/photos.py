"""The applicant's photo, bound to the one case."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from desks.models import HelpDesk, Staff
from desks.scope import InMunicipality, ScopedManager
from intake.models.application import Application


class PhotoKind(models.TextChoices):
    ATTACHED = "attached", _("Attached as a file")
    ON_PAPER = "paper", _("Glued on the paper form")


UNCHECKED = Q(check_asked=True, checked_at=None, replaced_at=None)


class PhotoQuerySet(models.QuerySet["Photo"]):
    def current(self) -> "PhotoQuerySet":
        """Those that hold, without the pictures: one picture is read at a time, by the page that shows it."""
        return self.filter(replaced_at=None).defer("picture")

    def to_check(self, desk: HelpDesk) -> "PhotoQuerySet":
        """Those of this desk's open cases that a second person still compares, the longest waiting first."""
        rows = self.current().filter(UNCHECKED, application__desk=desk)
        rows = rows.filter(application__refused_on=None, application__withdrawn_on=None)
        return rows.select_related("application", "added_by").order_by("added_at", "id")


class Photo(InMunicipality):
    """A photo of the case: the picture as `intake.photos` drew it anew, or that one is glued on the paper form.

    A photo that took another's place leaves of the other who attached it and when, not the picture. The web role may
    change nothing of a row but the picture, the replacement and the check.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=PhotoKind.choices)
    picture = models.BinaryField(null=True)
    # Of the picture as it is kept, in hexadecimal digits.
    sha256 = models.CharField(max_length=64, default="")
    taken_on = models.DateField()
    added_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)
    # Whether the desk's practice asked for a second person when the photo was added.
    check_asked = models.BooleanField()
    checked_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = ScopedManager.from_queryset(PhotoQuerySet)()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "application"],
                condition=Q(replaced_at=None),
                name="one_photo_an_application",
            ),
            models.CheckConstraint(
                condition=Q(kind=PhotoKind.ON_PAPER, sha256="", picture=None)
                | Q(Q(kind=PhotoKind.ATTACHED) & ~Q(sha256=""), Q(picture=None) ^ Q(replaced_at=None)),
                name="photo_has_a_picture_until_replaced",
            ),
            models.CheckConstraint(
                condition=Q(checked_by=None, checked_at=None)
                | (Q(checked_by__isnull=False, checked_at__isnull=False) & ~Q(checked_by=F("added_by"))),
                name="photo_is_checked_by_somebody_else",
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "added_at"], condition=UNCHECKED, name="photos_to_check"),
            models.Index(
                fields=["municipality", "sha256"], condition=~Q(sha256=""), name="photos_by_content"
            ),
        ]

    @property
    def is_attached(self) -> bool:
        return self.kind == PhotoKind.ATTACHED

    @property
    def is_unchecked(self) -> bool:
        """Whether a second person still has to compare it."""
        return self.check_asked and self.checked_at is None
