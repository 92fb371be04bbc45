"""Everything that templates and conditions can do, as data: for the page of the documentation and for completion."""

from engine.functions.conditions import COMPARISONS, OPERATORS
from engine.functions.data import DATA
from engine.functions.lists import LISTS
from engine.functions.numbers import NUMBERS
from engine.functions.replies import REPLIES
from engine.functions.spec import NOW, SCOPE, Example, Function, Group, Kind
from engine.functions.tags import TAGS
from engine.functions.texts import TEXTS
from engine.functions.times import TIMES

__all__ = ["GROUPS", "NOW", "SCOPE", "Example", "Function", "Group", "Kind"]

_FILTERS = "Filters are written after a value, with `|`: `{{ contact.name | upcase }}`."
GROUPS = (
    Group("filter", "Texts", _FILTERS, TEXTS),
    Group("filter", "Numbers", _FILTERS, NUMBERS),
    Group(
        "filter", "Dates and times", f"{_FILTERS} Dates are texts as in ISO 8601; one without a zone is in UTC.", TIMES
    ),
    Group("filter", "Lists and objects", _FILTERS, LISTS),
    Group("filter", "JSON, links and codes", _FILTERS, DATA),
    Group("tag", "Blocks", "Blocks stand around pieces of a text.", TAGS),
    Group(
        "operator",
        "Written conditions",
        "One expression, without braces and filters. `and` and `or` are mixed only with parentheses.",
        OPERATORS,
    ),
    Group(
        "comparison",
        "Comparisons of the condition form",
        "`left` names a value, `right` is a template. They are grouped by `all`, `any` and `not`.",
        COMPARISONS,
    ),
    Group(
        "reply_test",
        "Tests on replies",
        "What triggers test a reply by, and nodes that ask or branch: there they are called `has_phrase`, `has_number` and so"
        " on. Capitals, accents, punctuation and invisible signs make no difference.",
        REPLIES,
    ),
)
