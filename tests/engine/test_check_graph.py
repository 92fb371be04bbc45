"""Reachability and loops: small graphs by hand, random ones against the definition, large ones for recursion."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.graph import Graph, knots, loop_through, loops, reachable, within

CHAIN: Graph = {str(n): (str(n + 1),) for n in range(50_000)} | {"50000": ()}


def graph(text: str) -> Graph:
    """``ab bc`` are two edges, from a to b and from b to c."""
    edges = text.split()
    nodes = sorted(set("".join(edges)))
    return {node: tuple(edge[1] for edge in edges if edge[0] == node) for node in nodes}


@pytest.mark.parametrize(
    ("edges", "starts", "found"),
    [
        ("ab bc de", "a", "abc"),
        ("ab ba", "b", "ab"),
        ("ab bc ca cd", "c", "abcd"),
        ("ab cd", "ac", "abcd"),
        ("ab", "", ""),
    ],
)
def test_reachable(edges: str, starts: str, found: str) -> None:
    """What edges lead to from the starts, and the starts themselves."""
    assert reachable(graph(edges), starts) == set(found)


@pytest.mark.parametrize(
    ("edges", "found"),
    [
        ("ab bc", []),
        ("aa", ["a"]),
        ("ab ba", ["ab"]),
        ("ab bc ca", ["abc"]),
        ("ab bc ca ca cd dc", ["abc"]),
        ("ab ba cd dc bc", ["cd", "ab"]),
        ("ab ac bd cd da", ["abd"]),
        ("ab bc cb", ["bc"]),
    ],
)
def test_loops(edges: str, found: list[str]) -> None:
    """One shortest loop for each knot, from its first node; a loop without others is found too."""
    assert sorted("".join(loop) for loop in loops(graph(edges))) == sorted(found)


@pytest.mark.parametrize(
    ("edges", "through", "found"),
    [("ab bc ca", "b", "bca"), ("ab ba bc cd db", "c", "cdb"), ("aa ab ba", "a", "a"), ("ab ba bc cb", "b", "ba")],
)
def test_a_loop_through_a_node(edges: str, through: str, found: str) -> None:
    """A shortest one that begins there."""
    (knot,) = knots(graph(edges))
    assert "".join(loop_through(graph(edges), knot, through)) == found


def test_within_leaves_out_nodes_and_their_edges() -> None:
    """A part of a graph has no edge to what is not in it."""
    assert within(graph("ab bc ca"), frozenset("ab")) == {"a": ("b",), "b": ()}


@given(st.sets(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef"))))
def test_loops_are_found_exactly_where_they_are(edges: set[tuple[str, str]]) -> None:
    """A node that can come back to itself is in a knot that is reported, and every loop reported is one."""
    drawn: Graph = {node: tuple(sorted(t for s, t in edges if s == node)) for node in "abcdef"}
    found = list(loops(drawn))
    assert all(after in drawn[node] for loop in found for node, after in zip(loop, (*loop[1:], loop[0]), strict=True))
    returning = {node for node in drawn if node in reachable(drawn, drawn[node])}
    reported = {node for loop in found for node in returning if node in reachable(drawn, loop[:1])}
    assert {loop[0] for loop in found} <= returning
    assert returning <= reported


def test_long_chains_need_no_recursion() -> None:
    """A flow of any length is checked without running out of stack."""
    assert len(reachable(CHAIN, ["0"])) == len(CHAIN)
    assert list(loops(CHAIN)) == []
    assert [len(loop) for loop in loops({**CHAIN, "50000": ("0",)})] == [len(CHAIN)]
