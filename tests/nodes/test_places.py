"""Places as people write them, or as the links of maps have them."""

import pytest

from engine import MessageReceived
from nodes.ask_location import _read


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("https://www.openstreetmap.org/?mlat=52.5&mlon=13.4#map=15/52.5/13.4", (52.5, 13.4)),
        ("https://www.openstreetmap.org/?mlat=52.5163&mlon=13.3777#map=12/52.6/13.5", (52.5163, 13.3777)),
        ("here: https://www.openstreetmap.org/#map=15/52.51/-13.4", (52.51, -13.4)),
        ("https://waze.com/ul?ll=40.7,-74", (40.7, -74.0)),
        ("https://waze.com/ul?navigate=yes&ll=40.7%2C-74.0060", (40.7, -74.006)),
        ("https://maps.apple.com/?ll=50.894967,4.341626&q=Atomium", (50.894967, 4.341626)),
        ("geo:40.7,-74", (40.7, -74.0)),
        ("https://maps.google.com/?q=19.0760,72.8777", (19.076, 72.8777)),
        ("https://www.google.com/maps/@19.0760,72.8777,15z", (19.076, 72.8777)),
        ("١٩٫٠٧، ٧٢٫٨٧", (19.07, 72.87)),  # noqa: RUF001
        ("१९.०७, ७२.८७", (19.07, 72.87)),
        ("19.07, 72.87", (19.07, 72.87)),
        ("https://waze.com/ul?ll=40.7,-74 or https://waze.com/ul?ll=41.7,-74", None),
        ("https://waze.com/ul?ll=140.7,-74", None),
        ("https://waze.com/ul?ll=40.7.1,-74", None),
        ("https://shop.example/?q=2,3", None),
        ("٢، ٣", None),
        ("2, 3", None),
    ],
)
def test_a_place_that_is_written(text: str, place: tuple[float, float] | None) -> None:
    """What a link marks counts before the middle of its map; of several places nobody knows which."""
    answer = _read(MessageReceived(text=text))
    assert (answer and (answer.value["latitude"], answer.value["longitude"])) == place
