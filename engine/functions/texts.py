"""Texts: what filters do with them."""

from engine.functions.spec import Example, function

TEXTS = (
    function(
        "append",
        "The text with another one after it.",
        Example("{{ 'Hello' | append: '!' }}", "Hello!"),
    ),
    function(
        "prepend",
        "The text with another one before it.",
        Example("{{ 'Asha' | prepend: 'Dear ' }}", "Dear Asha"),
    ),
    function(
        "capitalize",
        "The first letter as a capital, the others small.",
        Example("{{ 'aSHA rao' | capitalize }}", "Asha rao"),
    ),
    function(
        "title",
        "Every word with a capital.",
        Example("{{ 'maria do carmo' | title }}", "Maria Do Carmo"),
        Example("{{ 'índice de año' | title }}", "Índice De Año", "es"),
    ),
    function(
        "upcase",
        "All letters as capitals.",
        Example("{{ 'straße' | upcase }}", "STRASSE"),
        Example("{{ 'ação' | upcase }}", "AÇÃO", "pt"),
    ),
    function(
        "downcase",
        "All letters small.",
        Example("{{ 'ABC' | downcase }}", "abc"),
        Example("{{ 'AÑO' | downcase }}", "año", "es"),
    ),
    function(
        "strip",
        "Without spaces and line breaks at both ends.",
        Example("{{ '  a b ' | strip }}", "a b"),
    ),
    function(
        "lstrip",
        "Without them at the beginning.",
        Example("{{ '  a b ' | lstrip }}", "a b "),
    ),
    function(
        "rstrip",
        "Without them at the end.",
        Example("{{ '  a b ' | rstrip }}", "  a b"),
    ),
    function(
        "squish",
        "Without them at the ends, and one space for many in between.",
        Example("{{ '  a   b ' | squish }}", "a b"),
    ),
    function(
        "clean",
        "Without signs that cannot be seen, except for line breaks and what joins letters.",
        Example("{{ 'a\u200bb' | clean }}", "ab"),
        Example("{{ 'क्\u200dष' | clean }}", "क्\u200dष", "hi"),
    ),
    function(
        "strip_newlines",
        "Without line breaks.",
        Example("{{ vars.lines | strip_newlines }}", "12 Main StPune"),
    ),
    function(
        "newline_to_br",
        "Line breaks as HTML, for an e-mail.",
        Example("{{ vars.lines | newline_to_br }}", "12 Main St<br />\nPune"),
    ),
    function(
        "remove",
        "Without every place where a text is found.",
        Example("{{ '1 234 567' | remove: ' ' }}", "1234567"),
    ),
    function(
        "remove_first",
        "Without the first of them.",
        Example("{{ 'a-b-c' | remove_first: '-' }}", "ab-c"),
    ),
    function(
        "remove_last",
        "Without the last of them.",
        Example("{{ 'a-b-c' | remove_last: '-' }}", "a-bc"),
    ),
    function(
        "replace",
        "Every place where a text is found, replaced by another.",
        Example("{{ '1,5' | replace: ',', '.' }}", "1.5"),
    ),
    function(
        "replace_first",
        "The first of them replaced.",
        Example("{{ 'a-b-c' | replace_first: '-', '+' }}", "a+b-c"),
    ),
    function(
        "replace_last",
        "The last of them replaced.",
        Example("{{ 'a-b-c' | replace_last: '-', '+' }}", "a-b+c"),
    ),
    function(
        "regex_match",
        "What a pattern (RE2, whatever the case) finds first, or one of its groups. Nothing if it finds nothing.",
        Example("{{ vars.reply | regex_match: '[a-z]{2}-[0-9]+' }}", "AB-12"),
        Example("{{ vars.reply | regex_match: '([a-z]{2})-([0-9]+)', 2 }}", "12"),
        Example("{{ 'मेरा कोड ४२ है' | regex_match: '\\pN+' }}", "४२", "hi"),
    ),
    function(
        "regex_replace",
        "Every match of a pattern replaced; `$1` is its first group.",
        Example("{{ '+91 98765-43210' | regex_replace: '[^0-9]' }}", "919876543210"),
        Example("{{ 'Rao, Asha' | regex_replace: '(\\pL+), (\\pL+)', '$2 $1' }}", "Asha Rao"),
    ),
    function(
        "slice",
        "A part: from a place counted from 0, or from the end with a minus, so many signs. For lists, too.",
        Example("{{ 'AB-1234' | slice: 3, 4 }}", "1234"),
        Example("{{ 'AB-1234' | slice: -4, 4 }}", "1234"),
    ),
    function(
        "truncate",
        "At most so many signs, the end marked.",
        Example("{{ 'a long message' | truncate: 9, '…' }}", "a long m…"),
    ),
    function(
        "truncatewords",
        "At most so many words, the end marked.",
        Example("{{ 'one two three' | truncatewords: 2, '…' }}", "one two…"),
    ),
    function(
        "word",
        "One word, counted from 1, or from the end with a minus. Words are what spaces divide.",
        Example("{{ vars.reply | word: 4 }}", "AB-12"),
        Example("{{ vars.reply | word: -1 }}", "ok"),
        Example("{{ 'मेरा नाम आशा' | word: 3 }}", "आशा", "hi"),
        Example("{{ 'اسمي آشا' | word: 1 }}", "اسمي", "ar"),
    ),
    function(
        "word_count",
        "How many words there are.",
        Example("{{ vars.reply | word_count }}", 5),
        Example("{{ 'nama saya Asha' | word_count }}", 3, "id"),
    ),
    function(
        "first_words",
        "The first so many words.",
        Example("{{ vars.reply | first_words: 2 }}", "my code"),
    ),
    function(
        "last_words",
        "The last so many words.",
        Example("{{ vars.reply | last_words: 2 }}", "AB-12 ok"),
    ),
    function(
        "skip_words",
        "What follows the first word, or the first so many.",
        Example("{{ 'order two pizzas' | skip_words }}", "two pizzas"),
        Example("{{ vars.reply | skip_words: 3 }}", "AB-12 ok"),
    ),
    function(
        "read_chars",
        "Sign by sign, as a code is read out.",
        Example("{{ 'AB12' | read_chars }}", "A B 1 2"),
    ),
    function(
        "repeat",
        "The text so many times.",
        Example("{{ '⭐' | repeat: 4 }}", "⭐⭐⭐⭐"),
    ),
    function(
        "char",
        "The sign that has this number in Unicode; 10 is a line break.",
        Example("{{ 9742 | char }}", "☎"),
    ),
    function(
        "code",
        "The number that the first sign has there.",
        Example("{{ 'A' | code }}", 65),
    ),
    function(
        "split",
        "A list, divided at a text.",
        Example("{{ 'red, green' | split: ', ' }}", ["red", "green"]),
    ),
    function(
        "size",
        "How many signs a text has, or items a list.",
        Example("{{ 'Asha' | size }}", 4),
        Example("{{ contact.tags | size }}", 2),
    ),
)
