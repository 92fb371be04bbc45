"""Start here when another system calls the address of this trigger with JSON: a form, a shop, a script. Parts of the JSON
say for which contact, and become inputs of the flow."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from engine import Value
from engine.flow import NAME
from engine.named import Names
from nodes.fields import SecretName
from nodes.json_path import JsonPath
from nodes.spec import NodeType, only_next
from nodes.starting import ChannelId, Ordered, admits, go_on
from ui_schema import NodeUi, widget

SIGNED = "Only if it is signed"


class Input(Value):
    """An input variable of the flow, and where the JSON holds its value."""

    name: Annotated[str, Names.INPUT, Field(pattern=NAME)] = Field(
        title="Input", description="A variable of the flow that is an input.", json_schema_extra=widget("variable")
    )
    path: JsonPath = Field(title="Part", description="Where it is in the JSON: order.items[0].name. Empty: all of it.")


class _Call(Value):
    """What a call says."""

    channel: ChannelId = Field(
        title="Channel",
        description="Id of the channel that the conversation is on.",
        json_schema_extra=widget("select", source="channels"),
    )
    address_path: JsonPath = Field(
        "", title="Address at", description="Where the JSON holds the contact's address on the channel: customer.phone."
    )
    contact_path: JsonPath = Field(
        "", title="Or contact at", description="Where it holds the id of a contact who is known here."
    )
    name_path: JsonPath = Field(
        "", title="Name at", description="Where it holds the name of a contact who is not known yet."
    )
    inputs: tuple[Input, ...] = Field(
        (),
        max_length=50,
        title="Inputs",
        description="What the flow is given. A part that is missing leaves the variable's default.",
        json_schema_extra=widget("key_values"),
    )
    secret: SecretName = Field(
        None,
        title="Secret",
        description="Name of the secret with which the sender signs: HMAC-SHA256 of the body, in hex or base64.",
        json_schema_extra=widget("secret", section=SIGNED),
    )
    signature_header: str = Field(
        "X-Hub-Signature-256",
        pattern=r"^[A-Za-z0-9-]{1,64}$",
        examples=["X-Hub-Signature-256"],
        title="Signature in",
        description="The header that carries the signature.",
        json_schema_extra=widget("text", section=SIGNED),
    )


class Params(Ordered, _Call):
    @model_validator(mode="after")
    def _says_who(self) -> Self:
        if bool(self.address_path) == bool(self.contact_path):
            raise ValueError("say where the JSON holds either the contact's address or the id of a contact")
        return self


node = NodeType(
    kind="webhook",
    params=Params,
    outputs=only_next,
    enter=go_on,
    admits=admits,
    ui=NodeUi(title="Webhook", help=__doc__ or "", group="trigger", icon="webhook"),
)
