"""Find the row of a table that somebody names in their own words: where they live, what they want to buy, whom to see.

The name is found in a sentence, with slips of the keys, and under other names. Where several rows can be meant, `several`
leads to a question. Rows with the same name in the same wider place are one: a table of villages is also one of states.
For people and products turn that off.
"""

from typing import Any

from pydantic import Field

from engine import CallReturned, Context, Event, ForCall, Step, Value
from engine.name_search import NameQuery, Wider, named_rows
from nodes.calling import empty_handed, fits
from nodes.fields import Content, SaveAs, Template
from nodes.rows import FAILED, SAMPLE, ColumnField, OptionalColumn, Sample, TableField, found_rows, sample_rows
from nodes.spec import Io, NodeType, simulated
from ui_schema import NodeUi, widget

FOUND, SEVERAL, NONE = "found", "several", "none"
ATTEMPTS = 3


class Within(Value):
    """A column that the row is in, as a district is in a state."""

    column: ColumnField = Field(title="Column", description="The wider place: the state of a district.")
    value: Template = Field(
        "",
        title="Value",
        description="The one that is known already: {{ vars.place.state }}. Empty: any. If it is said, too, it tells rows"
        " of the same name apart.",
    )


class Params(Value):
    table: TableField = Field(title="Table", description="The table's name.")
    column: ColumnField = Field(title="Column", description="The column with the names.")
    text: Content = Field(
        "{{ input.text }}",
        min_length=1,
        title="Text",
        description="In which a name is looked for: what was said last, or {{ vars.place }}.",
    )
    other_names: OptionalColumn = Field(
        None,
        title="Other names",
        description="A column with more names of the same row: a list, or a text with commas. Bangalore for Bengaluru.",
    )
    within: tuple[Within, ...] = Field(
        (),
        max_length=10,
        title="Within",
        description="What the row is in. A name that there is twice is two rows then.",
        json_schema_extra=widget("key_values"),
    )
    same_is_one: bool = Field(
        True,
        title="Same name, same thing",
        description="Rows of the same name, within the same, are one: what they share is kept. Off: each row is another.",
        json_schema_extra=widget("switch"),
    )
    save_as: SaveAs = Field(None, title="Save as", description="The variable that keeps the row that was found.")
    several_as: SaveAs = Field(
        None,
        title="Save several as",
        description="The variable that keeps the rows that can be meant, at most 20, for a question.",
    )
    sample: Sample = SAMPLE


def outputs(params: Params) -> tuple[str, ...]:
    return (FOUND, SEVERAL, NONE, FAILED)


def enter(params: Params, context: Context) -> Step:
    """A template that fails, or is empty, must not widen the search."""
    wrong = context.watching()
    filled = context.rendered(params)
    if not wrong():
        _check(params, filled, context)
    if not wrong() and not filled.text.strip():
        return _kept(params, [])
    if not wrong():
        fits(filled, context)
    return empty_handed(context, FAILED) if wrong() else Step(wait=ForCall(filled, attempts=ATTEMPTS))


def _check(params: Params, filled: Params, context: Context) -> None:
    for i, (asked, one) in enumerate(zip(params.within, filled.within, strict=True)):
        if asked.value.strip() and not one.value.strip():
            context.problem("nothing_known", f"nothing is known yet of {asked.column!r}", f"within.{i}.value")


def _query(params: Params) -> NameQuery:
    return NameQuery(
        table=params.table,
        column=params.column,
        said=params.text,
        other_names=params.other_names,
        within=tuple(Wider(column=one.column, value=one.value) for one in params.within),
        same_is_one=params.same_is_one,
    )


async def perform(params: Params, io: Io) -> dict[str, Any]:
    answer = await io.find_named(_query(params))
    return answer.model_dump(mode="json")


def simulate(params: Params) -> CallReturned:
    rows = sample_rows(params.sample)
    if rows is not None:
        return simulated({"rows": list(named_rows(_query(params), rows))})
    wider = {one.column: one.value for one in params.within}
    return simulated({"rows": [{"id": "simulated", **wider, params.column: params.text}]})


def resume(params: Params, context: Context, event: Event) -> Step:
    return found_rows(context, event, lambda rows: _kept(params, rows))


def _kept(params: Params, rows: list[dict[str, Any]]) -> Step:
    """The variables never keep what an earlier search has found."""
    one, several = (rows, []) if len(rows) == 1 else ([], rows)
    kept: dict[str, Any] = {params.save_as: one[0] if one else None} if params.save_as else {}
    if params.several_as:
        kept[params.several_as] = several
    return Step(variables=kept, result={"count": len(rows)}, leave=FOUND if one else SEVERAL if several else NONE)


node = NodeType(
    kind="find_by_name",
    params=Params,
    outputs=outputs,
    enter=enter,
    resume=resume,
    perform=perform,
    simulate=simulate,
    fallbacks=frozenset({NONE}),
    empty_handed=frozenset({NONE}),
    ui=NodeUi(title="Find by name", help=__doc__ or "", group="data", icon="text-search"),
)
