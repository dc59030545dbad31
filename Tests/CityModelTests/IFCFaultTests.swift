import CityModel
import CityStore
import Diagnostics
import Foundation
import SpatialPrimitives
import SystemFiles
import TestSupport
import Testing

@Suite(.enabled(if: IFCSample.isReadable)) struct IFCFaultTests {
  private static func text() throws -> String {
    String(decoding: try FileFacts.contents(of: IFCSample.pavilion), as: UTF8.self)
  }

  private static func fault(
    _ text: String, _ name: String = "bad.ifc", origin: Point? = Point(400_000, 2_500_000), crs: String? = "EPSG:4547",
    python: String? = nil
  ) throws -> Fault? {
    let folder = try ModelFolder()
    let path = try folder.file(name, text)
    do {
      _ = try IFCSample.importModel(path, into: folder, at: origin, rotation: nil, crs: crs, python: python)
      return nil
    } catch let fault as Fault {
      // Nothing is left behind.
      #expect(try FileFacts.entries(of: folder.folder.path) == [name])
      return fault
    }
  }

  @Test func filesThatAreNone() throws {
    let whole = try Self.text()
    let cases: [(String, String, Fault.Kind)] = [
      ("", "empty-file", .data), ("hello", "not-ifc", .data), (String(whole.prefix(9000)), "cut-ifc", .data),
      (whole.replacingOccurrences(of: "('IFC4')", with: "('IFC9')"), "unsupported-schema", .data),
      (whole.replacingOccurrences(of: "=IFCPROJECT(", with: "=IFCACTOR("), "bad-ifc", .data),
    ]
    for (text, code, kind) in cases {
      let fault = try #require(try Self.fault(text), "\(code)")
      #expect(fault.code == code && fault.kind == kind)
    }
  }

  @Test func aFileOfAnotherNameIsKnownByItsBeginning() throws {
    #expect(try Self.fault(try Self.text(), "model.dat") == nil)
  }

  /// As of CityJSON without a system: what needs no place can be asked all the same.
  @Test func aModelThatIsNowhereIsKept() throws {
    let folder = try ModelFolder()
    let report = try IFCSample.importModel(
      IFCSample.pavilion, into: folder, at: nil, height: nil, rotation: nil, crs: nil)
    #expect(report.model.crs == nil && report.model.objects == 21 && report.model.rejected == 0)
    let door = try folder.city().cityObjects(matching: CityObjectFilter(type: "door"), limit: 1).objects.first
    #expect(door?.place == nil && door.map { $0.box.minX < 100 && $0.box.minX > -100 } == true)
    #expect { try CityObjectFinder(folder.city()) } throws: { ($0 as? Fault)?.code == "unplaced-models" }
    #expect(try Self.fault(try Self.text(), origin: nil, crs: "EPSG:4490")?.code == "geographic-crs")
  }

  /// An archive with one model is that model; one with none or two, or one that is packed beyond reason, is refused.
  @Test func packedFiles() throws {
    func archive(_ members: [String], _ body: String) throws -> (folder: ModelFolder, path: String) {
      let folder = try ModelFolder()
      let path = folder.folder.path + "/model.ifczip"
      let script = """
        import sys, zipfile
        with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as archive:
            for name in sys.argv[2].split():
                archive.writestr(name, \(body))
        """
      let run = try ChildProcess.run(
        ["/usr/bin/env", "python3", "-c", script, path, members.joined(separator: " "), IFCSample.pavilion])
      #expect(run.status == 0)
      return (folder, path)
    }
    let whole = "open(sys.argv[3]).read()"
    let (folder, path) = try archive(["../a/Model.IFC", "read.me"], whole)
    #expect(try IFCSample.importModel(path, into: folder).model.objects == 21)
    #expect(try FileFacts.entries(of: folder.folder.path).allSatisfy { !$0.hasSuffix(".ifc") })
    for (members, body, code) in [
      (["read.me"], whole, "not-ifc"), (["a.ifc", "b.ifc"], whole, "not-ifc"),
      (["a.ifc"], "' ' * 100_000_000", "bad-ifc"),
    ] {
      let (folder, path) = try archive(members, body)
      #expect { try IFCSample.importModel(path, into: folder) } throws: { ($0 as? Fault)?.code == code }
    }
    #expect(try Self.fault("PK\u{3}\u{4} and no more", "bad.ifczip")?.code == "bad-ifc")
  }

  @Test func onlyIFCIsPutInItsPlace() throws {
    let folder = try ModelFolder()
    var request = ModelImportRequest(file: SharedData.geodata("tower.city.json"))
    request.ifc.origin = Point(113, 23)
    #expect { try CityDatabase.importModel(request, at: folder.database) } throws: {
      ($0 as? Fault)?.code == "origin-needs-ifc"
    }
  }

  /// A product whose shape cannot be made is rejected with its id and its number; what is in it stays.
  @Test func aBadProductIsRejected() throws {
    let folder = try ModelFolder()
    // The hall's profile is as wide as nothing.
    let text = try Self.text().replacingOccurrences(of: ",5700.0,5600.0)", with: ",0.,0.)")
      .replacingOccurrences(of: ",5700.,5600.)", with: ",0.,0.)")
    let report = try IFCSample.importModel(try folder.file("bad.ifc", text), into: folder)
    #expect(report.model.rejected == 1 && report.model.objects == 20)
    let rejects = String(decoding: try FileFacts.contents(of: try #require(report.rejectsPath)), as: UTF8.self)
    #expect(rejects.contains("no-shape") && rejects.contains("0Pavilion0000000000007"))
    let objects = try folder.city().cityObjects(matching: CityObjectFilter(), limit: 100).objects
    let door = try #require(objects.first { $0.object.name == "Front door" })
    let floor = try #require(objects.first { $0.object.name == "Ground floor" })
    #expect(door.parent == floor.serial && door.object.storey == floor.object.id)
  }

  /// A helper that dies, says nothing, or has to be ended leaves one fault and no database.
  @Test func aHelperThatFails() throws {
    let folder = try ModelFolder()
    func program(_ name: String, _ body: String) throws -> String {
      let path = try folder.file(name, "#!/bin/sh\n\(body)\n")
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
      return path
    }
    let silent = try program("silent", "exit 0")
    #expect(try Self.fault(try Self.text(), python: silent)?.code == "helper-failed")
    let crashing = try program("crashing", "echo 'Segmentation fault' >&2; kill -SEGV $$")
    let fault = try #require(try Self.fault(try Self.text(), python: crashing))
    #expect(fault.code == "helper-failed" && fault.kind == .software)
    #expect(fault.what.english.contains("Segmentation fault"))
    // It waits for an answer that never comes: the fault of the answer ends it.
    let facts = #"{"facts":{"schema":"IFC4","map":null,"site":null}}"#
    let waiting = try program("waiting", "echo '\(facts)' >&2; exec sleep 60")
    #expect(try Self.fault(try Self.text(), origin: nil, crs: "EPSG:4490", python: waiting)?.code == "geographic-crs")
    var options = IFCSample.options
    options.python = "/usr/bin/false"
    #expect(ModelFormatHealth.ifc(options).verdict == .doubtful)
  }
}
