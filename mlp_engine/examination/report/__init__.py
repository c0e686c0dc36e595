"""Reports of an examination: HTML pages without external files, and contact sheets of the errors."""

from mlp_engine.examination.report.errors import ERROR_ORDERS, ErrorOrder, error_page, error_pictures
from mlp_engine.examination.report.page import curves_drawing, examination_report

__all__ = ["ERROR_ORDERS", "ErrorOrder", "curves_drawing", "error_page", "error_pictures", "examination_report"]
