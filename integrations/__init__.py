"""Shop and payment connectors, in the shape of channels: ``verify`` and ``parse`` are pure, ``parse`` gives a domain event."""
