"""E-mail addresses: found in what people write, and told from what is none. Whether one exists is not looked up."""

import re

LONGEST_ADDRESS = 254
_ADDRESS = re.compile(
    r"""(?<![A-Za-z0-9._%+&@-])
    (?P<name>[A-Za-z0-9_] (?: [A-Za-z0-9_%+&'-] | \.(?=[A-Za-z0-9_%+&'-]) ){0,63})
    @
    (?P<domain> (?: [A-Za-z0-9] (?: [A-Za-z0-9-]{0,61} [A-Za-z0-9] )? \. )+ (?: [A-Za-z]{2,63} | xn--[A-Za-z0-9-]{2,59} ) )
    (?! -?[A-Za-z0-9@_] | \.[A-Za-z0-9] )
    """,
    re.VERBOSE,
)


def addresses_in(text: str) -> tuple[str, ...]:
    """Every address in a text, each once."""
    found = (_address(one) for one in _ADDRESS.finditer(text))
    return tuple(dict.fromkeys(address for address in found if len(address) <= LONGEST_ADDRESS))


def is_address(text: str) -> bool:
    """Whether the text is one address and nothing else: no name, no second one, no line break."""
    return len(text) <= LONGEST_ADDRESS and _ADDRESS.fullmatch(text) is not None


def _address(found: re.Match[str]) -> str:
    return f"{found['name']}@{found['domain'].lower()}"
