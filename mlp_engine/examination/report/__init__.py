"""An examination as pages for a browser or a printer, and its errors as pictures, which need nothing but themselves."""

from mlp_engine.examination.report.error_page import error_page
from mlp_engine.examination.report.error_pictures import error_pictures
from mlp_engine.examination.report.misread import ERROR_ORDERS, ErrorOrder
from mlp_engine.examination.report.page import examination_report

__all__ = ["ERROR_ORDERS", "ErrorOrder", "error_page", "error_pictures", "examination_report"]
