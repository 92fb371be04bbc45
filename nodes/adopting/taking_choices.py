"""How the choices and buttons of other builders are taken."""

from typing import Any

from nodes.adopting.naming import text_here
from nodes.adopting.taking import Taken, Theirs

BUTTONS = ("choices", "options", "buttons", "replies", "quickReplies")
CHOICES = (*BUTTONS, "items")  # of a message they may be anything
TITLES = ("title", "label", "text", "content", "name", "value")


def choices(theirs: Theirs) -> Taken:
    """What can be picked; each is an output."""
    return _offered(theirs, "choices", "description", CHOICES)


def buttons(theirs: Theirs) -> Taken:
    """What stands under a message; the handles tell what a press on them would lead to, if the flow waited for it."""
    return _offered(theirs, "buttons", "url", BUTTONS)


def _offered(theirs: Theirs, field: str, beside: str, keys: tuple[str, ...]) -> Taken:
    """Ours, with ``beside`` their titles; a handle may be a name that theirs has, or else its place."""
    key = next((key for key in keys if isinstance(theirs.get(key), list)), None)
    if key is None:
        return Taken({})
    given = theirs.pop(key)
    items = [dict(one) if isinstance(one, dict) else {"label": one} for one in given]
    names = {
        str(item[key]): f"choice_{at + 1}" for at, item in enumerate(items) for key in ("id", *TITLES) if item.get(key)
    }
    ours = [_taken(at, item, beside) for at, item in enumerate(items)]
    theirs |= {f"{key}.{at}.{name}": value for at, item in enumerate(items) for name, value in item.items()}
    return Taken({field: ours}, {**_places(len(items)), **names})


def _taken(at: int, item: dict[str, Any], beside: str) -> dict[str, Any]:
    titled = next((key for key in TITLES if isinstance(item.get(key), str | int | float) and item[key] != ""), None)
    title = item.pop(titled) if titled else at + 1
    for key in [key for key in TITLES if item.get(key) == title]:
        del item[key]
    item.pop("id", None)  # what the edges start at; nobody else reads it
    more = {beside: item.pop(beside)} if isinstance(item.get(beside), str) else {}
    return {"id": f"choice_{at + 1}", "title": text_here(str(title)), **more}


def _places(count: int) -> dict[str, str]:
    """The second is 1, option-1, choice-1: all builders that name places count from nought; or choice_2, which is ours."""
    words = ("{0}", "option-{0}", "choice-{0}")
    counted = {word.format(at): f"choice_{at + 1}" for word in words for at in range(count)}
    return counted | {f"choice_{at + 1}": f"choice_{at + 1}" for at in range(count)}
