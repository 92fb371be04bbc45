"""Random flows that talk, and contacts who answer them."""

from dataclasses import replace
from typing import Any, TypeAlias

from hypothesis import strategies as st

from engine import CompiledFlow, TakenOver
from nodes import node_types
from tests.engine.random_events import WANTED, Due, Happening, Offer
from tests.make import a_flow, says

Drawn: TypeAlias = tuple[str, dict[str, Any]]
MENUS: list[Drawn] = [
    ("send_message", {"text": "Pick", "buttons": [{"id": id, "title": id.title()} for id in ids]})
    for ids in (("buy", "help", "zoo"), ("tea", "cake"))
]
WAYS: list[dict[str, Any]] = [{}, {"reminders": [{"after": "PT2M", "text": "Still there?"}]}, {"collect": "PT5S"}]
WAITS: list[Drawn] = [
    *(("wait_reply", more) for more in WAYS),
    *(("ask_text", {"question": "Who?", **more}) for more in WAYS),
    *(("ask_yes_no", {"question": "Sure?", "retries": 9, **more}) for more in WAYS),
]
PAUSES: list[Drawn] = [
    ("http_request", {"url": "https://shop.example"}),
    ("delay", {"duration": "PT1H"}),
    ("hand_over", {}),
]
SAYS: list[Drawn] = [("send_message", {"text": "How many?"}), *MENUS]
LINES: st.SearchStrategy[Happening] = st.one_of(
    st.builds(Offer, at=st.integers(0, 2), named=st.booleans()),
    st.sampled_from([says("yes"), says("yes"), says("no"), says("hm"), WANTED, WANTED]),
    st.sampled_from([Due(), Due(), Due(), TakenOver()]),
)


@st.composite
def talks(draw: st.DrawFn) -> CompiledFlow:
    """Something is offered, and then it is waited, paused and spoken in a circle, whatever comes of each."""
    drawn: list[Drawn] = [draw(st.sampled_from(MENUS))]
    for _ in range(draw(st.integers(1, 3))):
        drawn += [draw(st.sampled_from(WAITS))]
        drawn += draw(st.lists(st.sampled_from(PAUSES), max_size=1)) + draw(st.lists(st.sampled_from(SAYS), max_size=1))
    nodes = {f"n{i}": one for i, one in enumerate(drawn)}
    ways = {"start.next": "n0"}
    for i, (kind, data) in enumerate(drawn):
        node = node_types()[kind]
        following = f"n{i + 1}" if i + 1 < len(drawn) else "n1"
        ways |= {f"n{i}.{output}": following for output in node.outputs(node.params.model_validate(data))}
    return a_flow({"start": ("api_start", {}), **nodes}, ways)


@st.composite
def versions(draw: st.DrawFn, of: st.SearchStrategy[CompiledFlow]) -> tuple[CompiledFlow, CompiledFlow]:
    """A flow, and what an author has made of it: any of its nodes may have become another one, or be gone."""
    flow, drawn = draw(of), draw(of)
    changed = {id for id in flow.nodes if draw(st.booleans())}
    nodes = {id: one for id, one in flow.nodes.items() if id not in changed}
    nodes |= {id: one for id, one in drawn.nodes.items() if id in changed}
    ways = {way: to for way, to in drawn.edges.items() if way[0] in changed}
    ways |= {way: to for way, to in flow.edges.items() if way[0] not in changed}
    edges = {way: to for way, to in ways.items() if way[0] in nodes and to in nodes}
    return flow, replace(flow, id="later", nodes=nodes, edges=edges)
