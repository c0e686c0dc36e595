"""An examination as one page for a browser or a printer, which needs nothing but itself."""

from mlp_engine.report.page import examination_report

__all__ = ["examination_report"]
