"""The page of the analysis, for the catalogue."""

from __future__ import annotations

from views.page import PageSpec

ANALYSIS: tuple[PageSpec, ...] = (
    PageSpec(
        "analysis",
        "Analysis",
        icon="analysis",
        make="views.analysis.page:AnalysisPage",
        level="case",
        order=5,
        shortcut="Ctrl+5",
    ),
)
