"""An e-mail as a node hands it over, and what became of it."""

import unicodedata
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, Field

from engine import Value
from nodes.email_address import is_address
from nodes.quoting import quoted

MOST_RECIPIENTS, LONGEST_SUBJECT, LONGEST_BODY = 10, 200, 20_000
_NOT_IN_A_LINE = frozenset({"Cc", "Zl", "Zp"})  # control characters, separators of lines and of paragraphs


def _is_address(text: str) -> str:
    if not is_address(text):
        raise ValueError(f"{quoted(text)} is no e-mail address")
    return text


def is_one_line(text: str) -> bool:
    """What follows a line break would be read as further headers. Other invisible characters are spelling: French has a
    no-break space before its signs, Persian and families of emoji have joiners."""
    return not any(unicodedata.category(sign) in _NOT_IN_A_LINE for sign in text)


def _is_one_line(text: str) -> str:
    if not is_one_line(text):
        raise ValueError("a subject and a name are one line, without control characters")
    return text


def _are_some(addresses: tuple[str, ...]) -> tuple[str, ...]:
    if not addresses:
        raise ValueError("there is no address to send it to")
    if len(addresses) > MOST_RECIPIENTS:
        raise ValueError(f"it goes to at most {MOST_RECIPIENTS} addresses, and these are {len(addresses)}")
    return addresses


def _is_subject(text: str) -> str:
    if not 0 < len(_is_one_line(text)) <= LONGEST_SUBJECT:
        raise ValueError(f"a subject has 1 to {LONGEST_SUBJECT} characters, and this one has {len(text)}")
    return text


EmailAddress: TypeAlias = Annotated[str, AfterValidator(_is_address)]
OneLine: TypeAlias = Annotated[str, AfterValidator(_is_one_line)]


class Mail(Value):
    """With both a text and an HTML, whoever reads it sees the one that they can."""

    to: Annotated[tuple[EmailAddress, ...], AfterValidator(_are_some)]
    subject: Annotated[str, AfterValidator(_is_subject)]
    text: Annotated[str, Field(max_length=LONGEST_BODY)] = ""
    html: Annotated[str, Field(max_length=LONGEST_BODY)] = ""
    reply_to: EmailAddress | None = None
    sender_name: Annotated[OneLine, Field(max_length=100)] = ""


class MailAnswer(Value):
    """The Message-ID under which it was handed over, or nothing; and who, or what, was refused for good, in words for people."""

    id: str = ""
    refused: str = ""
