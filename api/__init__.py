"""The HTTP API: a controller module per resource, webhooks in, the web chat, and live hints for open screens."""
