"""A form with every kind of field and the pages that show every component: for axe, and for the eye."""

from datetime import date
from pathlib import Path

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Fieldset, Layout, Submit
from django import forms
from django.template import RequestContext, engines
from django.test import RequestFactory
from django.utils.translation import override

from desks.dates import DateBoxes
from desks.fields import Choice, Choices, Phone, Postcode, Text, Tick
from desks.models import HelpDesk, Membership, Municipality, Staff
from desks.permissions import Role

PAGE = Path(__file__).with_name("gallery.html")
# Each field is typed wrong in another way; the name carries what must come back escaped.
WRONG = {
    "name": '"><script>alert(1)</script>\u202e',
    "postcode": "100",
    "born_on_year": "2026",
    "born_on_month": "13",
    "born_on_day": "6",
    "sex": "X",
    "email": "@",
    "note": "短い",
}


class Sample(forms.Form):
    """Names are not the product's: only the shapes matter."""

    name = Text(label="氏名", max_length=60, help_text="住民票のとおりに入力してください。")
    kana = Text(label="フリガナ", max_length=60, required=False)
    born_on = DateBoxes(label="生年月日", birthday=True)
    postcode = Postcode(label="郵便番号")
    phone = Phone(label="電話番号")
    sex = Choice(label="性別", choices=[("F", "女"), ("M", "男")], widget=forms.RadioSelect)
    certificates = Choices(
        label="電子証明書",
        choices=[("SIGNATURE", "署名用"), ("USER_AUTHENTICATION", "利用者証明用")],
        help_text="どちらも不要なら手数料は1,800円です。",
    )
    desk = Choice(label="窓口", choices=[("", "選んでください"), ("1", "市民課")])
    email = forms.EmailField(label="メールアドレス", required=False)
    note = Text(label="備考", max_length=200, lines=True, required=False)
    checked = Tick(label="書類を確認しました")
    key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            "key",
            Fieldset("申請者", "name", "kana", "born_on", Div("postcode", "phone", css_class="row"), "sex"),
            Fieldset(
                "カード", "certificates", Div("desk", Field("email"), css_class="row"), "note", "checked"
            ),
            Div(Submit("submit", "申請を受け付けて印刷する"), css_class="actions"),
        )


def gallery(base: str, language: str, *, wrong: bool = False) -> str:
    """The page of all components on `base`, in `language`, before or after a form that needs another look."""
    municipality = Municipality(name="みほん市", name_en="Mihon City")
    desk = HelpDesk(name="本庁窓口", name_en="City hall", municipality=municipality)
    staff = Staff(username="hanako@990019", last_name="見本", first_name="花子")
    request = RequestFactory().get("/desk/" if base == "base_staff.html" else f"/{language}/")
    request.user = staff
    request.membership = Membership(staff=staff, municipality=municipality, desk=desk, role=Role.SUPERVISOR)
    context = {
        "base": base,
        "form": Sample(WRONG if wrong else None),
        "demo": True,
        "nav": "today",
        "today": date(2026, 11, 24),
        "rows": [
            {"reference": "K7M2-9PQ4-XT", "name": "見本 花子", "state": "連絡なし", "tone": "bad", "days": 9},
            {"reference": "B3HX-2WN8-ZD", "name": "練習 太郎", "state": "不在", "tone": "ask", "days": 2},
        ],
    }
    with override(language):
        template = engines["django"].from_string(PAGE.read_text()).template
        return template.render(RequestContext(request, context))
