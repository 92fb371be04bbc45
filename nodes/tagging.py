"""What adding a tag and removing one have in common."""

from pydantic import Field

from engine import Context, Value
from engine.template_compare import folded
from engine.template_values import written
from nodes.fields import LONGEST_TAG, Tag


class Tagging(Value):
    tag: Tag = Field(title="Tag", description="The tag's name, for example: customer. May be a template.")


def tag_of(params: Tagging, context: Context) -> str | None:
    """The tag's name, or None and a problem."""
    wrong = context.watching()
    value = context.evaluate(params.tag, "tag")
    if wrong():
        return None
    if isinstance(value, list | dict):
        context.problem("bad_tag", "a tag is one text; a loop goes through the items of a list", "tag")
        return None
    tag = " ".join(written(value).split())
    if not tag or len(tag) > LONGEST_TAG:
        context.problem("bad_tag", f"a tag has between 1 and {LONGEST_TAG} characters; this one is left alone", "tag")
        return None
    return tag


def as_there(tag: str, context: Context) -> tuple[str, ...]:
    """As the contact has it, capitals aside: whoever looks for a tag finds it however it is written."""
    return tuple(one for one in context.contact.tags if folded(one) == folded(tag)) or (tag,)
