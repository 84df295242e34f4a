from django.apps import AppConfig


class ResponsesConfig(AppConfig):
    name = "responses"

    def ready(self) -> None:
        from django.db.models.signals import post_save

        from accounts import naming
        from common import working
        from responses import searching_anew
        from surveys.models import Survey

        working.register(searching_anew.KIND, searching_anew.HANDLER)
        working.register(searching_anew.KIND_OF_NAMES, searching_anew.HANDLER_OF_NAMES)
        naming.learned.connect(searching_anew.names_learned, dispatch_uid="search anew for names")
        post_save.connect(searching_anew.settings_changed, sender=Survey, dispatch_uid="search anew")
