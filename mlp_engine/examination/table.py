"""An examination as a table for a spreadsheet: one line a sample."""

from mlp_engine.examination.examination import Examination


def examination_as_csv(examination: Examination) -> str:
    """A header and one line a sample, in the order of the data.

    The columns are ``index``, ``label``, ``read`` (the answer), ``right`` (1 or 0), ``probability`` (of the answer),
    ``label_probability``, ``p0``, ``p1``, … (of each class), and last ``writer`` where the writers are known.
    Numbers have a decimal point and six significant digits, whatever the language of the system.
    """
    data = examination.data
    columns: list[str] = ["index", "label", "read", "right", "probability", "label_probability"]
    columns += [f"p{digit}" for digit in range(examination.classes)]
    if data.writers is not None:
        columns.append("writer")
    lines = [",".join(columns)]
    # Row by row: a list of all rows would be so many objects that Python stops every thread to look through them.
    samples = zip(data.labels.tolist(), examination.answers.tolist(), examination.probabilities, strict=True)
    for index, (label, answer, probabilities) in enumerate(samples):
        texts = [f"{probability:.6g}" for probability in probabilities.tolist()]
        cells: list[str] = [
            str(index),
            str(label),
            str(answer),
            str(int(label == answer)),
            texts[answer],
            texts[label],
            *texts,
        ]
        if data.writers is not None:
            cells.append(str(data.writers[index]))
        lines.append(",".join(cells))
    return "\n".join(lines) + "\n"
