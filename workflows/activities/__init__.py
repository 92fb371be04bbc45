"""Everything that touches the world, one file per kind of effect."""
