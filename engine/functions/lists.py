"""Lists and objects: what filters do with them."""

from engine.functions.spec import Example, function

LISTS = (
    function(
        "first",
        "The first item.",
        Example("{{ contact.tags | first }}", "vip"),
    ),
    function(
        "last",
        "The last item.",
        Example("{{ contact.tags | last }}", "new"),
    ),
    function(
        "join",
        "A text of all items, with a text in between.",
        Example("{{ contact.tags | join: ' + ' }}", "vip + new"),
    ),
    function(
        "format_list",
        "The items in a sentence of the contact's language, with `and` or `or`.",
        Example("{{ 'tea,milk,cake' | split: ',' | format_list }}", "tea, milk, and cake"),
        Example("{{ 'té,leche' | split: ',' | format_list: 'or' }}", "té o leche", "es"),
        Example("{{ 'chá,leite' | split: ',' | format_list }}", "chá e leite", "pt"),
        Example("{{ 'चाय,दूध' | split: ',' | format_list }}", "चाय और दूध", "hi"),
        Example("{{ 'شاي,حليب' | split: ',' | format_list }}", "شاي وحليب", "ar"),
        Example("{{ 'teh,susu' | split: ',' | format_list: 'or' }}", "teh atau susu", "id"),
    ),
    function(
        "concat",
        "One list after the other.",
        Example("{{ contact.tags | concat: vars.prices }}", ["vip", "new", "3", "10", "9"]),
    ),
    function(
        "push",
        "The list with one more item at its end; of nothing, a list with this item. So a loop collects.",
        Example("{{ contact.tags | push: 'gold' }}", ["vip", "new", "gold"]),
        Example("{{ vars.basket | push: vars.order.no }}", [7]),
        Example("{{ vars.items | push: vars.order | size }}", 3),
    ),
    function(
        "pop",
        "The list without its last item, which `last` gives.",
        Example("{{ vars.prices | pop }}", ["3", "10"]),
    ),
    function(
        "shift",
        "The list without its first item, which `first` gives.",
        Example("{{ vars.prices | shift }}", ["10", "9"]),
    ),
    function(
        "without",
        "A list without an item, wherever it stands; an object without a name.",
        Example("{{ contact.tags | without: 'new' }}", ["vip"]),
        Example("{{ vars.order | without: 'paid' }}", {"no": 7}),
    ),
    function(
        "set",
        "An object with a value under a name, which replaces what was there; of nothing, a new object.",
        Example("{{ vars.order | set: 'paid', true }}", {"no": 7, "paid": True}),
        Example("{{ nil | set: 'name', 'Tea' | set: 'price', 3 }}", {"name": "Tea", "price": 3}),
    ),
    function(
        "map",
        "What each item has under a name.",
        Example("{{ vars.items | map: 'name' }}", ["Tea", "Cake"]),
    ),
    function(
        "where",
        "The items that have a value under a name; without a value, those where it is set.",
        Example("{{ vars.items | where: 'name', 'Tea' | map: 'price' }}", [3]),
        Example("{{ vars.items | where: 'hot' | map: 'name' }}", ["Tea"]),
    ),
    function(
        "reject",
        "The items that have it not.",
        Example("{{ vars.items | reject: 'hot' | map: 'name' }}", ["Cake"]),
    ),
    function(
        "find",
        "The first item that has it.",
        Example("{{ vars.items | find: 'name', 'Cake' }}", {"name": "Cake", "price": 12, "hot": False}),
    ),
    function(
        "find_index",
        "Where that item stands, counted from 0.",
        Example("{{ vars.items | find_index: 'name', 'Cake' }}", 1),
    ),
    function(
        "has",
        "Whether an item has it.",
        Example("{{ vars.items | has: 'name', 'Milk' }}", False),
    ),
    function(
        "sort",
        "In order, by a name if one is given. Texts by their letters: capitals come first.",
        Example("{{ 'b,C,a' | split: ',' | sort }}", ["C", "a", "b"]),
        Example("{{ vars.items | sort: 'price' | map: 'name' }}", ["Tea", "Cake"]),
    ),
    function(
        "sort_natural",
        "In order, whatever the case.",
        Example("{{ 'b,C,a' | split: ',' | sort_natural }}", ["a", "b", "C"]),
    ),
    function(
        "sort_numeric",
        "In order of the numbers that the items are, or have under a name.",
        Example("{{ vars.prices | sort_numeric }}", ["3", "9", "10"]),
    ),
    function(
        "reverse",
        "The other way round.",
        Example("{{ vars.prices | reverse }}", ["9", "10", "3"]),
    ),
    function(
        "uniq",
        "Each item once.",
        Example("{{ 'a,b,a' | split: ',' | uniq }}", ["a", "b"]),
    ),
    function(
        "compact",
        "Without the items that are nothing.",
        Example("{{ vars.items | map: 'size' | compact }}", []),
    ),
    function(
        "keys",
        "The names in an object.",
        Example("{{ vars.order | keys }}", ["no", "paid"]),
    ),
    function(
        "values",
        "The values in an object.",
        Example("{{ vars.order | values }}", [7, False]),
    ),
)
