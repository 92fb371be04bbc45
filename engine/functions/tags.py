"""Blocks: what stands around texts."""

from engine.functions.spec import Example, function

TAGS = (
    function(
        "if",
        "Text that is only there if a condition holds; `elsif` and `else` say what otherwise.",
        Example("{% if vars.age >= 18 %}adult{% else %}minor{% endif %}", "adult"),
    ),
    function(
        "unless",
        "Text that is only there if a condition does not hold.",
        Example("{% unless vars.order.paid %}not paid yet{% endunless %}", "not paid yet"),
    ),
    function(
        "case",
        "One of several texts, by a value.",
        Example("{% case contact.fields.city %}{% when 'Pune', 'Mumbai' %}MH{% else %}elsewhere{% endcase %}", "MH"),
    ),
    function(
        "for",
        "A text for each item; `forloop.index` counts from 1.",
        Example("{% for item in vars.items %}{{ forloop.index }}. {{ item.name }} {% endfor %}", "1. Tea 2. Cake "),
    ),
    function(
        "break",
        "Ends the loop.",
        Example("{% for n in (1..9) %}{% if n > 3 %}{% break %}{% endif %}{{ n }}{% endfor %}", "123"),
    ),
    function(
        "continue",
        "Goes on with the next item.",
        Example("{% for n in (1..4) %}{% if n == 2 %}{% continue %}{% endif %}{{ n }}{% endfor %}", "134"),
    ),
    function(
        "assign",
        "A name for a value, within this text.",
        Example("{% assign first = vars.items | first %}{{ first.name }}", "Tea"),
    ),
    function(
        "capture",
        "A name for a piece of text.",
        Example(
            "{% capture who %}{{ contact.name }} of {{ contact.fields.city }}{% endcapture %}{{ who | upcase }}",
            "ASHA OF PUNE",
        ),
    ),
    function(
        "cycle",
        "One text after the other, in a loop.",
        Example("{% for n in (1..3) %}{% cycle 'odd', 'even' %} {% endfor %}", "odd even odd "),
    ),
    function(
        "increment",
        "Counts up from 0, within this text.",
        Example("{% increment n %}{% increment n %}", "01"),
    ),
    function(
        "decrement",
        "Counts down from -1.",
        Example("{% decrement n %}{% decrement n %}", "-1-2"),
    ),
    function(
        "ifchanged",
        "Text that is only there if it differs from the time before.",
        Example(
            "{% for item in vars.items %}{% ifchanged %}{{ contact.name }}: {% endifchanged %}{{ item.name }} {% endfor %}",
            "Asha: Tea Cake ",
        ),
    ),
    function(
        "tablerow",
        "The items as rows of an HTML table, for an e-mail.",
        Example(
            "{% tablerow tag in contact.tags cols: 2 %}{{ tag }}{% endtablerow %}",
            '<tr class="row1">\n<td class="col1">vip</td><td class="col2">new</td></tr>\n',
        ),
    ),
    function(
        "echo",
        "The same as two braces, inside of `liquid`.",
        Example("{% echo contact.name | upcase %}", "ASHA"),
    ),
    function(
        "liquid",
        "Several blocks, one a line, without the braces.",
        Example("{% liquid\nassign total = vars.total | times: 2\necho total\n%}", "2469.0"),
    ),
    function(
        "raw",
        "Braces that are meant as text.",
        Example("{% raw %}{{ name }}{% endraw %}", "{{ name }}"),
    ),
    function(
        "comment",
        "A note for those who edit the text.",
        Example("a{% comment %}ask Ann{% endcomment %}b", "ab"),
    ),
    function(
        "doc",
        "The same, for a longer note.",
        Example("a{% doc %}what this is for{% enddoc %}b", "ab"),
    ),
    function(
        "#",
        "The same, in one block.",
        Example("a{% # ask Ann %}b", "ab"),
    ),
)
