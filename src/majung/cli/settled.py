"""Django, set up: imported before anything of ``majung.operations`` or ``majung.store``."""

import os

import django
from django.apps import apps
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "majung.web.settings")
if not apps.ready:
    django.setup()

__all__ = ["settings"]
