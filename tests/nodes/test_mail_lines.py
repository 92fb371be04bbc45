"""Subjects and names of e-mails are one line each; what does not fit is told in words for people."""

from typing import Any

import pytest
from pydantic import ValidationError

from engine.problems import said_by
from nodes.mail import Mail, is_one_line


def a_mail(line: str) -> Mail:
    return Mail(to=("ann@example.com",), subject=line, sender_name=line, text="Hi")


@pytest.mark.parametrize(
    "line",
    ["Votre commande\u00a0!", "\u0645\u06cc\u200c\u062e\u0648", "Hi \U0001f469\u200d\U0001f467", "na\u00adive", "a b"],
    ids=["no-break space", "joiner", "family", "soft hyphen", "space"],
)
def test_what_is_only_spelling_is_sent(line: str) -> None:
    """No-break spaces, joiners and what makes one emoji of several are part of a line."""
    assert is_one_line(line)
    assert a_mail(line).subject == line


@pytest.mark.parametrize(
    "line",
    ["a\nb", "a\rb", "a\tb", "a\x00b", "a\x85b", "a\u2028b", "a\u2029b"],
    ids=["break", "return", "tab", "nought", "next line", "line separator", "paragraph separator"],
)
def test_what_could_bring_in_a_header_is_not(line: str) -> None:
    """Line breaks of any kind and control characters."""
    assert not is_one_line(line)
    with pytest.raises(ValidationError, match="one line, without control characters"):
        a_mail(line)


@pytest.mark.parametrize(
    ("over", "told"),
    [
        ({"to": ()}, "there is no address to send it to"),
        ({"to": tuple(f"a{i}@b.co" for i in range(11))}, "it goes to at most 10 addresses, and these are 11"),
        ({"to": ("bo",)}, "'bo' is no e-mail address"),
        ({"subject": ""}, "a subject has 1 to 200 characters, and this one has 0"),
        ({"subject": "x" * 201}, "a subject has 1 to 200 characters, and this one has 201"),
    ],
)
def test_what_cannot_be_sent_is_told_in_words(over: dict[str, Any], told: str) -> None:
    """As the run shows it: nothing of tuples and strings. As many as may be are sent."""
    with pytest.raises(ValidationError) as raised:
        Mail(**{"to": ("ann@example.com",), "subject": "Hi", "text": "Hi", **over})
    assert [why for _, why in said_by(raised.value)] == [told]
    most = tuple(f"a{i}@b.co" for i in range(10))
    assert Mail(to=most, subject="x" * 200, text="Hi").to == most
