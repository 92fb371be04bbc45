"""What a turn's effects change of the contact, as one delta."""

from collections.abc import Iterable

from engine import AddTag, Effect, RemoveTag, SetField
from store.turns import ContactDelta


def contact_delta(effects: Iterable[Effect]) -> ContactDelta:
    """Later effects win over earlier ones: a tag that was added and removed is removed."""
    own: dict[str, str] = {}
    fields: dict[str, object] = {}
    tags: dict[str, bool] = {}
    for effect in effects:
        match effect:
            case SetField(name="name" | "language" as name, value=value):
                own[name] = "" if value is None else str(value)
            case SetField(name=name, value=value):
                fields[name] = value
            case AddTag(tag=tag):
                tags[tag] = True
            case RemoveTag(tag=tag):
                tags[tag] = False
            case _:
                continue
    return ContactDelta(
        name=own.get("name"),
        language=own.get("language"),
        set_fields={name: value for name, value in fields.items() if value is not None},
        unset_fields=tuple(name for name, value in fields.items() if value is None),
        add_tags=tuple(tag for tag, on in tags.items() if on),
        remove_tags=tuple(tag for tag, on in tags.items() if not on),
    )
