"""What the command says to people: silence in a pipe, a bar on a terminal, and their words as they are."""

from leadkit.cli.main import main
from leadkit.cli.speaking import Progress


def test_the_bar_is_silent_in_a_pipe(capsys):
    with Progress() as progress:
        for _ in range(3):
            progress.step()
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", "")


def test_the_bar_shows_on_a_terminal_and_goes_away(capsys, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    with Progress() as progress:
        progress.step()
    assert "working on the rows" in capsys.readouterr().err
    with Progress(quiet=True) as progress:
        progress.step()
    assert capsys.readouterr().err == ""


def test_words_of_the_file_are_no_markup(tmp_path, capsys):
    file = tmp_path / "[red]leads.csv"
    file.write_text("Name,Email,[bold]odd[/bold]\nAda,ada@marsh-tools.com,x\n", encoding="utf-8")
    assert main(["run", str(file), "--out", str(tmp_path / "out")]) == 0
    printed = capsys.readouterr().out
    assert "[red]leads.csv" in printed
    assert "[bold]odd[/bold]" in printed
