"""Ask several questions in a row, as a form. Each answer is kept as it comes, and can be read by the questions after it.

What can be skipped has a button for it, and words in six languages. A field whose list is empty is left out. Whoever
cancels, or does not answer, keeps what was answered before.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from engine import Button, Context, Event, Happened, MessageReceived, Problem, SendMessage, Step
from engine.kinds import Holds
from nodes.ask_choice import Layout
from nodes.asking import laid_out
from nodes.choosing import typed
from nodes.fields import OptionalFieldName, SaidWords, SaveAs, unique
from nodes.form_field import FormField
from nodes.form_fields import ANSWERED, ENDS, SHOWN
from nodes.form_sorts import AnyField
from nodes.questions import CANCELLED, NO_MATCH, WAYS_OUT, Asking, Retrying, shared_words
from nodes.skip_words import SKIP, SKIP_WORDS, skip_label
from nodes.spec import NodeType
from nodes.waiting import COLLECT, EVENT, Burst, Patient, unanswered
from nodes.zones import TimeZone
from ui_schema import NodeUi, widget

DATES = "Dates"
SHARED = ("collect", "retries", "cancel_words", "timeout", "reminders", "event")


class Params(Retrying, Patient):
    fields: tuple[AnyField, ...] = Field(
        min_length=1,
        max_length=20,
        title="Fields",
        description="The questions, in this order.",
        json_schema_extra=widget("key_values"),
    )
    save_as: Annotated[SaveAs, Holds("object")] = Field(
        None, title="Save all as", description="The variable that keeps all answers, by the names of their fields."
    )
    skip_words: SaidWords = Field(
        (),
        title="Words that skip",
        description="For fields that can be skipped. Empty: “skip” in six languages.",
        json_schema_extra=widget("words", section=WAYS_OUT),
    )
    collect: Burst = COLLECT
    zone: TimeZone = Field(
        "UTC",
        title="Time zone",
        description="In which “today” is meant where a date is asked for: Asia/Kolkata.",
        json_schema_extra=widget("text", role="time_zone", section=DATES),
    )
    contact_zone: OptionalFieldName = Field(
        None,
        title="Contact's time zone",
        description="A contact field that holds a time zone: where it does, “today” is meant in that one.",
        json_schema_extra=widget("select", source="contact_fields", section=DATES),
    )

    @model_validator(mode="after")
    def _each_its_own(self) -> Self:
        unique((*(field.id for field in self.fields), self.save_as or ""))
        if both := shared_words(self.cancel_words, self.skip_words):
            raise ValueError(f"{both[0]!r} cannot both cancel and skip")
        if self.event and any(choice.id == EVENT for field in self.fields for choice in getattr(field, "choices", ())):
            raise ValueError(f"a choice cannot be called {EVENT!r} where the form may end by it")
        return self


def outputs(params: Params) -> tuple[str, ...]:
    return (ANSWERED, NO_MATCH, *unanswered(params), *((CANCELLED,) if params.cancel_words else ()))


def enter(params: Params, context: Context) -> Step:
    """Who has stayed in the flow is asked the open question again, with all answers before it."""
    memory = context.memory
    passed = _passed(params, memory, _place(params, memory))
    return _onward(params, context, _answers(memory), passed, Step(answered=memory.get("told")))


def resume(params: Params, context: Context, event: Event) -> Step:
    at = _place(params, context.memory)
    if isinstance(event, MessageReceived):
        if _skipped(params, context, at, event):
            return _next(params, context, at, Step())
        if (event.choice or "").startswith(SKIP):  # a button of before: pressed twice
            return Step()
    step = _decided(params, context, at, event)
    if step.leave is None:
        return step
    if step.leave in {*ENDS, *((EVENT,) if params.event else ())}:
        return step._replace(answered=_told(context.memory))
    onward = _next(params, context, at, step)
    if params.event and isinstance(event, Happened) and onward.leave is None:  # what was collected is kept
        return step._replace(result=event.data, answered=_told(onward.memory or {}), leave=EVENT)
    return onward


def _answers(memory: Mapping[str, Any]) -> dict[str, Any]:
    return dict(memory.get("answers", {}))


def _told(memory: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as people read them: a title that was shown, where something else is kept."""
    return {**_answers(memory), **memory.get("told", {})}


def part(params: Params, memory: Mapping[str, Any]) -> str | None:
    """The open question, as a move compares it: one of another sort would not understand what was begun."""
    gone = "name" in memory and memory["name"] not in {field.id for field in params.fields}
    if "field" not in memory or gone:
        return None
    field = params.fields[_place(params, memory)]
    return f"the field {field.id!r} ({field.sort})"


def _place(params: Params, memory: Mapping[str, Any]) -> int:
    """Where the open question stands in this version of the form, by its name: sessions of before have its number alone.
    Nobody is moved to a version that does not have it."""
    ids = [field.id for field in params.fields]
    return ids.index(memory["name"]) if "name" in memory else min(_number(memory), len(ids) - 1)


def _number(memory: Mapping[str, Any]) -> int:
    """That of the open question where it was asked: its button has it."""
    return int(memory.get("field", 0))


