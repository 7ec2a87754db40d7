"""What a page keeps is never called like a method that the window or Qt calls on it: the method would be gone."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import textwrap
from collections.abc import Iterator

import views
from views.page import Page


def _pages(of: type = Page) -> Iterator[type]:
    for found in of.__subclasses__():
        yield found
        yield from _pages(found)


def _kept(page: type) -> set[str]:
    """Names that a class sets on itself."""
    (tree,) = ast.parse(textwrap.dedent(inspect.getsource(page))).body
    return {
        one.attr
        for one in ast.walk(tree)
        if isinstance(one, ast.Attribute)
        and isinstance(one.ctx, ast.Store)
        and isinstance(one.value, ast.Name)
        and one.value.id == "self"
    }


def test_no_page_hides_a_method_of_its_own_or_one_that_qt_calls() -> None:
    for module in pkgutil.walk_packages(views.__path__, "views."):
        importlib.import_module(module.name)
    pages = {page for page in _pages() if page.__module__.startswith("views.")}
    assert len(pages) > 40
    hidden = {
        f"{page.__name__}.{name}"
        for page in pages
        for name in _kept(page)
        if inspect.isfunction(inspect.getattr_static(page, name, None)) or name == "event" or name.endswith("Event")
    }
    assert not hidden
