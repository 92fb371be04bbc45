"""Numbers: what filters do with them."""

from engine.functions.spec import Example, function

NUMBERS = (
    function(
        "number",
        "The first number in a text, read as in the contact's language or in one that is named. Nothing if there is none.",
        Example("{{ 'about 1,234.5 kg' | number }}", 1234.5),
        Example("{{ '1.234,5' | number }}", 1234.5, "es"),
        Example("{{ 'R$ 1.234,5' | number }}", 1234.5, "pt"),
        Example("{{ '१२,३४,५६७' | number }}", 1234567, "hi"),
        Example("{{ '١٢٣٫٥' | number }}", 123.5, "ar"),  # noqa: RUF001  Arabic digits
        Example("{{ '1.234,5' | number }}", 1234.5, "id"),
        Example("{{ '1.234,5' | number: 'de' }}", 1234.5),
    ),
    function(
        "plus",
        "The sum.",
        Example("{{ 2 | plus: 3 }}", 5),
    ),
    function(
        "minus",
        "The difference.",
        Example("{{ 5 | minus: 3 }}", 2),
    ),
    function(
        "times",
        "The product.",
        Example("{{ 1.5 | times: 4 }}", 6.0),
    ),
    function(
        "divided_by",
        "The quotient: whole if both are whole.",
        Example("{{ 7 | divided_by: 2 }}", 3),
        Example("{{ 7 | divided_by: 2.0 }}", 3.5),
    ),
    function(
        "modulo",
        "What is left after dividing.",
        Example("{{ 7 | modulo: 3 }}", 1),
    ),
    function(
        "abs",
        "Without its minus.",
        Example("{{ -5 | abs }}", 5),
    ),
    function(
        "round",
        "Rounded, to a whole number or to so many decimals.",
        Example("{{ 2.6 | round }}", 3),
        Example("{{ 2.345 | round: 1 }}", 2.3),
    ),
    function(
        "ceil",
        "Rounded up.",
        Example("{{ 2.1 | ceil }}", 3),
    ),
    function(
        "floor",
        "Rounded down.",
        Example("{{ 2.9 | floor }}", 2),
    ),
    function(
        "at_least",
        "The number, but not below this one.",
        Example("{{ 3 | at_least: 5 }}", 5),
    ),
    function(
        "at_most",
        "The number, but not above this one.",
        Example("{{ 8 | at_most: 5 }}", 5),
    ),
    function(
        "min",
        "The smallest number of a list. What is no number is passed over.",
        Example("{{ vars.prices | min }}", 3),
    ),
    function(
        "max",
        "The largest number of a list.",
        Example("{{ vars.prices | max }}", 10),
    ),
    function(
        "mean",
        "The average of a list's numbers.",
        Example("{{ vars.items | map: 'price' | mean }}", 7.5),
    ),
    function(
        "sum",
        "The sum of a list's numbers, or of what its items have under a name.",
        Example("{{ vars.items | sum: 'price' }}", 15),
    ),
    function(
        "format_number",
        "As the contact's language writes it, with so many decimals, or in a language that is named.",
        Example("{{ 1234567.5 | format_number }}", "1,234,567.5"),
        Example("{{ vars.total | format_number: 2 }}", "1,234.50"),
        Example("{{ 1234567.5 | format_number }}", "1.234.567,5", "es"),
        Example("{{ 1234567.5 | format_number }}", "1.234.567,5", "pt"),
        Example("{{ 1234567.5 | format_number }}", "12,34,567.5", "hi"),
        Example("{{ 1234567.5 | format_number }}", "1,234,567.5", "ar"),
        Example("{{ 1234567.5 | format_number }}", "1.234.567,5", "id"),
        Example("{{ vars.total | format_number: 1, 'de' }}", "1.234,5"),
    ),
    function(
        "format_percent",
        "A share as percent.",
        Example("{{ 0.256 | format_percent }}", "26%"),
        Example("{{ 0.256 | format_percent: 1 }}", "25.6%"),
        Example("{{ 0.256 | format_percent: 1 }}", "25,6\xa0%", "es"),
    ),
    function(
        "format_currency",
        "An amount of money.",
        Example("{{ vars.total | format_currency: 'USD' }}", "$1,234.50"),
        Example("{{ vars.total | format_currency: 'EUR' }}", "1.234,50\xa0€", "es"),
        Example("{{ vars.total | format_currency: 'BRL' }}", "R$\xa01.234,50", "pt"),
        Example("{{ vars.total | format_currency: 'INR' }}", "₹1,234.50", "hi"),
        Example("{{ vars.total | format_currency: 'SAR' }}", "\u200f1,234.50\xa0ر.س.\u200f", "ar"),
        Example("{{ vars.total | format_currency: 'IDR' }}", "Rp1.234,50", "id"),
    ),
    function(
        "plural",
        "The form that the language wants for a number: `zero`, `one`, `two`, `few`, `many`, else `other`.",
        Example("{{ 1 | plural: one: 'day', other: 'days' }}", "day"),
        Example("{{ 3 | plural: one: 'day', other: 'days' }}", "days"),
        Example("{{ 0 | plural: one: 'दिन', other: 'दिनों' }}", "दिन", "hi"),
        Example("{{ 2 | plural: one: 'يوم', two: 'يومان', few: 'أيام', other: 'يومًا' }}", "يومان", "ar"),
        Example("{{ 3 | plural: one: 'يوم', two: 'يومان', few: 'أيام', other: 'يومًا' }}", "أيام", "ar"),
        Example("{{ 2 | plural: one: 'día', other: 'días' }}", "días", "es"),
        Example("{{ 0 | plural: one: 'dia', other: 'dias' }}", "dia", "pt"),
        Example("{{ 1 | plural: one: 'satu', other: 'hari' }}", "hari", "id"),
    ),
)