def _skipped(params: Params, context: Context, at: int, heard: MessageReceived) -> bool:
    """By the button: pressed, named, or by its number behind those of the field; words that skip are the field's own."""
    field, skip = params.fields[at], _skip(context, _number(context.memory))
    if not field.optional or heard.choice is not None:
        return field.optional and heard.choice == skip.id
    quiet = context.given()
    quiet.problems = []
    buttons = SHOWN[field.sort](_alone(params, field), quiet).buttons if field.sort in SHOWN else ()
    return typed(skip, buttons, heard.text)


def _skip(context: Context, number: int) -> Button:
    return Button(id=f"{SKIP}{number}", title=skip_label(context.language))


def _next(params: Params, context: Context, at: int, step: Step) -> Step:
    """The field has its answer, or was skipped: on to the next one, or out."""
    field, answers = params.fields[at], _answers(context.memory)
    passed, told = _passed(params, context.memory, at), context.memory.get("told", {})
    step = step._replace(answered={**told, field.id: dict(step.answered)} if step.answered else told)
    if field.id not in step.variables:
        return _onward(params, context, answers, (*passed, field.id), step)
    return _onward(params, context, {**answers, field.id: step.variables[field.id]}, passed, step)


def _passed(params: Params, memory: Mapping[str, Any], at: int) -> tuple[str, ...]:
    """The fields that were skipped or left out. In sessions of before nothing tells them from those that a new version has
    put in front: none of them is asked."""
    return tuple(memory.get("passed", (field.id for field in params.fields[:at])))


def _onward(params: Params, context: Context, answers: dict[str, Any], passed: tuple[str, ...], step: Step) -> Step:
    """Ask the first field that has no answer and was not passed, wherever a new version has it; a list with nothing in it is
    passed at once. After the last, out. What people read of the answers is ``step.answered``."""
    known = context.after(step.effects).given(vars={**context.variables, **step.variables})
    params = known.spoken(params)
    for at, field in enumerate(params.fields):
        if field.id in answers or field.id in passed:
            continue
        asking = _decided(params, known, at, None)
        if asking.leave is None:
            own = {"field": at, "name": field.id, "answers": answers, "passed": list(passed)}
            own |= {"told": dict(step.answered)} if step.answered else {}
            effects, memory = (*step.effects, *asking.effects), {**(asking.memory or {}), **own}
            return Step(effects=effects, variables=step.variables, memory=memory, heard=step.heard, wait=asking.wait)
        passed = (*passed, field.id)
    everything = {params.save_as: answers} if params.save_as else {}
    told = {**answers, **step.answered} if step.answered else None
    return step._replace(variables={**step.variables, **everything}, result=answers, answered=told, leave=ANSWERED)


def _decided(params: Params, context: Context, at: int, event: Event | None) -> Step:
    """What the field's own node type decides; problems are said to be in the form's fields."""
    field = params.fields[at]
    node: NodeType[Any] = field.alone
    asking, part = _alone(params, field), context.given()
    others = (one for one in context.other_languages if isinstance(one, Params))
    part.other_languages = tuple(_alone(one, twin) for one in others for twin in one.fields if twin.id == field.id)
    part.problems = []
    if at != _place(params, context.memory):  # what is remembered is of the open question
        part.memory = {}
    step = node.enter(asking, part) if event is None else node.resume(asking, part, event)
    context.problems += [_placed(problem, field, at) for problem in part.problems]
    skip = _skip(context, at if event is None else _number(context.memory))
    return _with_skip(step, skip, getattr(field, "layout", "auto")) if field.optional else step


def _alone(params: Params, field: FormField) -> Asking:
    """The params of the node that would ask for this field alone."""
    data = {name: getattr(params, name) for name in SHARED}
    data |= {name: getattr(field, name) for name in field.alone.params.model_fields.keys() & type(field).model_fields}
    data |= {"save_as": field.id, "retry_text": field.retry_text or params.retry_text}
    data |= {"zone": params.zone, "contact_zone": params.contact_zone} if field.sort == "date" else {}
    if field.optional:
        words = params.skip_words or SKIP_WORDS
        data["skip_words"] = tuple(word for word in words if word not in shared_words(params.cancel_words, words))
    asking: Asking = field.alone.params.model_validate(data)
    return asking


def _placed(problem: Problem, field: FormField, at: int) -> Problem:
    name = (problem.field or "").partition(".")[0]
    own = name in type(field).model_fields and (name != "retry_text" or field.retry_text)
    return problem.model_copy(update={"field": f"fields.{at}.{problem.field}"}) if own else problem


def _with_skip(step: Step, skip: Button, layout: Layout) -> Step:
    """Whatever is said while the field is open can be answered by the button."""
    offering = (
        _offering(effect, skip, layout) if isinstance(effect, SendMessage) else effect for effect in step.effects
    )
    return step._replace(effects=tuple(offering))


def _offering(message: SendMessage, skip: Button, layout: Layout) -> SendMessage:
    """A layout that the author has chosen holds as long as there is something else to press."""
    shape = laid_out((*message.buttons, skip))
    chosen = layout if message.buttons and layout != "auto" else shape.layout
    return message.model_copy(update={"buttons": shape.buttons, "layout": chosen})


node = NodeType(
    kind="ask_form",
    params=Params,
    outputs=outputs,
    enter=enter,
    resume=resume,
    part=part,
    fallbacks=frozenset({NO_MATCH}),
    ui=NodeUi(title="Ask a form", help=__doc__ or "", group="input", icon="clipboard-list"),
)
