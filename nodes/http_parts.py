"""The parts of an HTTP request that an author fills in, and how they become headers and bytes."""

from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, Field

from engine import Value
from nodes.fields import Content, SecretName, Template, Title
from ui_schema import widget

Method: TypeAlias = Literal["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"]
Body: TypeAlias = Literal["none", "json", "text", "form"]
OURS = frozenset({"host", "content-length", "transfer-encoding", "connection"})
CONTENT_TYPES = {
    "json": "application/json",
    "text": "text/plain; charset=utf-8",
    "form": "application/x-www-form-urlencoded",
}
_PLAIN = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


def _not_ours(name: str) -> str:
    if name.lower() in OURS:
        raise ValueError(f"the header {name} is set by Dialoom itself")
    return name


HeaderName: TypeAlias = Annotated[
    str,
    Field(
        max_length=100,
        pattern=r"^[A-Za-z0-9!#$%&'*+.^_|~-]+$",
        examples=["Authorization", "X-Api-Key"],
        json_schema_extra=widget("text"),
    ),
    AfterValidator(_not_ours),
]


class Header(Value):
    """A header; its value is the text, followed by the secret if one is chosen."""

    name: HeaderName = Field(title="Name", description="For example: Authorization.")
    value: Template = Field("", title="Value", description="For example: Bearer, with a space, before a secret.")
    secret: SecretName = Field(
        None, title="Secret", description="A secret of the workspace that follows the value. No flow can read it."
    )


class FormField(Value):
    name: Title = Field(min_length=1, title="Name", description="The field's name.")
    value: Content = Field("", title="Value", description="The field's value; it is encoded for you.")


def form_encoded(fields: tuple[FormField, ...]) -> str:
    return "&".join(f"{_quoted(field.name)}={_quoted(field.value)}" for field in fields)


def _quoted(text: str) -> str:
    return "".join(chr(byte) if byte in _PLAIN else f"%{byte:02X}" for byte in text.encode())


def one_line(text: str) -> str:
    """A header's value cannot carry line breaks: they would be further headers."""
    return "".join(char for char in text if char.isprintable()).strip()
