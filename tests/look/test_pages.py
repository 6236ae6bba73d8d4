"""The frame around every page, and the pages for what went wrong."""

import re

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils.translation import override

from tests.look.gallery import gallery

WRONG = ("400.html", "403.html", "403_csrf.html", "404.html", "500.html", "503.html")
LANGUAGES = pytest.mark.parametrize("language", ["ja", "en"])


@LANGUAGES
@pytest.mark.parametrize("template", WRONG)
def test_a_page_for_trouble_needs_nothing_but_its_language(template: str, language: str) -> None:
    with override(language):
        html = render_to_string(template)
    heading = re.search(r"<h1>(.+)</h1>", html)[1]
    assert f'<html lang="{language}">' in html
    assert heading in re.search(r"<title>(.+)</title>", html)[1]
    assert bool(re.search("[ぁ-ん]", heading)) == (language == "ja")


@LANGUAGES
def test_the_switch_leads_to_the_same_page_without_its_query(language: str) -> None:
    other = {"ja": "en", "en": "ja"}[language]
    request = RequestFactory().get(f"/{language}/", {"born": "2026-05-06"})
    with override(language):
        html = render_to_string("404.html", {}, request)
    assert f'<a href="/{other}/" lang="{other}" hreflang="{other}">' in html
    assert "born" not in html


def test_a_missing_page_is_said_in_the_language_of_its_address() -> None:
    client = Client()
    assert "ページが見つかりません" in client.get("/ja/nothing/").content.decode()
    assert "This page is not here" in client.get("/en/nothing/").content.decode()


def test_staff_see_where_they_are_and_only_what_is_theirs() -> None:
    html = gallery("base_staff.html", "en")
    assert re.search(r"<b>Mihon City</b> <span>City hall</span>", html)
    assert "Supervisor" in html
    assert re.findall(r'aria-current="page"[^>]*>([^<]+)<', html) == ["Today"]


def test_signing_out_and_changing_the_language_are_sent_by_post() -> None:
    html = gallery("base_staff.html", "en")
    for label in ("Sign out", "日本語"):
        form = next(form for form in re.findall(r"<form.*?</form>", html, re.S) if label in form)
        assert 'method="post"' in form
        assert "csrfmiddlewaretoken" in form
