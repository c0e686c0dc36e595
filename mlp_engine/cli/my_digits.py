"""``mlp-engine my-digits``: lists the own drawings that were kept, exports, imports and forgets them."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from mlp_engine.cli.arguments import Commands, add_json, alternatives, choice, whole_number
from mlp_engine.cli.output import print_json, print_notice, print_result
from mlp_engine.errors import SettingError
from mlp_engine.files.database import LARGEST_NUMBER
from mlp_engine.files.stored_rows import as_json
from mlp_engine.my_digits import (
    DrawingStore,
    KeptDrawing,
    UnreadableDrawing,
    export_idx,
    export_pictures,
    export_strokes,
    import_drawings,
    my_digits_folder,
)

_EXPORTS = {"strokes": export_strokes, "pictures": export_pictures, "idx": export_idx}
_AT_ONCE = 500

_drawing = whole_number("Number of a drawing", at_least=1, at_most=LARGEST_NUMBER)


def add_parser(commands: Commands) -> None:
    """Declare the command and its own commands."""
    parser = commands.add_parser(
        "my-digits",
        help="list, export, import and forget your own drawings",
        description="Manages the drawings that are kept on this machine with their labels.",
    )
    actions = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    listing = actions.add_parser("list", help="list all drawings", description="Lists all drawings, newest first.")
    listing.set_defaults(run=run_list)
    add_json(listing, "one JSON object a drawing")
    export = actions.add_parser(
        "export",
        help="write all drawings for other programs",
        description="Writes all drawings as a stroke file, as PNG pictures in folders 0 to 9, or as IDX files.",
    )
    export.set_defaults(run=run_export)
    export.add_argument(
        "--to",
        type=choice("Format", list(_EXPORTS)),
        default="strokes",
        metavar=alternatives(list(_EXPORTS)),
        help="the format (default: strokes)",
    )
    export.add_argument(
        "--out", required=True, type=Path, metavar="PATH", help="the file (strokes) or the folder (pictures, IDX)"
    )
    show = actions.add_parser(
        "show",
        help="print one drawing as it is stored",
        description="Prints all that is stored of one drawing as JSON, also of one that cannot be read.",
    )
    show.set_defaults(run=run_show)
    show.add_argument("id", type=_drawing, metavar="ID", help="number of the drawing")
    delete = actions.add_parser("delete", help="put a drawing into the bin", description="Puts a drawing into the bin.")
    delete.set_defaults(run=run_delete)
    delete.add_argument("id", type=_drawing, metavar="ID", help="number of the drawing")
    taking = actions.add_parser(
        "import",
        help="take in drawings from files",
        description="Takes in a stroke file with labels, a folder of folders 0 to 9 with pictures, or a folder of IDX "
        "files. Drawings that the store has are not taken twice.",
    )
    taking.set_defaults(run=run_import)
    taking.add_argument("path", type=Path, metavar="PATH", help="the file or folder")
    forget = actions.add_parser(
        "forget",
        help="forget all drawings for good",
        description="Forgets all drawings and the network tuned to them, for good.",
    )
    forget.set_defaults(run=run_forget)
    forget.add_argument("--yes", action="store_true", help="confirm; this cannot be undone")


def run_list(arguments: argparse.Namespace) -> int:
    """List all drawings."""
    drawing = None
    for drawing in _all(_store()):
        if arguments.json:
            print_json(_record(drawing))
        else:
            print_result(_line(drawing))
    if drawing is None and not arguments.json:
        print_result("No drawings yet: the window keeps those that you label.")
    return 0


def run_export(arguments: argparse.Namespace) -> int:
    """Export as ``arguments`` say."""
    store = _store()
    count = _EXPORTS[arguments.to](store, arguments.out)
    print_result(f"Wrote {_drawings(count)} to {arguments.out}.")
    if odd := sum(isinstance(drawing, UnreadableDrawing) for drawing in _all(store)):
        print_notice(
            f"{_drawings(odd)} cannot be read and {'is' if odd == 1 else 'are'} left out: "
            "see mlp-engine my-digits list."
        )
    return 0


def run_show(arguments: argparse.Namespace) -> int:
    """Print the drawing that ``arguments`` name."""
    print_result(as_json(_store().as_stored(arguments.id)).removesuffix("\n"))
    return 0


def run_delete(arguments: argparse.Namespace) -> int:
    """Put the drawing that ``arguments`` name into the bin."""
    _store().delete([arguments.id])
    return 0


def run_import(arguments: argparse.Namespace) -> int:
    """Import the file or folder that ``arguments`` name."""
    count = len(import_drawings(_store(), arguments.path))
    print_result(f"Took in {_drawings(count)} that {'was' if count == 1 else 'were'} new.")
    return 0


def run_forget(arguments: argparse.Namespace) -> int:
    """Forget everything, if that is meant."""
    store = _store()
    count = len(store.ids())
    if not arguments.yes:
        raise SettingError(f"This deletes {_drawings(count)} for good. Confirm it with --yes.")
    store.forget()
    print_result(f"{_drawings(count)} forgotten for good.")
    return 0


def _store() -> DrawingStore:
    store = DrawingStore(my_digits_folder())
    if store.notice:
        print_notice(store.notice)
    return store


def _all(store: DrawingStore) -> Iterator[KeptDrawing | UnreadableDrawing]:
    """All drawings in use, newest first, read in blocks."""
    ids = store.ids()
    for start in range(0, len(ids), _AT_ONCE):
        yield from store.listed(ids[start : start + _AT_ONCE])


def _record(drawing: KeptDrawing | UnreadableDrawing) -> dict[str, object]:
    if isinstance(drawing, UnreadableDrawing):
        return {"id": drawing.id, "reason": drawing.reason}
    return {
        "id": drawing.id,
        "label": drawing.label,
        "created": drawing.created.isoformat(),
        "answer": drawing.answer,
        "probability": drawing.probability,
        "network": drawing.network,
        "device": drawing.device,
    }


def _line(drawing: KeptDrawing | UnreadableDrawing) -> str:
    if isinstance(drawing, UnreadableDrawing):
        return f"{drawing.id:6d}  cannot be read. {drawing.reason}"
    line = f"{drawing.id:6d}  {drawing.created:%Y-%m-%d %H:%M}  {drawing.label}"
    if drawing.answer is not None:
        line += f"  read as {drawing.answer}"
    return f"{line}  {drawing.device}".rstrip()


def _drawings(count: int) -> str:
    return f"{count:,} {'drawing' if count == 1 else 'drawings'}"
