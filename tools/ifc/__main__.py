"""Reads an IFC file through IfcOpenShell and writes its things as a CityJSON 2.0 sequence: what `onegrid cim import` starts.

    python3 tools/ifc [--threads N] FILE
    python3 tools/ifc --version

Standard output is the sequence: a head, then one line for each object, in an order that does not depend on how many
threads measured shapes. Standard error is a conversation, one JSON object a line: what the file says about where it is,
which standard input answers with one line (see placement.py); then progress, rejected products, what was left out, or the
error that ended it.
"""

import ctypes
import json
import re
import signal
import sys
import tempfile
import zipfile
import zlib

# Of an ifcZIP: no text of IFC is packed tighter than a hundred to one, nor is a model larger than this.
MOST_PACKED, MOST_BYTES = 200, 16 << 30


def say(**message):
    sys.stderr.write(json.dumps(message) + "\n")
    sys.stderr.flush()


class Refusal(Exception):
    """Why a file is not read: a code that the caller words, and what the library said of it."""

    def __init__(self, code, detail=""):
        super().__init__(detail)
        self.code = code


def end_with_parent():
    """Whoever started this and is gone will not read the answer. Linux: PR_SET_PDEATHSIG."""
    try:
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)
    except (OSError, AttributeError):
        pass


def unpacked(path, folder):
    """The file itself, or the only IFC file in an ifcZIP (ISO 10303-21 packed), laid down in a folder."""
    with open(path, "rb") as file:
        if file.read(4) != b"PK\x03\x04":
            return path
    try:
        with zipfile.ZipFile(path) as archive:
            models = [member for member in archive.infolist() if member.filename.lower().endswith(".ifc")]
            if len(models) != 1:
                raise Refusal("not-ifc")
            size = models[0].file_size
            if size > MOST_BYTES or size > MOST_PACKED * max(models[0].compress_size, 1 << 16):
                raise Refusal("bad-ifc", f"{size} bytes packed into {models[0].compress_size}")
            # Never more than what it says; the name in the archive is not used.
            target = folder + "/unpacked.ifc"
            with archive.open(models[0]) as source, open(target, "wb") as out:
                while piece := source.read(1 << 20):
                    out.write(piece)
            return target
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error) as error:
        raise Refusal("bad-ifc", str(error))


def opened(path):
    """The file, if it is one of IFC, is whole, and has a schema that the library knows."""
    import ifcopenshell

    with open(path, "rb") as file:
        start = file.read(1 << 16)
        if b"ISO-10303-21" not in start[:4096]:
            raise Refusal("not-ifc")
        file.seek(0, 2)
        file.seek(max(0, file.tell() - 4096))
        if b"END-ISO-10303-21" not in file.read():
            raise Refusal("cut-ifc")
    schema = re.search(rb"FILE_SCHEMA\s*\(\s*\(\s*'([^']*)'", start)
    name = schema.group(1).decode("latin-1") if schema else ""
    try:
        file = ifcopenshell.open(path)
    except ifcopenshell.SchemaError:
        raise Refusal("unsupported-schema", name)
    except (ifcopenshell.Error, RuntimeError) as error:
        raise Refusal("bad-ifc", str(error))
    if file is None or not file.by_type("IfcProject"):
        raise Refusal("bad-ifc", "no IfcProject")
    return file


def convert(path, threads):
    from placement import Placement, facts
    from products import Products
    from shapes import Shapes

    with tempfile.TemporaryDirectory() as folder:
        file = opened(unpacked(path, folder))
    products = Products(file)
    found = facts(file)
    say(facts=dict(found, schema=file.schema_identifier, objects=len(products.kept)))
    answer = sys.stdin.readline()
    if not answer:
        raise Refusal("no-answer")
    placement = Placement(json.loads(answer), found["length_unit"])
    with tempfile.TemporaryFile() as spool:
        shapes = Shapes(file, products, placement, spool)
        shapes.measure(threads, lambda done: say(progress=[done, len(products.kept)]))
        for product, reason in shapes.failures():
            products.leave_out(product)
            reject(product, reason)
        products.link(shapes.rooms)
        write(file, products, placement, shapes)
    say(left_out=products.left_out)


def reject(product, reason):
    say(reject={"record": product.id(), "id": product.GlobalId, "reason": reason, "text": str(product)[:2000]})


def write(file, products, placement, shapes):
    """The head and, one a line, the objects: the whole before its parts, then in the file's order."""
    out = sys.stdout.buffer
    metadata = {"title": file.by_type("IfcProject")[0].Name or file.by_type("IfcProject")[0].LongName}
    metadata["referenceSystem"] = placement.reference
    head = {
        "type": "CityJSON",
        "version": "2.0",
        "transform": placement.transform,
        "metadata": {key: value for key, value in metadata.items() if value},
        "CityObjects": {},
        "vertices": [],
    }
    out.write(text(head) + b"\n")
    for product in products.in_order():
        geometry, vertices = shapes.texts(product)
        try:
            body = text(products.description(product, placement))[:-1]
        except (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError) as error:
            # What the file says of one thing is no reason to lose the others.
            reject(product, f"bad-attributes: {error}")
            continue
        if geometry:
            body += b',"geometry":[' + geometry + b"]"
        key = text(product.GlobalId)
        out.write(b'{"type":"CityJSONFeature","id":' + key + b',"CityObjects":{' + key + b":" + body + b"}},")
        out.write(b'"vertices":[' + vertices + b"]}\n")
    out.flush()


def text(value):
    """JSON in UTF-8; halves of characters that a file may hold become question marks."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8", "replace")


def main(arguments):
    end_with_parent()
    threads = 1
    if arguments[:1] == ["--threads"]:
        threads, arguments = int(arguments[1]), arguments[2:]
    try:
        import ifcopenshell
        import ifcopenshell.geom
    except ImportError as error:
        say(error={"code": "needs-ifcopenshell", "detail": str(error)})
        return 1
    if arguments == ["--version"]:
        print(ifcopenshell.version)
        return 0
    try:
        convert(arguments[0], threads)
    except Refusal as refusal:
        say(error={"code": refusal.code, "detail": str(refusal)})
    except MemoryError:
        say(error={"code": "out-of-memory", "detail": ""})
    except OSError as error:
        say(error={"code": "cannot-write" if error.filename is None else "unreadable-file", "detail": error.strerror})
    else:
        return 0
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
