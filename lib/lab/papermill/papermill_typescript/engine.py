"""What papermill loads at its start: its own engine. Loading it has registered the translators."""

from papermill.engines import NBClientEngine as engine

__all__ = ["engine"]
