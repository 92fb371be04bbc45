"""The flow document: nodes and edges in React Flow's own vocabulary, as plain JSON."""

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from engine.dialogue import FlowTest

FORMAT = 3
NAME = r"^[a-z][a-z0-9_]{0,63}$"

VariableName: TypeAlias = Annotated[str, Field(pattern=NAME)]
Language: TypeAlias = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", examples=["en", "pt-BR"])]
Id: TypeAlias = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_.:-]+$")]
VariableType: TypeAlias = Literal["text", "number", "boolean", "date", "datetime", "list", "object", "any"]


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Position(Part):
    x: float
    y: float


class Node(Part):
    """``data`` holds the params of the node's type; ``type`` is the name of that type."""

    id: Id
    type: Annotated[str, Field(min_length=1, max_length=100)]
    position: Position = Position(x=0, y=0)
    data: dict[str, Any] = {}
    label: Annotated[str, Field(max_length=200)] = ""


class Edge(Part):
    """From an output of ``source`` (named by ``sourceHandle``) to ``target``."""

    id: Id
    source: Id
    target: Id
    sourceHandle: Annotated[str, Field(min_length=1, max_length=64)] = "next"  # noqa: N815 - React Flow's word
    targetHandle: Literal["in"] | None = None  # noqa: N815 - as above


class Variable(Part):
    """A declared variable; inputs are set by the caller of the flow, outputs are given back to it."""

    type: VariableType = "text"
    default: Any = None
    description: Annotated[str, Field(max_length=500)] = ""
    input: bool = False
    output: bool = False


class Needs(Part):
    """What publishing needs besides a flow without errors. A required coverage runs the tests too."""

    tests: bool = Field(False, description="its tests hold, and there is one at least")
    coverage: float = Field(
        0, ge=0, le=100, description="percent of its nodes, and of its outputs, that tests go through"
    )


class FlowDocument(Part):
    """A flow as it is drawn, stored, exported and imported."""

    dialoom: Literal[3] = 3
    name: Annotated[str, Field(min_length=1, max_length=100)]
    description: Annotated[str, Field(max_length=2_000)] = ""
    language: Language = "en"
    variables: dict[VariableName, Variable] = {}
    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    translations: dict[Language, dict[Id, dict[str, Any]]] = {}
    tests: Annotated[tuple[FlowTest, ...], Field(max_length=200)] = ()
    publishing_needs: Needs = Needs()
