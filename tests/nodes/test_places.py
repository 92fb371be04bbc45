"""Places as people write them, or as the links of maps have them."""

import pytest

from engine import MessageReceived
from nodes.ask_location import _read

GOOGLE = "https://www.google.com/maps"


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
        ("geo:0,0?q=19.0760,72.8777(Shop)", (19.076, 72.8777)),
        ("geo:0,0?z=16&q=19.0760%2C+72.8777(Shop)", (19.076, 72.8777)),
        ("geo:19.07,72.87?q=19.08,72.88(Shop)", (19.08, 72.88)),
        ("geo:19.07,72.87?q=Shop", (19.07, 72.87)),
        ("geo:0,0?q=Shop", None),
        ("geo:0.00,0.00?q=Shop", None),
        (f"{GOOGLE}/search/19.0760,+72.8777?entry=tts", (19.076, 72.8777)),
        (f"{GOOGLE}/dir/19.0760,+72.8777/19.1234,+72.9876", None),
        ("www.google.com/maps?q=loc:19.0760+-72.8777", (19.076, -72.8777)),
        (f"{GOOGLE}/place/19%C2%B004'33.6%22N+72%C2%B052'39.7%22E/", (19.076, 72.8776944)),
        ("https://www.waze.com/live-map/directions?to=ll.19.0760%2C72.8777", (19.076, 72.8777)),
        ("https://waze.com/live-map/directions?to=ll.19.07%2C72.87&from=ll.19.1%2C72.9", (19.07, 72.87)),
        ("https://maps.google.com/?q=19.0760,72.8777%FF%2", (19.076, 72.8777)),
        ("10.50,+12.50/kg", None),
        ("https://maps.google.com/?q=19.0760,72.8777", (19.076, 72.8777)),
        ("https://maps.google.com/?q=19.0760,72.8777%20(Home)", (19.076, 72.8777)),
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
        (f"{GOOGLE}/place/Sol/@40.4169,-3.7057,17z/data=!3m1!4b1!8m2!3d40.4169!4d-3.7035!16zL20", (40.4169, -3.7035)),
        (f"{GOOGLE}/place/40.4168,-3.7038/@40.4169,-3.7057,17z", (40.4168, -3.7038)),
        (f"{GOOGLE}/dir/40.41,-3.70/40.42,-3.71/@40.41,-3.7,13z", None),
        ("https://yandex.com/maps/?ll=-3.70%2C40.41&z=12", (40.41, -3.7)),
        ("https://yandex.com.tr/maps/?ll=29.01%2C41.01&pt=28.97,41.02&z=12", (41.02, 28.97)),
        ("https://yandex.ru/maps/213/?ll=37.6,55.7&whatshere%5Bpoint%5D=37.62%2C55.75&z=17", (55.75, 37.62)),
        ("https://yandex.ru/maps/?text=red+square&pt=37.62,55.75", (55.75, 37.62)),
        ("yandex.ru/maps/?poi[point]=37.62,55.75&ll=37.6,55.7", (55.75, 37.62)),
        ("https://2gis.ru/moscow?m=37.617,55.755%2F10", (55.755, 37.617)),
        ("https://2gis.ru/moscow/geo/4504235282600823/37.617%2C55.755?m=37.62%2C55.75%2F16", (55.755, 37.617)),
        ("https://2gis.kz/almaty/firm/70000001018000000/76.945,43.238", (43.238, 76.945)),
        ("2gis.ru/geo/37.617,55.755", (55.755, 37.617)),
        ("lat: 40.4168, lng: -3.7038", (40.4168, -3.7038)),
        ('{"latitude": 40.4168, "longitude": -3.7038}', (40.4168, -3.7038)),
        ("Latitud 40.4168\nLongitud -3.7038", (40.4168, -3.7038)),
        ("lon=-3.7038, lat=40.4168", (40.4168, -3.7038)),
        ("lintang -6.2088 bujur 106.8456", (-6.2088, 106.8456)),
        ("अक्षांश १९.०७ देशांतर ७२.८७", (19.07, 72.87)),
        ("خط العرض ٣٠٫٠٤ خط الطول ٣١٫٢٣", (30.04, 31.23)),  # noqa: RUF001
        ("lng: -3.7038, 40.4168", (40.4168, -3.7038)),
        ("lng: -3.7038, lat: 40.4168 or 41.38, 2.17", None),
        ("the salon: 40.4168, -3.7038", (40.4168, -3.7038)),
        ("40°25'00\"N 3°42'13\"W", (40.4166667, -3.7036111)),
        ("40° 25\u2032 0.6\u2033 S, 3° 42\u2032 13\u2033 E", (-40.4168333, 3.7036111)),
        ("40°25.01'N 3°42.22'W", (40.4168333, -3.7036667)),
        ("40\u00ba25\u201900\u2019\u2019N 3\u00ba42\u201913\u2019\u2019W", (40.4166667, -3.7036111)),
        ("10.50, 12.50 €", None),
        ("10.50, 12.50€", None),
        ("10.50, 12.50 euros", None),
        ("10.50, 12.50 रुपये", None),
        ("€10.50, 12.50", None),
        ("R$ 10.50, 12.50", None),
        ("10.50, 12.50, Eurostars Hotel", (10.5, 12.5)),
        ("10.50, 12.50 Eurostars Hotel", (10.5, 12.5)),
        ("40°25'00\"N 3°42'13\"O", None),
        ("40°75'00\"N 3°42'13\"W", None),
        ("100°25'00\"N 3°42'13\"W", None),
    ],
)
def test_a_place_that_is_written(text: str, place: tuple[float, float] | None) -> None:
    """What a link marks, however it is escaped, counts before the middle of its map; of several places nobody knows which,
    and two prices are none."""
    answer = _read(MessageReceived(text=text))
    assert (answer and (answer.value["latitude"], answer.value["longitude"])) == place
