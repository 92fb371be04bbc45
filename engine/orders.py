"""What an event asks of a run: to begin, to go on with it, to wait for people, to ask whether to leave."""

from datetime import timedelta

from engine.errors import EventRefused
from engine.events import Event, HandedBack, Happened, Interrupted, MessageReceived, Started, TakenOver, TimedOut
from engine.failing import Ended
from engine.frames import OpenFrame
from engine.leaving import Leaving
from engine.run import Run
from engine.session import Waiting
from engine.steps import Entered
from engine.visits import context_of

CLOSED = "the conversation was closed"


def take(run: Run, event: Event) -> None:
    match event:
        case Started():
            _start(run, event)
        case TakenOver(idle=idle):
            _pause(run, idle)
        case HandedBack(resolved=True) if run.status != "paused" or (run.waiting and run.waiting.taken):
            raise Ended("cancelled", reason=CLOSED)
        case HandedBack(node=str(node)):
            _jump(run, node, "handed_back")
        case HandedBack() | TimedOut() if run.waiting and run.waiting.taken:
            _go_on(run, "timed_out" if isinstance(event, TimedOut) else "handed_back")
        case TimedOut() if run.waiting and run.waiting.kind == "agent" and run.waiting.begun:
            _jump(run, run.frames[-1].node, "timed_out")  # who took it from the queue is idle: it is handed over again
        case Happened() if run.waiting and run.waiting.taken:
            run.wait(run.waiting.model_copy(update={"key": None, "happened": event}))  # for when the bot goes on
        case Interrupted():
            _ask_to_leave(run, event)
        case MessageReceived():
            _hear(run, event)
        case _:
            run.resume(event)


def _start(run: Run, event: Started) -> None:
    compiled = run.flows.version(event.flow)
    if event.node not in compiled.nodes:
        raise EventRefused(f"flow {event.flow!r} has no node {event.node!r}")
    run.begin(compiled, event)


def _pause(run: Run, idle: timedelta | None) -> None:
    """What happens elsewhere meanwhile is waited for nevertheless. The node that has handed it over waits on, without end."""
    until, before = None if idle is None else run.ledger.world.now + idle, run.waiting or Waiting(kind="reply")
    if before.kind == "agent" and not before.taken:
        return run.wait(before.model_copy(update={"until": until, "begun": True}))
    kept = {"key": before.key, "happened": before.happened, "begun": before.begun}
    return run.wait(Waiting(kind="agent", until=until, taken=True, **kept))


def _go_on(run: Run, entered: Entered) -> None:
    """Where the agent took over: with what has happened meanwhile or was said before, else by entering the node again."""
    waiting = run.waiting
    if waiting and not waiting.anew:
        run.resume(waiting.happened or TimedOut())
    else:
        _jump(run, run.frames[-1].node, entered)


def _jump(run: Run, node: str, entered: Entered) -> None:
    if node not in run.frames[-1].flow.nodes:
        raise EventRefused(f"there is no node {node!r} in the flow that runs")
    run.go(node, entered)


def _ask_to_leave(run: Run, event: Interrupted) -> None:
    """Everything stays as it is meanwhile, the deadline of the open question, too."""
    run.ledger.opened()
    flow = run.flows.version(event.flow)
    node = flow.nodes[event.node]
    context = context_of(run.ledger, OpenFrame(flow, node.id, {}), node, {})
    parting = node.params_in(context.language).parting(context)  # type: ignore[attr-defined]
    run.ledger.problems += context.problems
    run.ledger.say(node, parting.message, "asked", Leaving(to=event, leave=parting.leave, stay=parting.stay))


def _hear(run: Run, message: MessageReceived) -> None:
    leaving = run.ledger.talk.leaving
    match leaving and leaving.answer(message):
        case "leave":
            raise EventRefused("the contact leaves the open flow: begin the one that was asked about")
        case "stay":
            _stay(run)
        case _:
            run.resume(run.ledger.hear(message))


def _stay(run: Run) -> None:
    """A question is asked again, and knows what was answered so far; who waited for something else, or had begun to answer,
    waits on."""
    run.ledger.talk.go_on()
    if run.waiting and run.waiting.kind == "reply" and not run.waiting.begun:
        frame = run.frames[-1]
        run.go(frame.node, "interrupted", frame.memory)
