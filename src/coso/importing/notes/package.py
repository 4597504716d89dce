"""An Office package: parts in a zip file, the relations between them, the type of each."""

from __future__ import annotations

import io
import posixpath
import shutil
import zipfile
from itertools import count
from typing import Final

from attrs import define, field, frozen

from coso.importing.notes.splicing import appended, elements, tag

_TYPES: Final = "[Content_Types].xml"
_TYPES_SPACE: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS_SPACE: Final = "http://schemas.openxmlformats.org/package/2006/relationships"


@frozen
class Relation:
    """That a part has another: by which id, of which kind, and the name of the other."""

    id: str
    kind: str
    target: str


@define
class Package:
    """The parts of a package; all that is not written is copied as it is."""

    archive: zipfile.ZipFile
    written: dict[str, bytes] = field(factory=dict)
    names: set[str] = field(init=False)

    @names.default
    def _as_stored(self) -> set[str]:
        return set(self.archive.namelist())

    def read(self, part: str) -> bytes:
        """Return the content of a part, as it was last written."""
        return self.written[part] if part in self.written else self.archive.read(part)

    def write(self, part: str, content: bytes) -> None:
        """Replace the content of a part, or add one."""
        self.written[part] = content
        self.names.add(part)

    def add(self, pattern: str, content_type: str, content: bytes) -> str:
        """Add a part under the first free name (“xl/comments{}.xml”); return the name."""
        names = (pattern.format(number) for number in count(1))
        part = next(name for name in names if name not in self.names)
        self.write(part, content)
        said = tag("Override", _TYPES_SPACE, PartName=f"/{part}", ContentType=content_type)
        self.write(_TYPES, appended(self.read(_TYPES), said))
        return part

    def relations(self, part: str) -> list[Relation]:
        """Return what a part has within the package; the part "" is the package itself."""
        name, folder = _relations_of(part), posixpath.dirname(part)
        stored = elements(self.read(name))[1:] if name in self.names else []
        return [
            Relation(said["Id"], said["Type"], _resolved(folder, said["Target"]))
            for said in (each.attributes for each in stored)
            if said.get("TargetMode") != "External"
        ]

    def related(self, part: str, kind: str) -> Relation | None:
        """Return what a part has of a kind, by the last word of the kind."""
        of_kind = (r for r in self.relations(part) if posixpath.basename(r.kind) == kind)
        return next(of_kind, None)

    def relate(self, part: str, kind: str, target: str) -> Relation:
        """Give a part another."""
        taken = {relation.id for relation in self.relations(part)}
        ids = (f"rIdCoSo{number}" for number in count(1))
        relation = Relation(next(each for each in ids if each not in taken), kind, target)
        said = {"Id": relation.id, "Type": kind, "Target": f"/{target}"}
        name = _relations_of(part)
        before = self.read(name) if name in self.names else tag("Relationships", _RELATIONS_SPACE)
        self.write(name, appended(before, tag("Relationship", _RELATIONS_SPACE, **said)))
        return relation

    def saved(self) -> bytes:
        """Return the package as it has become, its parts in their old order."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
            for info in self.archive.infolist():
                with target.open(_alike(info), "w") as part:
                    if info.filename in self.written:
                        part.write(self.written[info.filename])
                        continue
                    with self.archive.open(info) as source:
                        shutil.copyfileobj(source, part)
            for name in sorted(self.names.difference(self.archive.namelist())):
                target.writestr(name, self.written[name])
        return buffer.getvalue()


def _alike(info: zipfile.ZipInfo) -> zipfile.ZipInfo:
    """Return the description of a file without its place in the old archive."""
    copy = zipfile.ZipInfo(info.filename, info.date_time)
    copy.compress_type, copy.external_attr = info.compress_type, info.external_attr
    copy.file_size = info.file_size
    return copy


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _resolved(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
