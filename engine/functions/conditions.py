"""Conditions: the words of a written one, and the comparisons of the builder's form."""

from engine.functions.spec import Example, function

OPERATORS = (
    function("==", "Equal; texts letter for letter.", Example("vars.order.no == 7", True)),
    function("!=", "Not equal.", Example("contact.fields.city != 'Delhi'", True)),
    function(
        "<>",
        "The same as `!=`.",
        Example("contact.fields.city <> 'Delhi'", True),
    ),
    function(
        "<",
        "Smaller, or earlier. What is not set is neither smaller nor larger.",
        Example("vars.age < 18", False),
        Example("vars.day < today", False),
        Example("vars.weight < 9", False),
    ),
    function("<=", "Smaller or equal.", Example("vars.age <= 31", True)),
    function(">", "Larger, or later.", Example("vars.day > now", True)),
    function(">=", "Larger or equal.", Example("vars.age >= 18", True)),
    function(
        "contains",
        "A list has the item, or a text the part.",
        Example("contact.tags contains 'vip'", True),
        Example("vars.reply contains 'code'", True),
    ),
    function("and", "Both hold.", Example("vars.age >= 18 and contact.tags contains 'vip'", True)),
    function("or", "One of them holds, or both.", Example("vars.age < 18 or contact.tags contains 'vip'", True)),
    function(
        "not",
        "It does not hold. Beside `and` and `or` it stands in parentheses.",
        Example("(not vars.order.paid) and vars.age >= 18", True),
    ),
    function(
        "empty",
        "What is compared with an empty text, list or object.",
        Example("contact.tags == empty", False),
    ),
    function(
        "blank",
        "The same, nothing but spaces, or a name that is not set.",
        Example("'  ' == blank", True),
        Example("contact.fields.street == blank", True),
    ),
    function("nil", "Nothing: a name that is not set.", Example("contact.fields.street == nil", True)),
)

COMPARISONS = (
    function(
        "equals",
        "The same number, date, or text whatever its case.",
        Example('{"left": "contact.fields.city", "op": "equals", "right": "PUNE"}', True),
        Example('{"left": "vars.order.no", "op": "equals", "right": "7.0"}', True),
    ),
    function(
        "not_equals",
        "Not the same.",
        Example('{"left": "contact.fields.city", "op": "not_equals", "right": "Delhi"}', True),
    ),
    function(
        "contains",
        "A list has the item, an object the name, a text the part.",
        Example('{"left": "contact.tags", "op": "contains", "right": "VIP"}', True),
        Example('{"left": "vars.reply", "op": "contains", "right": "code"}', True),
    ),
    function(
        "not_contains",
        "It has it not.",
        Example('{"left": "contact.tags", "op": "not_contains", "right": "blocked"}', True),
    ),
    function(
        "starts_with",
        "The text begins so.",
        Example('{"left": "vars.reply", "op": "starts_with", "right": "My"}', True),
    ),
    function(
        "ends_with",
        "The text ends so.",
        Example('{"left": "vars.reply", "op": "ends_with", "right": "OK"}', True),
    ),
    function(
        "matches",
        "A pattern (RE2, whatever the case) is found in the text.",
        Example('{"left": "vars.reply", "op": "matches", "right": "[a-z]{2}-[0-9]+"}', True),
    ),
    function(
        "gt",
        "A larger number, or a later date or time of day.",
        Example('{"left": "vars.day", "op": "gt", "right": "{{ today }}"}', True),
    ),
    function("gte", "Larger or equal.", Example('{"left": "vars.age", "op": "gte", "right": "18"}', True)),
    function(
        "lt",
        "A smaller number, or an earlier date or time of day.",
        Example('{"left": "vars.age", "op": "lt", "right": "18"}', False),
    ),
    function("lte", "Smaller or equal.", Example('{"left": "vars.age", "op": "lte", "right": "31"}', True)),
    function(
        "between",
        "Between two numbers, dates or times of day, both included.",
        Example('{"left": "vars.age", "op": "between", "right": "18, 65"}', True),
        Example('{"left": "vars.hour", "op": "between", "right": "09:00, 17:30"}', True),
        Example('{"left": "vars.day", "op": "between", "right": "2026-06-01, 2026-06-30"}', True),
    ),
    function(
        "one_of",
        "One of several values.",
        Example('{"left": "contact.fields.city", "op": "one_of", "right": "Delhi, Pune"}', True),
    ),
    function(
        "empty", "Nothing, an empty text, no items.", Example('{"left": "contact.fields.street", "op": "empty"}', True)
    ),
    function(
        "not_empty",
        "Anything else; zero and no are values.",
        Example('{"left": "vars.order.paid", "op": "not_empty"}', True),
    ),
)
