"""Let a model write down what was said in a voice message, so that the flow can go on with the words.

It takes the recording in the contact's last message, or a file that a variable holds.
"""

import json
from datetime import timedelta
from typing import Annotated, Any

from pydantic import Field, ValidationError

from engine import CallReturned, Context, Event, Media, Step
from engine.languages import base_of
from engine.named import Unset
from nodes.ai import AiAnswer, TranscriptRequest
from nodes.ai_asking import FAILED, MODEL, AiParams, Connection, Json, call, outcome, simulated_text, taken
from nodes.fields import LongTemplate, SaveAs, Template
from nodes.spec import Io, NodeType, simulated
from ui_schema import NodeUi, widget

NO_AUDIO = "no_audio"
RECORDINGS = ("audio", "video")
FETCHING = timedelta(seconds=35)  # for the file, before the model is asked


class Params(AiParams):
    connection: Annotated[Connection, Unset("transcribe")] = Field(
        "",
        title="Connection",
        description="Which of the operator's models listens, by name. Empty: the one called `transcribe`.",
        json_schema_extra=widget("text", section=MODEL),
    )
    audio: Template = Field(
        "",
        title="Recording",
        description="A variable that `ask_media` has saved, or an address. Empty: the recording in the last message.",
    )
    language: Annotated[Template, Field(max_length=200)] = Field(
        "",
        title="Language",
        description="What is spoken, such as es or hi, if you know it. Empty: the model finds out.",
    )
    hints: LongTemplate = Field(
        "",
        title="Words that may come up",
        description="Names of products and places, spelled as you want to read them.",
    )
    save_as: SaveAs = Field(None, title="Save as", description="The variable that keeps the words.")
    sample: str = Field(
        "I would like to order two pizzas",
        max_length=4_096,
        title="Heard when simulating",
        description="What the simulator and flow tests take for the words of a recording.",
        json_schema_extra=widget("text"),
    )


def outputs(params: Params) -> tuple[str, ...]:
    return ("next", NO_AUDIO, FAILED)


def enter(params: Params, context: Context) -> Step:
    wrong = context.watching()
    file = _recording(params, context)
    # what came from outside goes in after the templates are filled in: the name of a file is no template
    request = context.rendered(params.model_copy(update={"audio": ""}))
    if not wrong() and file is None:
        return Step(result={"text": ""}, leave=NO_AUDIO)
    kept = file.model_dump_json(exclude_defaults=True) if file else ""
    language = base_of(request.language.strip())
    return call(request.model_copy(update={"audio": kept, "language": language}), context, wrong, FETCHING)


def _recording(params: Params, context: Context) -> Media | None:
    if not params.audio.strip():
        sent = context.message.media if context.message else ()
        return next((file for kind in RECORDINGS for file in sent if file.kind == kind), None)
    return _file(context.evaluate(params.audio, "audio"))


def _file(value: Any) -> Media | None:
    """A file as `ask_media` keeps it, or an address."""
    match value:
        case {"url": str()}:
            known = {name: value[name] for name in Media.model_fields if value.get(name) is not None}
        case str() if value.strip().startswith(("https://", "http://", "provider:")):
            known = {"kind": "audio", "url": value.strip()}
        case _:
            return None
    try:
        return Media.model_validate({"kind": "audio", **known})
    except ValidationError:
        return None


async def perform(params: Params, io: Io) -> Json:
    file = Media.model_validate(json.loads(params.audio))
    request = TranscriptRequest(
        file=file,
        connection=params.connection,
        language=params.language,
        hints=params.hints,
        timeout=params.timeout.total_seconds(),
    )
    return await outcome(io.transcribe(request))


def simulate(params: Params) -> CallReturned:
    return simulated(simulated_text(params.sample))


def resume(params: Params, context: Context, event: Event) -> Step:
    return taken(context, event, lambda given: _heard(params, given))


def _heard(params: Params, given: AiAnswer) -> Step:
    """Silence is no words, and nothing to keep."""
    text = given.text.strip()
    variables = {params.save_as: text} if params.save_as and text else {}
    return Step(variables=variables, result={"text": text}, leave="next" if text else NO_AUDIO)


node = NodeType(
    kind="ai_transcribe",
    params=Params,
    outputs=outputs,
    enter=enter,
    resume=resume,
    perform=perform,
    simulate=simulate,
    empty_handed=frozenset({NO_AUDIO}),
    ui=NodeUi(title="AI transcribe", help=__doc__ or "", group="ai", icon="mic"),
)
