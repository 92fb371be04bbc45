"""What Arabic writes onto a word: “the”, “and”, “with”. Without them, ``والشاي`` is ``شاي``."""

import re

_ONTO = re.compile(r"و?(?:[بك]?ال|لل)(?=\w\w)(?:و(?=\w{3}))?|و(?=\w{3}|\d)")


def stem(word: str) -> str:
    """For comparing words both of which were cut so: what is cut may belong to the word, as in ``وجبة``."""
    return word[onto.end() :] if (onto := _ONTO.match(word)) else word
