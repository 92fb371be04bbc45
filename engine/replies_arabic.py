"""What Arabic writes onto a word: “the”, “and”, “so”, “with”, “for”, “like”. Without them, ``والشاي`` is ``شاي``.

Of what begins like them by itself, such as ``إلغاء``, they are taken, too; with its article it has to be the same word.
"""

import re

_WRITTEN_ON = r"(?:[وف]?(?:[بكل]?ال|لل)(?=\w{%d})|و(?!احد)(?=\w{3}|\d))+"  # واحد is “one”, and no “and Sunday”
_IN_A_TITLE, _ANYWHERE = (re.compile(_WRITTEN_ON % letters) for letters in (2, 3))


def stem(word: str) -> str:
    """For comparing words both of which were cut so: what is cut may belong to the word, as in ``وجبة``."""
    return _without(_IN_A_TITLE, word)


def root(word: str) -> str:
    """The same for words that are looked for in whatever is said. No title beside them tells what is meant, so three letters
    are left: ``الحب`` stays what it is."""
    return _without(_ANYWHERE, word)


def _without(written_on: re.Pattern[str], word: str) -> str:
    return word[onto.end() :] if (onto := written_on.match(word)) else word
