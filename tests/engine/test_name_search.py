"""The row that somebody means by a name: in a tree of places, and in what a shop sells."""

from typing import Any

import pytest

from engine.name_search import NameQuery, named_rows
from engine.replies_name import Names, without

_TREE = """
Kerala      | Kochi       | Fort Kochi   | Cochin, कोच्चि
Kerala      | Kochi       | Edappally    | Cochin, कोच्चि
Kerala      | Kollam      | Kadappakada  | Quilon
Maharashtra | Pune        | Shivaji      | पुणे
Maharashtra | Aurangabad  | Cantonment   | औरंगाबाद
Bihar       | Aurangabad  | Deo          | औरंगाबाद
São Paulo   | Santos      | Centro       |
Río Negro   | Viedma      | Centro       |
القاهرة     | المعادي      | دجلة          | Maadi
Jawa Barat  | Kota Bandung | Coblong     | Bandung
東京都       | 渋谷区        | 原宿          | Shibuya
"""
TREE = [
    {
        "id": str(number),
        **dict(zip(("state", "district", "ward", "also"), map(str.strip, line.split("|")), strict=True)),
    }
    for number, line in enumerate(_TREE.strip().splitlines())
]
WIDER = {"state": [], "district": ["state"], "ward": ["state", "district"]}


def found(said: str, level: str, **within: str) -> list[str]:
    """The ids of the rows, or what they are within where several are one."""
    wider = [{"column": column, "value": within.get(column, "")} for column in WIDER[level]]
    other = {"other_names": "also"} if level == "district" else {}
    query = NameQuery.model_validate({"table": "places", "column": level, "said": said, "within": wider, **other})
    return [" > ".join(row[column] for column in (*WIDER[level], level)) for row in named_rows(query, TREE)]


@pytest.mark.parametrize(
    ("said", "level", "within", "places"),
    [
        ("Kerala", "state", {}, ["Kerala"]),
        ("kerala.", "state", {}, ["Kerala"]),
        ("my name is Asha and I have lived in Kerala since 2019", "state", {}, ["Kerala"]),
        ("Maharastra", "state", {}, ["Maharashtra"]),
        ("im from maharastra", "state", {}, ["Maharashtra"]),
        ("maha", "state", {}, ["Maharashtra"]),
        ("barat", "state", {}, ["Jawa Barat"]),
        ("soy de rio negro", "state", {}, ["Río Negro"]),
        ("moro em sao paulo", "state", {}, ["São Paulo"]),
        ("أنا من القاهره", "state", {}, ["القاهرة"]),
        ("東京都。", "state", {}, ["東京都"]),
        ("from Kerala or from Bihar", "state", {}, ["Bihar", "Kerala"]),
        ("not Kerala", "state", {}, []),
        ("not keralla", "state", {}, []),
        ("2", "state", {}, []),
        ("k", "state", {}, []),
        ("", "state", {}, []),
        ("Mars", "state", {}, []),
        ("Kochi", "district", {}, ["Kerala > Kochi"]),
        ("cochin", "district", {}, ["Kerala > Kochi"]),
        ("मैं कोच्चि में रहती हूँ", "district", {}, ["Kerala > Kochi"]),
        ("पुणे", "district", {}, ["Maharashtra > Pune"]),
        ("aku di bandung", "district", {}, ["Jawa Barat > Kota Bandung"]),
        ("Maadi", "district", {}, ["القاهرة > المعادي"]),
        ("Aurangabad", "district", {}, ["Bihar > Aurangabad", "Maharashtra > Aurangabad"]),
        ("Aurangabad, Bihar", "district", {}, ["Bihar > Aurangabad"]),
        ("Bihar > Aurangabad", "district", {}, ["Bihar > Aurangabad"]),
        ("औरंगाबाद", "district", {"state": "bihar"}, ["Bihar > Aurangabad"]),
        ("Kochi", "district", {"state": "Bihar"}, []),
        ("viedma", "district", {"state": "rio negro"}, ["Río Negro > Viedma"]),
        ("Fort Kochi", "ward", {}, ["Kerala > Kochi > Fort Kochi"]),
        ("kochi", "ward", {}, ["Kerala > Kochi > Fort Kochi"]),
        ("Centro", "ward", {}, ["Río Negro > Viedma > Centro", "São Paulo > Santos > Centro"]),
        ("el centro de viedma", "ward", {}, ["Río Negro > Viedma > Centro"]),
        ("centro", "ward", {"district": "Santos"}, ["São Paulo > Santos > Centro"]),
        ("原宿", "ward", {}, ["東京都 > 渋谷区 > 原宿"]),
    ],
)
def test_a_place_is_found_in_what_people_write(
    said: str, level: str, within: dict[str, str], places: list[str]
) -> None:
    """In a sentence, with slips, without accents, under another name, in the place it is in; a doubt is several."""
    assert found(said, level, **within) == places


