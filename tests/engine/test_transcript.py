"""What a flow test tells of a dialogue."""

from tests.engine.test_flowtest import ASKED, played


def test_the_transcript_tells_what_is_no_text() -> None:
    """Files, places, phone numbers and pressed buttons are told, whoever sends them."""
    file = {"kind": "image", "url": "https://x.example/b.png"}
    sent = [{"text": "see", "media": [file]}, {"location": {"latitude": 1, "longitude": 2}, "phone": "+919876543210"}]
    again = [line for one in sent for line in ({"sends": one}, ASKED[1])]
    outcome = played([*ASKED, *again, {"chooses": "photo"}, {"expects": "Here."}])
    assert outcome.failure is None
    assert [f"{one.speaker}: {one.text}" for one in outcome.transcript if "Tea" not in one.text] == [
        "contact: go",
        "contact: see (image: https://x.example/b.png)",
        "contact: (a place) +919876543210",
        "contact: [photo]",
        "bot: Here. (image: https://x.example/a.png)",
    ]
