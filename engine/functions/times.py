"""Dates and times: what filters do with them."""

from engine.functions.spec import Example, function

TIMES = (
    function(
        "date",
        "In a layout of `strftime`: %Y-%m-%d %H:%M. Names of days and months are English.",
        Example("{{ vars.day | date: '%d/%m/%Y' }}", "05/06/2026"),
        Example("{{ now | date: '%H:%M' }}", "10:00"),
    ),
    function(
        "format_date",
        "A date as the contact's language writes it: `short`, `medium`, `long` or `full`.",
        Example("{{ vars.day | format_date }}", "Jun 5, 2026"),
        Example("{{ vars.day | format_date: 'full' }}", "Friday, June 5, 2026"),
        Example("{{ vars.day | format_date: 'long' }}", "5 de junio de 2026", "es"),
        Example("{{ vars.day | format_date: 'full' }}", "sexta-feira, 5 de junho de 2026", "pt"),
        Example("{{ vars.day | format_date: 'long' }}", "5 जून 2026", "hi"),
        Example("{{ vars.day | format_date: 'full' }}", "الجمعة، 5 يونيو 2026", "ar"),
        Example("{{ vars.day | format_date: 'full' }}", "Jumat, 05 Juni 2026", "id"),
        Example("{{ vars.day | format_date: 'short', 'de' }}", "05.06.26"),
    ),
    function(
        "format_time",
        "A time of day: `short` or `medium`.",
        Example("{{ now | format_time }}", "10:00", "es"),
        Example("{{ now | format_time }}", "10.00", "id"),
        Example("{{ now | format_time }}", "10:00 am", "hi"),
        Example("{{ now | format_time }}", "10:00 ص", "ar"),
        Example("{{ now | format_time: 'medium' }}", "10:00:00", "pt"),
    ),
    function(
        "format_datetime",
        "Date and time: `short` or `medium`.",
        Example("{{ now | format_datetime }}", "31 de mai. de 2026 10:00:00", "pt"),
        Example("{{ now | format_datetime: 'short' }}", "31/5/26, 10:00", "es"),
        Example("{{ now | format_datetime: 'short' }}", "31/05/26 10.00", "id"),
        Example("{{ now | format_datetime: 'short' }}", "31/5/26, 10:00 am", "hi"),
        Example("{{ now | format_datetime: 'short' }}", "31\u200f/5\u200f/2026، 10:00 ص", "ar"),
    ),
    function(
        "relative_time",
        "How far it is from now, in words.",
        Example("{{ vars.day | relative_time }}", "in 5 days"),
        Example("{{ vars.day | relative_time }}", "dentro de 5 días", "es"),
        Example("{{ vars.day | relative_time }}", "em 5 dias", "pt"),
        Example("{{ vars.day | relative_time }}", "5 दिन में", "hi"),
        Example("{{ vars.day | relative_time }}", "خلال 5 أيام", "ar"),
        Example("{{ vars.day | relative_time }}", "dalam 5 hari", "id"),
    ),
    function(
        "add_time",
        "A later date, or an earlier one with a minus; in seconds, minutes, hours, days, weeks, months or years.",
        Example("{{ vars.day | add_time: 2, 'weeks' }}", "2026-06-19"),
        Example("{{ now | add_time: -90, 'minutes' }}", "2026-05-31T08:30:00+00:00"),
        Example("{{ '2026-01-31' | add_time: 1, 'month' }}", "2026-02-28"),
    ),
    function(
        "time_until",
        "How many whole units it is to another date; below zero if that is earlier.",
        Example("{{ today | time_until: vars.day, 'days' }}", 5),
        Example("{{ vars.born | time_until: today, 'years' }}", 36),
    ),
    function(
        "weekday",
        "The day of the week: 1 is Monday, 7 is Sunday.",
        Example("{{ vars.day | weekday }}", 5),
    ),
    function(
        "week_number",
        "The week of the year, as ISO 8601 counts.",
        Example("{{ vars.day | week_number }}", 23),
    ),
    function(
        "in_zone",
        "The same moment in another time zone.",
        Example("{{ now | in_zone: 'Asia/Kolkata' }}", "2026-05-31T15:30:00+05:30"),
        Example("{{ now | in_zone: 'America/Sao_Paulo' | date: '%H:%M' }}", "07:00"),
    ),
    function(
        "parse_date",
        "A date out of a text in a layout that you give. Nothing if the text is not written so.",
        Example("{{ '25/12/2026' | parse_date: '%d/%m/%Y' }}", "2026-12-25"),
        Example("{{ '12-25-26 3:30 PM' | parse_date: '%m-%d-%y %I:%M %p' }}", "2026-12-25T15:30:00+00:00"),
        Example("{{ 'tomorrow' | parse_date: '%d/%m/%Y' }}", None),
    ),
    function(
        "epoch",
        "Seconds since 1970.",
        Example("{{ '2026-05-31T10:00:00Z' | epoch }}", 1780221600),
    ),
    function(
        "from_epoch",
        "The moment that so many seconds since 1970 are.",
        Example("{{ 1780221600 | from_epoch }}", "2026-05-31T10:00:00+00:00"),
    ),
)
