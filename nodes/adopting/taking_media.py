"""How the pictures and other files of other builders are taken."""

import re
from collections.abc import Mapping
from typing import Any

from nodes.adopting.naming import placed_in, text_here
from nodes.adopting.taking import Take, Taken, Theirs
from nodes.fields import is_web_address

_KINDS = {
    "image": "image img picture photo gif",
    "video": "video",
    "audio": "audio voice sound",
    "document": "document file pdf",
    "sticker": "sticker",
}
_ENDINGS = {
    "image": "png jpg jpeg gif webp",
    "video": "mp4 mov webm",
    "audio": "mp3 ogg oga wav m4a aac",
    "document": "pdf doc docx xls xlsx csv txt zip",
}
KINDS: Mapping[str, str] = {word: kind for kind, words in _KINDS.items() for word in words.split()}
ENDINGS: Mapping[str, str] = {word: kind for kind, words in _ENDINGS.items() for word in words.split()}
WORDS = frozenset({*KINDS, "media", "attachment"})
ADDRESSES = ("url", "src", "link", "href", "content", "value")
TYPES = ("mediaType", "fileType", "mimeType", "type", "kind")
CAPTIONS = ("caption", "text", "message", "body")


def media(kind: str = "", *, alone: bool = False) -> Take:
    """A file with an address: of this kind, or of that which its key, its type or its ending tells. Where the node is a file
    ``alone``, an address is that of the file, whatever it is called."""

    def take(theirs: Theirs) -> Taken:
        for key in list(theirs):
            word = re.sub(r"(url|uri|src|link)$", "", re.sub(r"[^a-z]", "", key.lower()))
            url = _address(theirs[key]) if word in WORDS or (alone and key in ADDRESSES) else None
            if url and (found := KINDS.get(word) or kind or _said(theirs) or _ending(url)):
                _drop(theirs, key)
                return Taken({"media": {"kind": found, "url": text_here(url)}})
        return Taken({})

    return take


def caption(theirs: Theirs) -> Taken:
    """What is said with a file; the label of such a node is its name on the canvas."""
    key = next((key for key in CAPTIONS if isinstance(theirs.get(key), str) and theirs[key].strip()), None)
    return Taken({"text": text_here(theirs.pop(key))} if key else {})


def _address(value: Any) -> str | None:
    """What can be fetched from anywhere: neither a path of their own, nor the file itself."""
    text = value.get("url") if isinstance(value, dict) else value
    found = text.strip() if isinstance(text, str) else ""
    return found if is_web_address(found) or placed_in(found) else None


def _said(theirs: Theirs) -> str | None:
    """The kind that the data say themselves: ``image``, ``image/png``."""
    for key in TYPES:
        if isinstance(theirs.get(key), str) and (kind := KINDS.get(theirs[key].lower().partition("/")[0])):
            del theirs[key]
            return kind
    return None


def _ending(url: str) -> str | None:
    return ENDINGS.get(re.split("[?#]", url)[0].rpartition(".")[2].lower())


def _drop(theirs: Theirs, key: str) -> None:
    """What else it holds is left, to be named."""
    value = theirs.pop(key)
    if isinstance(value, dict):
        theirs |= {f"{key}.{name}": one for name, one in value.items() if name != "url"}
