"""A drawing of another builder on React Flow, as a flow: what can be told is translated, what cannot is named."""

from nodes.adopting.drawing import Adopted, adopt

__all__ = ["Adopted", "adopt"]
