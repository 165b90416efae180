"""Renderers: a view becomes rich panels, plain lines or JSON."""
