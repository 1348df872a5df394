"""Tables of OData version 3: recorded ones, and a small one that is made up.

Rows are given typed, as recorded; ``UntypedDataSet`` is made from them the way CBS writes it:
numbers right-aligned in eight places, and a symbol for what has none.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl


@dataclass
class Table3:
    """A table with its metadata; *data* has padded keys, and topics as they were recorded."""

    id: str
    infos: dict[str, Any]
    properties: list[dict[str, Any]]
    dimensions: dict[str, list[dict[str, Any]]]
    data: pl.DataFrame

    @property
    def untyped(self) -> pl.DataFrame:
        """The rows as ``UntypedDataSet`` has them."""
        texts = []
        for each in self.properties:
            name = each["Key"]
            if each["Type"] != "Topic" or name not in self.data.columns:
                continue
            symbol = "." if each["Default"] == "Missing" else ""
            text = pl.col(name).cast(pl.String).fill_null(symbol)
            texts.append(text if each["Datatype"] == "String" else text.str.pad_start(8))
        return self.data.with_columns(texts)

    def endpoint(self, name: str) -> pl.DataFrame | list[dict[str, Any]] | None:
        """What is served under a name; none when there is no such thing."""
        match name:
            case "":
                names = ["TableInfos", "TypedDataSet", "UntypedDataSet", "DataProperties"]
                return [{"name": each} for each in [*names, *self.dimensions]]
            case "TypedDataSet":
                return self.data
            case "UntypedDataSet":
                return self.untyped
            case "TableInfos":
                return [self.infos]
            case "DataProperties":
                return self.properties
            case "CategoryGroups":
                return []
        return self.dimensions.get(name)


REPEATED = "Herhaling"


def repeated(table: Table3, times: int) -> Table3:
    """The same rows under each code of a further dimension, the first one."""
    codes = [f"H{number:06}" for number in range(times)]
    data = pl.DataFrame({REPEATED: codes}).join(table.data.drop("ID"), how="cross")
    dimension = _property(len(table.properties), "Dimension", Key=REPEATED, Title=REPEATED)
    return Table3(
        table.id,
        table.infos,
        [dimension, *table.properties],
        {REPEATED: [{"Key": code, "Title": code} for code in codes], **table.dimensions},
        data.with_row_index("ID"),
    )


def _csv(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema_length=None)


def _listed(frame: pl.DataFrame) -> list[dict[str, Any]]:
    return frame.to_dicts()


def table_83262(shared: Path) -> Table3:
    """Clients of social support: half-years, one country and one municipality."""
    folder = shared / "data" / "cbs-v3" / "83262NED"
    names = ("Geslacht", "KenmerkenVanPersonen", "TypeMaatwerkarrangement", "RegioS", "Perioden")
    keys = pl.read_csv(folder / "data.csv", schema_overrides=dict.fromkeys(names, pl.String))
    dimensions = {
        each: _listed(pl.read_csv(folder / f"{each}.csv", schema_overrides={"Key": pl.String}))
        for each in names
    }
    infos = _listed(_csv(folder / "TableInfos.csv"))[0]
    return Table3("83262NED", infos, _listed(_csv(folder / "DataProperties.csv")), dimensions, keys)


def table_85067(shared: Path) -> Table3:
    """The municipalities of 2022 with every region they lie in; most topics are text."""
    folder = shared / "data" / "cbs-v3" / "85067NED"
    properties = _listed(_csv(folder / "85067NED_DataProperties.csv"))
    texts = [each["Key"] for each in properties if each["Datatype"] == "String"]
    data = pl.read_csv(
        folder / "85067NED_data.csv", schema_overrides=dict.fromkeys(texts, pl.String)
    )
    regions = _listed(_csv(folder / "85067NED_RegioS.csv"))
    infos = _listed(_csv(folder / "85067NED_TableInfos.csv"))[0]
    return Table3("85067NED", infos, properties, {"RegioS": regions}, data)


def table_84799(shared: Path) -> Table3:
    """Key figures of municipalities, districts and neighbourhoods; recorded without padding."""
    folder, name = shared / "data" / "cbs-v3" / "84799NED", "cbs.v3.84799NED_"
    padded = pl.col("WijkenEnBuurten").str.pad_end(10)
    data = pl.read_parquet(folder / f"{name}TypedDataSet.parquet").with_columns(padded)
    properties = pl.read_parquet(folder / f"{name}DataProperties.parquet")
    regions = pl.read_parquet(folder / f"{name}WijkenEnBuurten.parquet").with_columns(
        pl.col("Key").str.pad_end(10)
    )
    infos = json.loads((folder / f"{name}Metadata.json").read_text("utf-8"))
    listed = _listed(properties.rename({"odata_type": "odata.type"}))
    return Table3("84799NED", infos, listed, {"WijkenEnBuurten": _listed(regions)}, data)


def made_table(
    rows: Sequence[Mapping[str, Any]] = (), id_: str = "99999NED", **infos: Any
) -> Table3:
    """A small table: a crime, a region and a month against a count and a share."""

    def dimension(position: int, kind: str, key: str) -> dict[str, Any]:
        return _property(position, kind, Key=key, Title=key)

    properties = [
        dimension(0, "Dimension", "SoortMisdrijf"),
        dimension(1, "GeoDimension", "RegioS"),
        dimension(2, "TimeDimension", "Perioden"),
        _property(3, "TopicGroup", Key="", Title="Misdrijven"),
        _property(4, "Topic", 3, Key="Aantal_1", Title="Aantal", Datatype="Long", Unit="aantal")
        | {"Decimals": 0, "Default": "Missing"},
        _property(5, "Topic", 3, Key="Aandeel_2", Title="Aandeel", Datatype="Double", Unit="%")
        | {"Decimals": 1, "Default": "Impossible"},
    ]
    crimes = [("0.0.0 ", "Totaal misdrijven"), ("1.1.1 ", "Diefstal"), ("9.9.9 ", "Rij-'n-stop")]
    regions = [("NL01  ", "Nederland"), ("GM0363", "Amsterdam"), ("BU9999", "Buitenland")]
    periods = [("2020MM01", "Definitief"), ("2020MM02", "Voorlopig"), ("2020JJ00", None)]
    dimensions: dict[str, list[dict[str, Any]]] = {
        "SoortMisdrijf": [{"Key": key, "Title": title} for key, title in crimes],
        "RegioS": [{"Key": key, "Title": title} for key, title in regions],
        "Perioden": [{"Key": key, "Title": key, "Status": status} for key, status in periods],
    }
    every = [
        {"SoortMisdrijf": crime, "RegioS": region, "Perioden": period}
        for crime, _ in crimes
        for region, _ in regions
        for period, _ in periods
    ]
    numbered = [
        {"ID": at, **each, "Aantal_1": at * 5, "Aandeel_2": at / 10}
        for at, each in enumerate(every)
    ]
    data = pl.DataFrame(rows or numbered, infer_schema_length=None)
    about = {"Title": "Misdrijven", "Identifier": id_, "Modified": "2023-05-15T02:00:00"}
    about |= {"Language": "nl", "Catalog": "Politie", "Source": "Politie."}
    return Table3(id_, about | infos, properties, dimensions, data)


def _property(id_: int, kind: str, parent: int | None = None, **other: Any) -> dict[str, Any]:
    empty = dict.fromkeys(("Datatype", "Unit", "Decimals", "Default"))
    fields = {"odata.type": f"Cbs.OData.{kind}", "ID": id_, "ParentID": parent, "Type": kind}
    return {**fields, **empty, **other}
