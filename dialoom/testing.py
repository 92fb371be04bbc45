"""For packages of node types: their cases, run as ours are.

from dialoom.testing import run_cases
def test_cases(): run_cases(node, Path(__file__).parent / "cases" / "acme.weather.json")
"""

from nodes.scripted import ScriptedIo
from nodes.testing import a_context, faults, outcome, run_cases

__all__ = ["ScriptedIo", "a_context", "faults", "outcome", "run_cases"]
