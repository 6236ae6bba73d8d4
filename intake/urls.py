from django.urls import path

from intake import (
    address_views,
    entry_views,
    household_views,
    paper_views,
    pending_views,
    refusal_views,
    views,
)
from intake.asking import views as asking_views
from intake.correcting import people_views as people_correction_views
from intake.correcting import views as correction_views
from intake.drafts import views as draft_views
from intake.handing_over import views as hand_over_views
from intake.inquiry import views as inquiry_views
from intake.late import views as late_views
from intake.passwords import views as password_views
from intake.photos import views as photo_views

app_name = "desk"
urlpatterns = [
    path("", views.today, name="today"),
    path("search/", views.search, name="search"),
    path("new/", entry_views.new, name="new"),
    path("new/panel/", entry_views.panel, name="panel"),
    path("drafts/<uuid:key>/", draft_views.resume, name="draft"),
    path("drafts/<uuid:key>/discard/", draft_views.discard, name="discard"),
    path("new/refusal/", refusal_views.refusal, name="refusal"),
    path("new/refusal/paper/", refusal_views.refusal_paper, name="refusal_paper"),
    path("as-of/", asking_views.as_of, name="as_of"),
    path("applications/<uuid:uid>/as-of/", asking_views.again, name="again"),
    path("applications/<uuid:uid>/", views.application, name="application"),
    path("applications/<uuid:uid>/address/", address_views.address, name="address"),
    path("applications/<uuid:uid>/state/", views.state, name="state"),
    path("applications/<uuid:uid>/passwords/", password_views.passwords, name="passwords"),
    path("applications/<uuid:uid>/next/", household_views.next_person, name="next_person"),
    path("applications/<uuid:uid>/copy/", household_views.copy, name="copy"),
    path(
        "applications/<uuid:uid>/passwords/standing/",
        password_views.password_standing,
        name="password_standing",
    ),
    path("applications/<uuid:uid>/photo/", photo_views.photo, name="photo"),
    path("applications/<uuid:uid>/photo/picture/", photo_views.picture, name="picture"),
    path("applications/<uuid:uid>/photo/compare/", photo_views.photo_check, name="photo_check"),
    path("applications/<uuid:uid>/complete/", pending_views.complete, name="complete"),
    path("applications/<uuid:uid>/correct/", correction_views.correct, name="correct"),
    path(
        "applications/<uuid:uid>/people/", people_correction_views.correct_people_page, name="correct_people"
    ),
    path("applications/<uuid:uid>/letter/", correction_views.letter, name="letter"),
    path("collect/", hand_over_views.collect, name="collect"),
    path("applications/<uuid:uid>/hand-over/", hand_over_views.hand_over, name="hand_over"),
    path("applications/<uuid:uid>/hand-over/else/", hand_over_views.hand_over_else, name="hand_over_else"),
    path("applications/<uuid:uid>/post-again/", hand_over_views.post_again, name="post_again"),
    path("late/", late_views.late, name="late"),
    path("applications/<uuid:uid>/decide/", late_views.decide, name="decide"),
    path("applications/<uuid:uid>/inquiry/", inquiry_views.inquiry, name="inquiry"),
    path("applications/<uuid:uid>/refuse/", refusal_views.refuse, name="refuse"),
    path("applications/<uuid:uid>/withdraw/", pending_views.withdraw, name="withdraw"),
    path("applications/<uuid:uid>/paper/<slug:sheet>/", paper_views.paper, name="paper"),
]
