"""The history of a kept run leaves the Runs tab as numbers."""

from mlp_desktop.app import Desktop
from mlp_engine.runs import RunStore, runs_folder
from mlp_engine.training.history_export import export_history

from .acting import button, click, wait_for_training


def test_a_kept_run_is_exported_as_its_record(
    qtbot, desktop: Desktop, digits_folder, monkeypatch, tmp_path, told
) -> None:
    window = desktop.window
    window.tabs.setCurrentWidget(window.runs_tab)
    assert not button(desktop, "runExport").isEnabled()
    monkeypatch.setattr(window, "choose_folder", lambda *_: str(digits_folder))
    window.tabs.setCurrentWidget(window.train_tab)
    click(qtbot, desktop, "dataFolderButton")
    window.train_tab.form.set_values({"epochs": "2", "hidden": "30", "validation": "0.2"})
    click(qtbot, desktop, "trainStart")
    wait_for_training(qtbot, desktop)
    window.tabs.setCurrentWidget(window.runs_tab)

    path = tmp_path / "history.jsonl"
    monkeypatch.setattr(window, "choose_save_kind", lambda *_: (str(path), ""))
    click(qtbot, desktop, "runExport")
    kept = RunStore(runs_folder()).run(1)
    assert path.read_bytes() == export_history(kept.history, "jsonl")
    assert len(path.read_text().splitlines()) == 2

    monkeypatch.setattr(window, "choose_save_kind", lambda *_: (str(tmp_path / "nowhere" / "history.csv"), ""))
    click(qtbot, desktop, "runExport")
    assert len(told) == 1
    assert told[0].startswith("Curves must be saved where files can be written. Got ")
