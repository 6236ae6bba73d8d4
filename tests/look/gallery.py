"""A form with every kind of field, and the pages that show every component: for axe, and for the eye."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Fieldset, Layout, Submit
from django import forms


class Sample(forms.Form):
    """Names are not the product's: only the shapes matter."""

    name = forms.CharField(label="氏名", help_text="住民票のとおりに入力してください。")
    kana = forms.CharField(label="フリガナ", required=False)
    postcode = forms.CharField(label="郵便番号")
    sex = forms.ChoiceField(label="性別", choices=[("F", "女"), ("M", "男")], widget=forms.RadioSelect)
    certificates = forms.MultipleChoiceField(
        label="電子証明書",
        choices=[("SIGNATURE", "署名用"), ("USER_AUTHENTICATION", "利用者証明用")],
        widget=forms.CheckboxSelectMultiple,
        help_text="どちらも不要なら手数料は1,800円です。",
    )
    desk = forms.ChoiceField(label="窓口", choices=[("", "選んでください"), ("1", "市民課")])
    email = forms.EmailField(label="メールアドレス", required=False)
    note = forms.CharField(label="備考", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    checked = forms.BooleanField(label="書類を確認しました")
    key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            "key",
            Fieldset("申請者", "name", "kana", Field("postcode", css_class="w-7"), "sex"),
            Fieldset("カード", "certificates", Div("desk", "email", css_class="row"), "note", "checked"),
            Div(Submit("submit", "申請を受け付けて印刷する"), css_class="actions"),
        )
