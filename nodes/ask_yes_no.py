"""Ask a question that is answered by yes or no: pressed, typed in one of six languages, or as 👍 and 👎.

The variable keeps true or false. “Maybe” and “yes and no” are no answer: the question is asked again.
"""

from collections.abc import Iterable
from typing import ClassVar

from pydantic import Field

from engine import Button, Context, Event, MessageReceived, SendMessage, Step
from engine.asked import Beside, Pressable
from engine.replies import pick
from engine.replies_yes_no import sides
from nodes.asking import Answer, answer, as_shown, ask, laid_out
from nodes.fields import Title
from nodes.phrases import bare
from nodes.questions import NO_MATCH, Asking, arms
from nodes.several import only
from nodes.spec import NodeType
from nodes.yes_no_labels import labels
from ui_schema import NodeUi, widget

BUTTONS = "Buttons"
_ALIKE = "nobody can tell one from the other"
YES, NO = "yes", "no"


class YesNoTitles(Pressable):
    """What the buttons say, also in a form."""

    answers: ClassVar = "boolean"

    yes_title: Title = Field(
        "",
        title="Button for yes",
        description="Typing it means yes, too. Empty: “Yes” in the contact's language.",
        json_schema_extra=widget("template", section=BUTTONS),
    )
    no_title: Title = Field(
        "",
        title="Button for no",
        description="Typing it means no, too. Empty: “No” in the contact's language.",
        json_schema_extra=widget("template", section=BUTTONS),
    )

    def beside(self, language: str) -> tuple[Beside, ...]:
        yes, no = labels(language)
        buttons = (
            Beside(self.yes_title or yes, "the button for yes", _ALIKE, self.yes_title and "yes_title"),
            Beside(self.no_title or no, "the button for no", _ALIKE, self.no_title and "no_title"),
        )
        return (*super().beside(language), *buttons)


class Params(YesNoTitles, Asking):
    """The question, its buttons, and what follows on its answer."""


def outputs(params: Params) -> tuple[str, ...]:
    return (YES, NO, *arms(params))


def enter(params: Params, context: Context) -> Step:
    return ask(params, context, shown(params, context))


def resume(params: Params, context: Context, event: Event) -> Step:
    titles = _titles(params, context)

    def read(said: MessageReceived) -> Answer | None:
        side = _side(said, titles, context)
        return Answer(side == YES, side, side == YES) if side else None

    step = answer(params, context, event, read, _buttons(titles))
    return as_shown(step, titles[step.leave]) if step.leave in titles else step


def _titles(params: Params, context: Context) -> dict[str, str]:
    yes, no = labels(context.language)
    return {
        YES: context.render(params.yes_title, "yes_title").strip() or yes,
        NO: context.render(params.no_title, "no_title").strip() or no,
    }


def _elsewhere(context: Context) -> list[tuple[str, str]]:
    """What the author's buttons say in the flow's other languages; the words for yes and no are known in all of them."""
    others = [one for one in context.other_languages if isinstance(one, Params)]
    titles = [(YES, one.yes_title) for one in others] + [(NO, one.no_title) for one in others]
    quiet = context.given()
    quiet.problems = []
    return [(side, quiet.render(title)) for side, title in titles if title]


def _side(said: MessageReceived, titles: dict[str, str], context: Context) -> str | None:
    """A press, then a title as it is written, here before elsewhere, then the words for yes and no, then what comes near
    to a title."""
    if said.choice in titles:
        return said.choice
    if written := _written(said.text, titles.items()) or _written(said.text, _elsewhere(context)):
        return written
    if spoken := sides(said.text):
        return next(iter(spoken)) if spoken in ({YES}, {NO}) else None
    return pick(list(titles.items()), said.text)


def _written(text: str, titles: Iterable[tuple[str, str]]) -> str | None:
    written = bare(text)
    return only({side for side, title in titles if bare(title) == written})


def shown(params: Params, context: Context) -> SendMessage:
    """The question's two buttons."""
    return _buttons(_titles(params, context))


def _buttons(titles: dict[str, str]) -> SendMessage:
    return laid_out(tuple(Button(id=side, title=title) for side, title in titles.items()))


node = NodeType(
    kind="ask_yes_no",
    params=Params,
    outputs=outputs,
    enter=enter,
    resume=resume,
    fallbacks=frozenset({NO_MATCH}),
    ui=NodeUi(title="Ask yes or no", help=__doc__ or "", group="input", icon="circle-check"),
)
