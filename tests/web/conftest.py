from collections.abc import Callable
from typing import Any

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation


@pytest.fixture
def show() -> Callable[..., str]:
    """Render a line of template with the components loaded."""

    def render(source: str, language: str = "ja", **values: Any) -> str:
        values.setdefault("request", RequestFactory().get("/assets/?q=a%26b&page=2"))
        with translation.override(language):
            return Template("{% load i18n kyoso %}" + source).render(Context(values))

    return render
