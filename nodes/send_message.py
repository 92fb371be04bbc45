"""Send a text, a picture or another file, and go on."""

from typing import Literal, Self

from pydantic import Field, model_validator

from engine import Button, Context, Media, SendMessage, Step, Value
from nodes.fields import Address, MediaSource, OutputId, Template, Title, is_web_address, unique
from nodes.spec import NodeType
from nodes.starting import only_next
from ui_schema import NodeUi, widget


class LinkOrReply(Value):
    """A button under the message: it opens an address, or is an answer that a trigger or a later question takes."""

    id: OutputId = Field(title="Id", description="What a press on the button is known by.")
    title: Title = Field(min_length=1, title="Title", description="What the button says.")
    url: Address = Field("", title="Opens", description="The address it opens. Empty: pressing it is an answer.")


class Params(Value):
    text: Template = Field("", title="Text", description="What is sent; {{ contact.name }} fills in what is known.")
    media: MediaSource | None = Field(
        None, title="File", description="A file to send with the text.", json_schema_extra=widget("media")
    )
    buttons: tuple[LinkOrReply, ...] = Field(
        (),
        max_length=20,
        title="Buttons",
        description="Buttons under the message. The flow does not wait for them: use a question for that.",
        json_schema_extra=widget("choices"),
    )
    layout: Literal["buttons", "list"] = Field(
        "buttons", title="Layout", description="How buttons are shown.", json_schema_extra=widget("select")
    )

    @model_validator(mode="after")
    def _something_to_send(self) -> Self:
        if not self.text.strip() and self.media is None:
            raise ValueError("a message needs a text or a file")
        unique(tuple(button.id for button in self.buttons))
        return self


def enter(params: Params, context: Context) -> Step:
    media = _media(params.media, context) if params.media else None
    text = context.render(params.text, "text")
    if not text.strip() and media is None:
        context.problem("empty_message", "there is nothing to send: the text is empty", "text")
        return Step(leave="next")
    buttons = tuple(button for i, one in enumerate(params.buttons) if (button := _button(one, context, f"buttons.{i}")))
    message = SendMessage(text=text, media=media, buttons=buttons, layout=params.layout)
    return Step(effects=(message,), leave="next")


def _media(source: MediaSource, context: Context) -> Media | None:
    url = context.render(source.url, "media.url").strip()
    if not is_web_address(url):
        context.problem("bad_address", f"the file's address is not one: {url[:100]!r}", "media.url")
        return None
    return Media(kind=source.kind, url=url, name=context.render(source.name, "media.name") or None)


def _button(source: LinkOrReply, context: Context, field: str) -> Button | None:
    title, url = context.render(source.title, f"{field}.title"), context.render(source.url, f"{field}.url").strip()
    if not title.strip():
        context.problem("empty_button", "the button is left out: its title is empty", f"{field}.title")
        return None
    if source.url and not is_web_address(url):
        context.problem("bad_address", f"the button is left out: {url[:100]!r} is no address", f"{field}.url")
        return None
    return Button(id=source.id, title=title, url=url or None)


node = NodeType(
    kind="send_message",
    params=Params,
    outputs=only_next,
    enter=enter,
    ui=NodeUi(title="Send a message", help=__doc__ or "", group="message", icon="send"),
)
