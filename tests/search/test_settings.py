"""Where a setting comes from: flag, environment, project file, user file, default - in this order."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import SettingsError
from search.settings import Setting, default_collection, index_folder, index_setting, model_name, model_setting


@pytest.fixture
def user_file(tmp_path: Path) -> Path:
    path = tmp_path / "config" / "hankehaku" / "config.toml"
    path.parent.mkdir(parents=True)
    path.write_text('index = "/home/ixs"\nmodel = "user/model"\n', encoding="utf-8")
    return path


@pytest.fixture
def project_file(tmp_path: Path) -> Path:
    path = tmp_path / ".hankehaku.toml"
    path.write_text('index = "hakemisto"\n', encoding="utf-8")
    return path


def test_without_settings_the_index_is_in_the_users_data_folder_and_the_model_is_the_default(tmp_path: Path) -> None:
    assert index_setting(None) == Setting(str(tmp_path / "data" / "hankehaku" / "index"), "default")
    assert model_setting(None) == Setting(None, "default")
    assert model_name(None) is None


def test_the_users_file_comes_before_the_default(user_file: Path) -> None:
    assert index_setting(None) == Setting("/home/ixs", str(user_file))
    assert model_setting(None) == Setting("user/model", str(user_file))


def test_the_projects_file_comes_before_the_users_and_what_it_lacks_the_users_file_tells(
    user_file: Path, project_file: Path
) -> None:
    assert index_setting(None) == Setting(str(project_file.parent / "hakemisto"), str(project_file))
    assert model_setting(None) == Setting("user/model", str(user_file))


def test_the_projects_file_counts_in_the_folders_below_it(
    project_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    below = tmp_path / "luonnokset" / "2020"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    assert index_folder(None) == tmp_path / "hakemisto"


def test_the_environment_comes_before_the_files(project_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HANKEHAKU_INDEX", "/elsewhere")
    assert index_setting(None) == Setting("/elsewhere", "HANKEHAKU_INDEX")
    monkeypatch.setenv("HANKEHAKU_INDEX", "")
    assert index_setting(None).origin == str(project_file)


def test_the_flag_comes_first(user_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HANKEHAKU_INDEX", "/elsewhere")
    monkeypatch.setenv("HANKEHAKU_MODEL", "elsewhere/model")
    assert index_setting(Path("flag")) == Setting("flag", "--index")
    assert model_setting("flag/model") == Setting("flag/model", "--model")


def test_a_tilde_is_the_home_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("HANKEHAKU_INDEX", "~/ix")
    assert index_folder(None) == tmp_path / "ix"


def test_a_tilde_before_a_name_that_nobody_has_is_a_folder_like_any_other(project_file: Path) -> None:
    assert index_folder(Path("~eiole/ix")) == Path("~eiole/ix")
    project_file.write_text('index = "~eiole/ix"\n', encoding="utf-8")
    assert index_folder(None) == project_file.parent / "~eiole" / "ix"


@pytest.mark.parametrize("content", ['index = "a', "index = 7", 'indx = "a"', '[index]\npath = "a"', "\x00"])
def test_a_file_that_can_not_be_used_is_named_with_what_it_may_hold(project_file: Path, content: str) -> None:
    project_file.write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError) as refused:
        index_setting(None)
    assert str(project_file) in refused.value.message.fi
    assert 'index = "..."' in refused.value.hint.fi


def test_a_file_in_another_encoding_is_told_too(project_file: Path) -> None:
    project_file.write_bytes('index = "työt"'.encode("latin-1"))
    with pytest.raises(SettingsError):
        index_setting(None)


def test_the_default_collection_holds_descriptions() -> None:
    assert [path.stem for path in default_collection().glob("S*.txt")]
