"""Pictures and other files of other builders: sent here, where it is certain what they are and where."""

from typing import Any

import pytest

from tests.nodes.test_adopting import adopted

PNG, MP3, BARE = "https://a.example/b.png", "https://a.example/b.MP3?x=1.png", "https://a.example/files/7"


def file(kind: str, url: str = BARE) -> dict[str, Any]:
    return {"media": {"kind": kind, "url": url}}


@pytest.mark.parametrize(
    ("kind", "theirs", "ours", "left_out"),
    [
        ("image", {"url": BARE, "caption": "Our shop"}, {**file("image"), "text": "Our shop"}, []),
        ("imageNode", {"imageUrl": PNG, "alt": "x"}, file("image", PNG), ["alt"]),
        ("sendPhoto", {"src": BARE, "label": "Logo"}, file("image"), []),
        ("video", {"content": BARE}, file("video"), []),
        ("voice_message", {"url": BARE}, file("audio"), []),
        ("file", {"fileUrl": PNG}, file("document", PNG), []),
        ("sticker", {"value": BARE}, file("sticker"), []),
        ("gif", {"image": {"url": PNG, "width": 5}}, file("image", PNG), ["image.width"]),
        ("image", {"url": "{{ pictureOf }}"}, file("image", "{{ vars.picture_of }}"), []),
        ("image", {"url": "/uploads/b.png"}, {}, ["url"]),
        ("image", {"url": "data:image/png;base64,AAAA"}, {}, ["url"]),
        ("image", {"url": 5, "image": None}, {}, ["image", "url"]),
        ("media", {"url": PNG}, file("image", PNG), []),
        ("media", {"url": MP3}, file("audio", MP3), []),
        ("media", {"url": BARE}, {}, ["url"]),
        ("media", {"url": "https://[{{ host }}/b.jpg#c"}, file("image", "https://[{{ vars.host }}/b.jpg#c"), []),
        ("media", {"url": BARE, "mediaType": "video/mp4"}, file("video"), []),
        ("attachment", {"url": BARE, "type": "Image", "kind": "x"}, file("image"), ["kind"]),
        ("media", {"url": BARE, "type": "hologram"}, {}, ["type", "url"]),
        ("message", {"text": "Hi", "imageUrl": BARE}, {"text": "Hi", **file("image")}, []),
        ("message", {"text": "Hi", "media": PNG}, {"text": "Hi", **file("image", PNG)}, []),
        ("message", {"text": "Hi", "media": BARE}, {"text": "Hi"}, ["media"]),
        ("message", {"text": "Hi", "src": PNG}, {"text": "Hi"}, ["src"]),
    ],
)
def test_files_that_are_sent(kind: str, theirs: dict[str, Any], ours: dict[str, Any], left_out: list[str]) -> None:
    """A file is taken with its address and its caption; what may be no file, or nobody else can fetch, is named."""
    node, unused = adopted(kind, theirs)
    assert (node["type"], node["data"], unused) == ("send_message", ours, left_out)
