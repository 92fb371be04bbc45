"""Keys by which another system tells that something has happened."""

from engine import Context

LONGEST = 200


def key_in(context: Context, source: str, field: str) -> str | None:
    """None, and a problem, for a key that is none: nobody can tell it, so it is not waited for."""
    key = context.render(source, field).strip()
    if 0 < len(key) <= LONGEST:
        return key
    context.problem("bad_key", f"a key has 1 to {LONGEST} characters, this one has {len(key)}", field)
    return None
