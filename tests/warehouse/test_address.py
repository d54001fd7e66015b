"""Where a warehouse is: what an address may say, and what stands for a lake."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.address import Lake, is_lake_address, lake_at, place_of, secret_of, without_password, write_place
from warehouse.errors import UnfitSetting
from warehouse.settings import ROOT, read_settings

ADDRESS = "ducklake:postgres:host=db dbname=board user=board data_path=/mnt/share/board"


def test_an_address_is_taken_apart() -> None:
    lake = Lake.read(ADDRESS + " metadata_schema=county_a")
    assert (lake.connection, lake.data_path, lake.schema) == (
        "host=db dbname=board user=board",
        str(Path("/mnt/share/board").resolve()) + "/",
        "county_a",
    )
    assert not lake.is_remote
    assert Lake.read("ducklake:postgres:dbname=b data_path=s3://bucket/board").data_path == "s3://bucket/board/"


word = st.text(st.characters(codec="utf-8", exclude_characters="\0\r\n"), min_size=1, max_size=12)


@given(word)
def test_any_password_comes_back_as_it_was(password: str) -> None:
    escaped = password.replace("\\", "\\\\").replace("'", "\\'")
    lake = Lake.read(f"ducklake:postgres:dbname=b password='{escaped}' data_path=s3://b/x")
    assert Lake.read(str(lake)) == lake


@pytest.mark.parametrize(
    "address",
    [
        "ducklake:metadata.ducklake",
        "ducklake:postgres:host=db dbname=board",
        "ducklake:postgres:host=db nonsense data_path=/x",
        "ducklake:postgres:host=db data_path=/x metadata_schema=x;drop",
        "ducklake:postgres:host='db data_path=/x",
    ],
)
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(UnfitSetting, match="EIGHT_ACTIONS_WAREHOUSE is"):
        Lake.read(address)


def test_a_file_stands_for_the_lake_and_is_its_owners(tmp_path: Path) -> None:
    place = place_of(ADDRESS, tmp_path)
    assert place == place_of(f"  {ADDRESS} ", tmp_path)
    assert lake_at(place) == Lake.read(ADDRESS)
    if sys.platform != "win32":
        assert stat.S_IMODE(place.stat().st_mode) == 0o600


def test_a_path_is_a_path(tmp_path: Path) -> None:
    (tmp_path / "w.duckdb").write_bytes(b"\xffDUCK ducklake:postgres:")
    assert lake_at(tmp_path / "w.duckdb") is None
    assert lake_at(tmp_path / "nowhere") is None
    assert place_of("data/w.duckdb", tmp_path) == Path("data/w.duckdb")
    assert not is_lake_address("data/ducklake:postgres")


def test_the_setting_takes_both(tmp_path: Path) -> None:
    place = write_place(tmp_path / "county.lake", ADDRESS)
    assert read_settings({"EIGHT_ACTIONS_WAREHOUSE": str(place)}).warehouse_path == place
    assert read_settings({"EIGHT_ACTIONS_WAREHOUSE": "x.duckdb"}).warehouse_path == ROOT / "x.duckdb"


def test_no_message_repeats_a_password() -> None:
    said = without_password("Unable to connect at host=db password='a b\\'c' user=x PASSWORD=hunter2")
    assert "hunter2" not in said
    assert "a b" not in said
    assert said.endswith("…")


def test_the_object_store_is_told_what_its_tools_are() -> None:
    assert secret_of({}) is None
    told = secret_of({"AWS_ACCESS_KEY_ID": "k", "AWS_SECRET_ACCESS_KEY": "s", "AWS_ENDPOINT_URL": "http://store:9000/"})
    assert told == {
        "KEY_ID": "k",
        "SECRET": "s",
        "REGION": "us-east-1",
        "ENDPOINT": "store:9000",
        "URL_STYLE": "path",
        "USE_SSL": "false",
    }
