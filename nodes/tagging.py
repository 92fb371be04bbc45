"""What adding a tag and removing one have in common."""

from pydantic import Field

from engine import Context, Value
from nodes.fields import LONGEST_TAG, Tag


class Tagging(Value):
    tag: Tag = Field(title="Tag", description="The tag's name, for example: customer. May be a template.")


def tag_of(params: Tagging, context: Context) -> str | None:
    """The tag's name, or None and a problem."""
    tag = " ".join(context.render(params.tag, "tag").split())
    if not tag or len(tag) > LONGEST_TAG:
        context.problem("bad_tag", f"a tag has between 1 and {LONGEST_TAG} characters; this one is left alone", "tag")
        return None
    return tag