def test_rows_that_are_one_place_have_what_they_share() -> None:
    """A table of wards is one of states, too; who looks for a ward gets all of its row."""
    state = NameQuery.model_validate(
        {"table": "places", "column": "district", "said": "kochi", "within": [{"column": "state"}]}
    )
    assert named_rows(state, TREE) == ({"state": "Kerala", "district": "Kochi", "also": "Cochin, कोच्चि"},)
    ward = state.model_copy(update={"column": "ward", "said": "edappally"})
    assert named_rows(ward, TREE) == (TREE[1],)


def test_spellings_of_one_place_are_one() -> None:
    """Capitals, accents and empty cells make no second place; the first row's spelling is kept."""
    rows: list[dict[str, Any]] = [{"name": "Pará"}, {"name": "para"}, {"name": None}, {}, {"name": " "}, {"name": 7}]
    query = NameQuery(table="places", column="name", said="sou do Para")
    assert named_rows(query, rows) == ({"name": "Pará"},)
    assert named_rows(query.model_copy(update={"said": "7"}), rows) == ({"name": 7},)


def test_other_names_may_be_a_list() -> None:
    """A product under what people call it."""
    rows = [{"sku": "1", "name": "Green tea", "also": ["sencha", "matcha"]}, {"sku": "2", "name": "Milk", "also": []}]
    query = NameQuery(table="shop", column="name", other_names="also", said="two packs of Matcha please")
    assert [row["sku"] for row in named_rows(query, rows)] == ["1"]


def test_so_many_can_be_meant() -> None:
    """Whoever is asked which one must be able to read them."""
    rows = [{"name": f"Nagar {number:02}"} for number in range(50)]
    assert named_rows(NameQuery(table="places", column="name", said="nagar"), rows) == tuple(rows[:20])


@pytest.mark.parametrize(
    ("names", "text", "expected"),
    [
        (["New York", "York"], "i am in new york now", ("New York",)),
        (["New York", "York"], "york", ("York",)),
        (["New York", "York"], "from York to New York", ("York", "New York")),
        (["New Delhi"], "newdelhi", ("New Delhi",)),
        (["Nashik", "Nagpur"], "na", ()),
        (["Nashik", "Nagpur"], "nashk", ("Nashik",)),
        (["Nashik", "Nagpur"], "nash", ("Nashik",)),
        (["Delhi"], "in delhy", ()),
        (["Kolkata"], "in kolkatta", ("Kolkata",)),
        (["Kolkata"], "in golkata", ()),
        (["Jaipur"], "in jaipor", ("Jaipur",)),
        (["Delhi", "Delha"], "delho", ("Delhi", "Delha")),
        (["Uttar Pradesh", "Madhya Pradesh"], "pradesh", ("Uttar Pradesh", "Madhya Pradesh")),
        (["Uttar Pradesh", "Madhya Pradesh"], "somewhere in uttar pradsh", ("Uttar Pradesh",)),
        (["Kochi"], "Kochi's old town", ("Kochi",)),
        (["Kochi"], "Kochi-Kerala", ("Kochi",)),
        (["Pará", "para"], "PARA", ("Pará", "para")),
        (["Faridabad"], "Faizabad", ()),
        (["Thiruvananthapuram"], "from thiruvanantapurm", ("Thiruvananthapuram",)),
        (["Aurangabad"], "aurandabat", ("Aurangabad",)),
        (["Aurangabad"], "auramdabat", ()),
        (["Purba Medinipur Zila"], "purba medinipor zila", ("Purba Medinipur Zila",)),
        (["Purba Medinipur Zila"], "purbo medinipor zilo", ()),
        (["Pune"], "pone", ("Pune",)),
        (["Jawa Bali Timur"], "bali", ("Jawa Bali Timur",)),
        (["Vitamin D"], "vitamin c", ()),
        (["Santa Rosa"], "vivo en Santa Rita", ()),
        (["Room A1"], "Room B1", ()),
        (["Ward 7"], "ward 7", ("Ward 7",)),
        (["A", "B"], "I have a question", ()),
        (["A", "B"], "b", ("B",)),
        (["7", "12"], "I have 7 children", ()),
        (["7", "12"], "number 7, please", ("7",)),
        (["7", "12"], "7 is no number", ()),
        (["7", "12"], "7 number", ()),
        (["Los Angeles", "Hailakandi", "Simdega", "Nevers"], "los", ()),
        (["Los Angeles", "Hailakandi", "Simdega", "Nevers"], "never", ()),
        (["Nottingham", "Naogaon"], "não", ()),
        (["No Man's Land"], "to no man's land", ("No Man's Land",)),
        (["Rio de Janeiro"], "moro no Rio de Janeiro", ("Rio de Janeiro",)),
        (["Kochi"], "house no 5, Kochi", ("Kochi",)),
        (["Kochi"], "Kochi, house no 5", ("Kochi",)),
        (["Kochi"], "no Kochi", ()),
        (["Kochi"], "yo no Kochi", ()),
        (["Kochi"], "no, Kochi aqui", ()),
        (["Kochi"], "it isn't Kochi", ()),
        (["Kochi"], "I haven\u2019t been to Kochi", ()),
        (["Kochi", "Pune"], "neither Kochi nor Pune", ()),
        (["नागपुर"], "न नागपुर", ()),
        (["دبي"], "أنا مش من دبي", ()),
        (["دبي"], "لست من دبي", ()),
        (["Bandung"], "belum ke Bandung", ()),
        (["Pune"], "main Pune se nahi hoon", ()),
        (["San José"], "no vivo en San José", ()),
        (["Kochi"], "", ()),
        (["--"], "-", ()),
        ([], "kochi", ()),
    ],
)
def test_names_in_a_text(names: list[str], text: str, expected: tuple[str, ...]) -> None:
    """What is said, however it is spelled; a negation, a stray letter, a number and a short word say nothing."""
    assert Names(names).said(text) == expected


