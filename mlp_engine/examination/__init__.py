"""Examination of a network on labelled data: confusion, errors, reliability, reports."""
