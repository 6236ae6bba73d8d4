"""The mail server as the environment names it: what would be unsafe refuses to start."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.mail import read

GOOD = {
    "TOKKYU_SMTP_HOST": "smtp.mihon.example",
    "TOKKYU_MAIL_FROM": "no-reply@mihon.example",
    "TOKKYU_SITE": "https://tokkyu.mihon.example/",
}


def test_without_a_server_there_is_no_e_mail() -> None:
    assert not read({}).host
    assert not read(GOOD | {"TOKKYU_SMTP_HOST": ""}).host


@pytest.mark.parametrize(
    ("more", "port", "tls"),
    [
        ({}, 587, "starttls"),
        ({"TOKKYU_SMTP_TLS": "tls"}, 465, "tls"),
        ({"TOKKYU_SMTP_TLS": "", "TOKKYU_SMTP_PORT": "2525"}, 2525, "starttls"),
        ({"TOKKYU_SMTP_TLS": "none", "TOKKYU_SMTP_HOST": "127.0.0.1"}, 25, "none"),
    ],
)
def test_what_is_not_said_is_the_safe_way(more: dict[str, str], port: int, tls: str) -> None:
    found = read(GOOD | more)
    assert (found.port, found.tls, found.site) == (port, tls, "https://tokkyu.mihon.example")


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ({"TOKKYU_SMTP_TLS": "none"}, "on this machine"),
        ({"TOKKYU_SMTP_TLS": "ssl"}, "starttls, tls or none"),
        ({"TOKKYU_SMTP_PORT": "0"}, "from 1 to 65535"),
        ({"TOKKYU_SMTP_PORT": "smtp"}, "from 1 to 65535"),
        ({"TOKKYU_SMTP_USER": "tokkyu"}, "go together"),
        ({"TOKKYU_SMTP_PASSWORD": "hidden"}, "go together"),
        ({"TOKKYU_MAIL_FROM": ""}, "TOKKYU_MAIL_FROM"),
        ({"TOKKYU_MAIL_FROM": "Mihon <no-reply@mihon.example>"}, "TOKKYU_MAIL_FROM"),
        ({"TOKKYU_SITE": ""}, "https://"),
        ({"TOKKYU_SITE": "http://tokkyu.mihon.example"}, "https://"),
    ],
)
def test_what_would_be_unsafe_refuses_to_start(bad: dict[str, str], said: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=said) as refused:
        read(GOOD | bad)
    assert "hidden" not in str(refused.value)