@pytest.mark.parametrize(
    ("name", "text", "rest"),
    [
        ("New York", "from New York, New York", "from new york"),
        ("Pará", "para", ""),
        ("Pune", "kochi", "kochi"),
        ("", "kochi", "kochi"),
    ],
)
def test_what_is_said_besides(name: str, text: str, rest: str) -> None:
    """The name is taken away once: what it is in may be called the same."""
    assert without(name, text) == rest


TWICE = """
Córdoba       | Córdoba    | Argentina
Veracruz      | Córdoba    | Mexico
Río Negro     | Centro     | Viedma
Río Negro     | Centro     | Bariloche
Virginia      | Springfield| Fairfax
West Virginia | Springfield| Hampshire
Illinois      | Decatur    | Macon
"""


@pytest.mark.parametrize(
    ("said", "states"),
    [
        ("vivo en Cordoba", ["Córdoba/Argentina", "Veracruz/Mexico"]),
        ("Cordoba, Cordoba", ["Córdoba/Argentina"]),
        ("Centro, Viedma, Río Negro", ["Río Negro/Viedma"]),
        ("Centro, Rio Negro", ["Río Negro/Bariloche", "Río Negro/Viedma"]),
        ("springfield, west virginia", ["West Virginia/Hampshire"]),
        ("Springfield, Illinois", []),
    ],
)
def test_places_of_one_name_are_told_apart_by_what_they_are_in(said: str, states: list[str]) -> None:
    """By as much of it as is said; the name itself says nothing of it, and a place that is elsewhere is not meant."""
    rows = [
        dict(zip(("state", "town", "county"), map(str.strip, line.split("|")), strict=True))
        for line in TWICE.strip().splitlines()
    ]
    within = [{"column": "state"}, {"column": "county"}]
    query = NameQuery.model_validate({"table": "t", "column": "town", "said": said, "within": within})
    assert [f"{row['state']}/{row['county']}" for row in named_rows(query, rows)] == states


def test_two_of_one_name_may_be_two() -> None:
    """Doctors and products are not places: whoever has the same name is somebody else."""
    rows = [{"id": "1", "name": "Dr Sharma", "for": "heart"}, {"id": "2", "name": "Dr. Sharma", "for": "skin"}]
    query = NameQuery(table="doctors", column="name", said="to dr sharma please")
    assert named_rows(query, rows) == ({"name": "Dr Sharma"},)
    assert named_rows(query.model_copy(update={"same_is_one": False}), rows) == tuple(rows)


def test_so_many_other_names_are_looked_at() -> None:
    """A list without end would hold up everybody."""
    rows = [{"name": "Tea", "also": [f"name{number}x" for number in range(12)]}]
    query = NameQuery(table="shop", column="name", other_names="also", said="name9x")
    assert (len(named_rows(query, rows)), len(named_rows(query.model_copy(update={"said": "name10x"}), rows))) == (1, 0)


def test_which_columns_it_asks_about() -> None:
    """All of them are looked up in the table before it is searched."""
    query = NameQuery.model_validate({"table": "t", "column": "name", "said": "x", "within": [{"column": "state"}]})
    assert query.columns == ("name", "state")
    assert query.model_copy(update={"other_names": "also"}).columns == ("name", "also", "state")
