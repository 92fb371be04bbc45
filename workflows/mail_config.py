"""What the worker must be told of the mail server through which flows send e-mail."""

from datetime import timedelta
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator

from engine import Duration
from nodes.email_address import is_address
from nodes.mail import is_one_line


class Smtp(BaseModel):
    """The operator's own account, for all workspaces. Without a host no flow sends e-mail."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    host: str = ""
    port: int = Field(587, ge=1, le=65_535)
    security: Literal["starttls", "tls", "none"] = "starttls"
    username: str = ""
    password: SecretStr = SecretStr("")
    sender: str = Field("", description="the address that every e-mail comes from")
    sender_name: str = Field("", max_length=100, description="shown beside it, where a flow says nothing else")
    timeout: Duration = Field(timedelta(seconds=20), description="for one attempt")

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.host and not is_address(self.sender):
            raise ValueError("a mail server needs `sender`, the address that every e-mail comes from")
        if not is_one_line(self.sender_name):
            raise ValueError("`sender_name` is one line")
        if self.username and self.security == "none":
            raise ValueError("a password is not sent in the clear: use `security` starttls or tls")
        return self
