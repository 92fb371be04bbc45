"""The limits of the engine, as one frozen value that is passed in."""

from engine.model import Value


class Limits(Value):
    """Safe defaults; sizes are characters unless the name says bytes."""

    nodes_per_flow: int = 2_000
    edges_per_flow: int = 8_000
    document_bytes: int = 4 * 1024 * 1024
    document_depth: int = 64
    steps_per_turn: int = 100
    frames_per_session: int = 20
    messages_per_turn: int = 50
    variables_bytes: int = 128 * 1024
    result_bytes: int = 32 * 1024
    starts_per_session: int = 20
    starts_in_a_row: int = 5
    template_source: int = 8_192
    template_output: int = 10_000
    condition_source: int = 2_048
    call_response_bytes: int = 256 * 1024
    compared_items: int = 1_000
