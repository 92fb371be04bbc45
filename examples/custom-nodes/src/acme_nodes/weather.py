"""Look up today's weather in a city, keep it in a variable, and branch on whether it rains."""

import json
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from pydantic import Field

from dialoom import (
    CallReturned,
    Context,
    Event,
    ForCall,
    Io,
    IoFailed,
    NodeType,
    NodeUi,
    SaveAs,
    Step,
    Template,
    Value,
    simulated,
    widget,
)

SERVICE = "https://weather.example/v1/today"


class Params(Value):
    city: Template = Field(min_length=1, title="City", description="Where: a name, or a template of one.")
    save_as: SaveAs = Field(None, title="Save as", description="The variable that keeps the temperature, in °C.")
    wet_from: int = Field(
        50,
        ge=0,
        le=100,
        title="Rain from",
        description="The chance of rain, in percent, from which on it counts as rain.",
        json_schema_extra=widget("number"),
    )


def outputs(params: Params) -> tuple[str, ...]:
    return ("dry", "rain", "failed")


def enter(params: Params, context: Context) -> Step:
    """Nothing is called here: the step says that ``perform`` is to run with these params, templates filled in."""
    asked = context.rendered(params)
    if not asked.city.strip():
        context.problem("no_city", "there is no city to look up: the template comes out empty", "city")
        return Step(leave="failed")
    return Step(wait=ForCall(asked, timeout=timedelta(seconds=10), attempts=3))


async def perform(params: Params, io: Io) -> dict[str, Any]:
    """Runs outside of the decision, as often as ``attempts`` says; what it returns comes back to ``resume``."""
    headers = {"Authorization": f"Bearer {await io.secret('ACME_KEY')}", "Content-Type": "application/json"}
    question = json.dumps({"city": params.city}).encode()
    answer = await io.http("POST", SERVICE, headers=headers, content=question, timeout=8)
    match answer.body:
        case {"celsius": int() | float() as celsius, "rain": int() as rain} if answer.status == HTTPStatus.OK:
            return {"celsius": celsius, "rain": rain}
        case _:
            raise IoFailed(f"the weather service answered {answer.status}")


def simulate(params: Params) -> CallReturned:
    """What the simulator, flow tests and the terminal take for the answer."""
    return simulated({"celsius": 21, "rain": 10})


def resume(params: Params, context: Context, event: Event) -> Step:
    match event:
        case CallReturned(error=None, result={"celsius": celsius, "rain": int(rain)}):
            saved = {params.save_as: celsius} if params.save_as else {}
            return Step(variables=saved, result=event.result, leave="rain" if rain >= params.wet_from else "dry")
        case CallReturned():
            return Step(leave="failed")
        case _:
            return Step()


node = NodeType(
    kind="acme.weather",
    params=Params,
    outputs=outputs,
    enter=enter,
    resume=resume,
    perform=perform,
    simulate=simulate,
    ui=NodeUi(title="Weather", help=__doc__ or "", group="action", icon="cloud-sun"),
)
