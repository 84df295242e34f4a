"""The worker learns to read before its children are born, so that they share what it learned."""

import gc
import logging

from celery.signals import worker_init

logger = logging.getLogger(__name__)


@worker_init.connect
def warm_up(**_: object) -> None:
    """Fit the engine in the worker's main process; a child that is born later, or again, reads at once."""
    from insights import engine

    try:
        engine.warm_up()
    except Exception:
        logger.exception("The engine could not be made ready; each answer will say why on its row.")
    gc.collect()
    gc.freeze()  # what is shared stays shared: the collector does not touch it in the children
