"""Tests on what a contact wrote: what they find, which is also what they capture."""

from engine.functions.spec import Example, function

REPLIES = (
    function("text", "Any text at all.", Example('["  Asha ", []]', "Asha"), Example('["   ", []]', None)),
    function(
        "phrase",
        "These words, in this order and next to each other.",
        Example('["I want to talk to a person!", ["talk to a person"]]', "talk to a person"),
        Example('["मुझे किसी से बात करनी है", ["बात करनी"]]', "बात करनी", "hi"),
        Example('["اريد الغاء الطلب", ["إلغاء"]]', "الغاء", "ar"),
        Example('["我的订单在哪里", ["订单"]]', "订单"),
    ),
    function(
        "only_phrase",
        "These words and no others.",
        Example('["Menú!", ["menu"]]', "menú", "es"),
        Example('["menu please", ["menu"]]', None),
    ),
    function(
        "any_word",
        "At least one of these words.",
        Example('["Stop it please", ["stop cancel"]]', "stop"),
        Example('["quiero cancelar", ["parar cancelar"]]', "cancelar", "es"),
        Example('["quero sair", ["parar sair"]]', "sair", "pt"),
        Example('["إلغاء الطلب", ["إلغاء توقف"]]', "إلغاء", "ar"),
        Example('["berhenti saja", ["berhenti batal"]]', "berhenti", "id"),
    ),
    function(
        "all_words",
        "Every one of these words, in any order.",
        Example('["my order is late", ["late order"]]', "late order"),
        Example('["my order", ["late order"]]', None),
    ),
    function(
        "beginning",
        "Begins with these words; what follows them is captured.",
        Example('["Order 17 please", ["order"]]', "17 please"),
        Example('["pedido 17", ["pedido"]]', "17", "es"),
    ),
    function(
        "pattern",
        "A pattern (RE2, whatever the case) that is found anywhere; its first group is captured, or its named ones.",
        Example('["it is ab-12", ["[a-z]{2}-[0-9]+"]]', "ab-12"),
        Example('["it is ab-12", ["[a-z]{2}-([0-9]+)"]]', "12"),
    ),
    function(
        "number",
        "The first number, in the digits of any script; points and commas as in the language.",
        Example('["about 1,234.5 kg", ["en"]]', 1234.5),
        Example('["1.234,5", ["es"]]', 1234.5, "es"),
        Example('["R$ 1.234,5", ["pt"]]', 1234.5, "pt"),
        Example('["१२,३४,५६७", ["hi"]]', 1234567, "hi"),
        Example('["١٢٣٫٥", ["ar"]]', 123.5, "ar"),  # noqa: RUF001  Arabic digits
        Example('["Rp 1.234", ["id"]]', 1234, "id"),
    ),
    function(
        "pick",
        "One of a few choices: by its title, its number, a part of it, in a sentence, or with a slip of the keys.",
        Example('["2", [[["tea", "Tea"], ["milk", "Milk"]]]]', "milk"),
        Example('["the green tea please", [[["g", "Green tea"], ["b", "Black tea"]]]]', "g"),
        Example('["cafè", [[["c", "Café"], ["t", "Té"]]]]', "c", "es"),
        Example('["nao", [[["y", "Sim"], ["n", "Não"]]]]', "n", "pt"),
        Example('["विकल्प २", [[["t", "चाय"], ["d", "दूध"]]]]', "d", "hi"),
        Example('["٢", [[["t", "شاي"], ["m", "حليب"]]]]', "m", "ar"),
        Example('["nomor 1", [[["t", "Teh"], ["s", "Susu"]]]]', "t", "id"),
    ),
)
