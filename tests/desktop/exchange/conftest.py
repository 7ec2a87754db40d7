"""The office of the desktop's tests, with what travels."""

from __future__ import annotations

import pytest

from tests.desktop.conftest import Office, circumstances, office
from tests.desktop.exchange.travel import Trips

__all__ = ["circumstances", "office"]


@pytest.fixture
def trips(office: Office) -> Trips:
    """Packs of the office."""
    return Trips(office)
