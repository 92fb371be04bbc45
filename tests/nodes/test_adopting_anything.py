"""Whatever is said to be a drawing of another builder."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.limits import Limits
from engine.validate import read_document
from nodes import node_types
from nodes.adopting import adopt

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
KEYS = st.sampled_from(["text", "options", "label", "variable", "minutes", "url", "choices", "x"])
NUMBERS = st.integers() | st.booleans() | st.floats() | st.sampled_from([10**9, 10**400])
PLACES = st.fixed_dictionaries({"x": NUMBERS, "y": NUMBERS}) | JSON
KINDS = st.sampled_from(["message", "menu", "if", "delay", "zzz", "http", "ask_text", "ask_date", "switch"])
NODES = st.fixed_dictionaries(
    {}, optional={"id": JSON, "type": KINDS | JSON, "data": st.dictionaries(KEYS, JSON) | JSON, "position": PLACES}
)
EDGES = st.fixed_dictionaries({}, optional={"id": JSON, "source": JSON, "target": JSON, "sourceHandle": JSON})


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(NODES, min_size=1, max_size=4), st.lists(EDGES, max_size=4))
def test_nothing_makes_it_fail(nodes: list[Any], edges: list[Any]) -> None:
    """Whatever a file holds, each of its nodes is in the result. It can be read as a draft, or what keeps it from that is told
    with its place, which is never where a node stands."""
    document, _ = adopt({"nodes": nodes, "edges": edges}, node_types())
    assert len(document["nodes"]) == len({node["id"] for node in document["nodes"]}) == len(nodes)
    read = read_document(document, node_types(), Limits())
    paths = [one.path for one in read.problems]
    assert read.document or all(paths)
    assert not [path for path in paths if path and ".position" in path]
