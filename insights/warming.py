"""The worker learns to read before its children are born, so that they share what it learned."""

import gc
import logging

from celery.signals import worker_init
from django.conf import settings

logger = logging.getLogger(__name__)


@worker_init.connect
def warm_up(sender, **_: object) -> None:
    """Fit the engine in the main process of the worker that analyses; a child born later, or again, reads at once."""
    if settings.ANALYSIS_QUEUE not in sender.app.amqp.queues.consume_from:
        return  # the mails' worker needs none of it
    from insights import engine
    from insights.engine import vectors

    try:
        engine.warm_up()
        vectors.embedder_name()  # fits the fallback where there is no sentence embedder
    except Exception:
        logger.exception("The engine could not be made ready; each answer will say why on its row.")
    gc.collect()
    gc.freeze()  # what is shared stays shared: the collector does not touch it in the children
