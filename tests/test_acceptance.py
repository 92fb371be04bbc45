"""What the field gets wrong, one by one, and where it is proved that it does not happen here."""

import ast
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
PROMISES: dict[str, tuple[str, ...]] = {
    "the same provider message twice at once: one state change, one reply": (
        "workflows/test_order.py::test_the_same_message_twice_at_once",
        "workflows/test_order.py::test_the_first_message_twice_at_once",
    ),
    "a worker killed between the provider's answer and the record: one message, or one flagged": (
        "faults/test_faults.py::test_a_worker_that_dies_before_it_hears_from_the_provider",
    ),
    "fifty messages in a second are handled in order; a burst can be one answer": (
        "workflows/test_order.py::test_a_burst_at_once",
        "workflows/test_timeouts.py::test_fifty_messages_in_a_row_are_one_answer",
    ),
    "a wait of thirty days and of ninety over deploys, then the right edge": (
        "workflows/test_time.py::test_a_reply_after_a_month_and_two_upgrades",
        "workflows/test_time.py::test_a_wait_over_an_upgrade",
    ),
    "waits in a row, of no length, and after a call: each node runs once": (
        "engine/test_waits.py::test_waits_in_a_row",
        "engine/test_waits.py::test_no_wait_at_all_is_no_wait",
    ),
    "a reply at the instant of the timeout takes one arm": (
        "workflows/test_timeouts.py::test_a_reply_at_the_instant_of_the_timeout",
    ),
    "the button in the middle leads to its own target": (
        "engine/test_waits.py::test_every_button_leads_to_its_own_target",
    ),
    "a day is 86,400 s for document, simulator and run time": (
        "engine/test_waits.py::test_a_day_is_a_day",
        "workflows/test_agreement.py::test_random_flows",
    ),
    "every node type has all its parts": (
        "nodes/test_cases.py::test_has_enough_cases",
        "ui_schema/test_generated.py::test_every_node_type_is_there",
        "engine/test_properties.py::test_every_node_type_takes_part",
    ),
    "who waits stays on their version; those that can be mapped are moved, the others listed": (
        "workflows/test_moving.py::test_half_of_fifty_move",
        "workflows/test_a_thousand.py::test_a_thousand_wait_while_a_flow_is_published",
    ),
    "publishing without a node at which people wait says how many": (
        "api/test_life.py::test_publishing_tells_who_is_left_behind",
    ),
    "people take over, and after a while the bot goes on": (
        "workflows/test_commands.py::test_hand_over_with_a_timeout",
        "workflows/test_commands.py::test_take_over_and_hand_back",
        "workflows/test_commands.py::test_people_who_leave_without_a_word",
    ),
    "cancelling many runs stops the flows inside them, too": (
        "api/test_cancel_many.py::test_children_end_with_the_run_that_they_are_in",
    ),
    "one workspace's five hundred starts do not keep another's contact waiting": (
        "workflows/test_bulk.py::test_a_live_message_does_not_wait_for_a_bulk_start",
        "workflows/test_bulk.py::test_all_in_line_at_once",
    ),
    "the simulator says what the run time says": ("workflows/test_agreement.py::test_random_flows",),
    "two bots that answer each other stop": (
        "workflows/test_loops.py::test_a_bot_that_answers_everything_stops",
        "workflows/test_loops.py::test_when_it_is_quiet_the_bot_is_there_again",
    ),
    "a flow that changes what starts it does not start itself, nor do two that start each other": (
        "workflows/test_listening_circles.py::test_no_flow_starts_itself",
        "workflows/test_listening_circles.py::test_two_flows_do_not_play_ping_pong",
    ),
    "a keyword in the middle of a flow interrupts, asks, or does not, as it is set": (
        "workflows/test_triggers.py::test_an_interrupting_trigger",
        "workflows/test_triggers.py::test_a_trigger_that_does_not_interrupt",
        "workflows/test_triggers.py::test_a_trigger_that_asks_and_is_let_in",
        "workflows/test_triggers.py::test_a_trigger_that_asks_and_is_sent_away",
        "engine/test_leaving_trials.py::test_flow_tests_and_the_simulator_do_the_same",
    ),
    "no way for what fits no edge is an error before publishing; who is asked is asked again, then it ends with the reason": (
        "engine/test_checks_beyond.py::test_what_fits_nothing_needs_a_way",
        "nodes/test_asking.py::test_who_gives_no_answer_that_fits_is_asked_again_and_then_leaves",
        "engine/test_advance_jumps.py::test_the_end_of_a_flow_is_explained",
    ),
    "a language model is not asked again by a replay": (
        "workflows/test_ai.py::test_a_recorded_answer_is_not_asked_for_again",
    ),
    "no answer of the provider after sending: flagged, looked for, not sent again blindly": (
        "workflows/test_delivery.py::test_a_connection_that_breaks",
        "workflows/test_reconciler.py::test_what_the_platform_has_was_sent",
        "workflows/test_reconciler.py::test_what_the_platform_does_not_have_is_sent_again",
        "workflows/test_reconciler.py::test_people_settle_it",
        "workflows/test_delivery.py::test_a_dead_worker_of_a_channel_with_keys",
    ),
}


@cache
def names_in(file: str) -> frozenset[str]:
    tree = ast.parse((TESTS / file).read_text("utf-8"))
    found = (node for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return frozenset(node.name for node in found)


@pytest.mark.parametrize("promise", PROMISES)
def test_is_proved(promise: str) -> None:
    """A promise does not lose its proof when tests are renamed or taken out."""
    for proof in PROMISES[promise]:
        file, _, name = proof.partition("::")
        assert name in names_in(file), f"{proof} is gone: what proves now that {promise}?"
