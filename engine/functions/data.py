"""JSON, links and codes: what filters do with them."""

from engine.functions.spec import Example, function

DATA = (
    function(
        "default",
        "Another value for what is nothing, empty or no.",
        Example("{{ contact.fields.street | default: 'no street' }}", "no street"),
        Example("{{ vars.order.paid | default: true, allow_false: true }}", False),
    ),
    function(
        "json",
        "As JSON, for the body of a request.",
        Example("{{ contact.tags | json }}", '["vip", "new"]'),
    ),
    function(
        "parse_json",
        "The value that a JSON text stands for.",
        Example("{{ '[1, 2]' | parse_json | last }}", 2),
    ),
    function(
        "path",
        "What is found on a way into an object; nothing if there is nothing.",
        Example("{{ vars.items | path: '[1].name' }}", "Cake"),
        Example("{{ vars | path: 'order.street' }}", None),
    ),
    function(
        "url_encode",
        "For the address of a page.",
        Example("{{ 'tea & cake' | url_encode }}", "tea+%26+cake"),
        Example("{{ 'चाय' | url_encode }}", "%E0%A4%9A%E0%A4%BE%E0%A4%AF", "hi"),
    ),
    function(
        "url_decode",
        "Out of the address of a page.",
        Example("{{ 'tea+%26+cake' | url_decode }}", "tea & cake"),
    ),
    function(
        "base64_encode",
        "In Base64.",
        Example("{{ 'Asha' | base64_encode }}", "QXNoYQ=="),
    ),
    function(
        "base64_decode",
        "Out of Base64.",
        Example("{{ 'QXNoYQ==' | base64_decode }}", "Asha"),
    ),
    function(
        "base64_url_safe_encode",
        "In the Base64 of addresses.",
        Example("{{ 'a?>' | base64_url_safe_encode }}", "YT8-"),
    ),
    function(
        "base64_url_safe_decode",
        "Out of the Base64 of addresses.",
        Example("{{ 'YT8-' | base64_url_safe_decode }}", "a?>"),
    ),
    function(
        "escape",
        "Made harmless for HTML.",
        Example("{{ '<b>' | escape }}", "&lt;b&gt;"),
    ),
    function(
        "escape_once",
        "The same, but what is escaped already stays.",
        Example("{{ '&lt;b> &' | escape_once }}", "&lt;b&gt; &amp;"),
    ),
    function(
        "escapejs",
        "Made harmless for a text in JavaScript.",
        Example('{{ "it\'s" | escapejs }}', "it\\u0027s"),
    ),
    function(
        "html_decode",
        "Signs of HTML as what they stand for.",
        Example("{{ 'caf&eacute; &amp; t&eacute;' | html_decode }}", "café & té"),
    ),
    function(
        "strip_html",
        "Without the tags of HTML.",
        Example("{{ '<b>Hi</b>' | strip_html }}", "Hi"),
    ),
    function(
        "safe",
        "As it is: texts are never escaped by themselves.",
        Example("{{ '<b>' | safe }}", "<b>"),
    ),
)
