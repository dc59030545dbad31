import AreaIndex
import CityStore
import CommandLineKit
import Diagnostics
import GridPlanning
import SpatialPrimitives

/// The areas that `repair` and `simplify` draw anew: those of FILE, which is written again to --output, or those of the
/// scheme's draft; where none is open, of one begun as a copy of the active edition.
struct RedrawnAreas {
  private(set) var subject: CheckSubject
  private let source: Source
  private let arguments: Arguments
  private let listener: Listener

  private enum Source {
    case file(RedrawnFile, output: String)
    case edition(Edition, CityDatabase)
  }

  /// - Parameter level: what level FILE is; an edition has to have it.
  init(_ arguments: Arguments, level: Level? = nil, listener: Listener) throws(Fault) {
    (self.arguments, self.listener) = (arguments, listener)
    if let (file, output) = try arguments.rewriting() {
      let reading = arguments.reading(file, level: level)
      subject = try CheckSubject(file: file, level: level, request: reading, listener: listener)
      source = .file(try RedrawnFile(reading: file, request: reading), output: output)
    } else {
      let city = try arguments.openDatabase(for: .writing)
      let edition = try city.editionToChange(scheme: arguments.value("scheme"), listener: listener)
      if let level { try city.requireLevel(level, in: edition) }
      subject = try CheckSubject(edition: edition, in: city, listener: listener)
      source = .edition(edition, city)
    }
  }

  /// `nil` for those of a file.
  var city: CityDatabase? {
    guard case .edition(_, let city) = source else { return nil }
    return city
  }

  /// The rank of each area from a field.
  ///
  /// - Throws: `unknown-field` (64).
  func ranks(field: String) throws(Fault) -> [AreaRank] {
    switch source {
    case .file(let file, _): try file.ranks(field: field)
    case .edition(let edition, let city): try AreaRanks.ranks(of: edition, in: city, field: field)
    }
  }

  /// Of each area; none are known of a file's.
  func households() throws(Fault) -> [Double?] {
    guard case .edition(let edition, let city) = source else { return [] }
    var households: [Double?] = []
    for (level, source) in try city.editionsByLevel(of: edition) {
      try city.forEachArea(in: source, level: level) { (area) throws(Fault) in households.append(area.households) }
    }
    return households
  }

  /// Writes the file, or the draft if anything changed; the subject is the draft's then.
  ///
  /// - Parameters:
  ///   - geometries: by the ordinals of the areas that changed.
  ///   - command: that made them, `repair` or `simplify`.
  mutating func write(_ geometries: [Int: MultiPolygon], by command: String) throws(Fault) {
    switch source {
    case .file(let file, let output):
      try file.write(geometries, of: subject, to: output, force: arguments.flag("force"), listener: listener)
    case .edition(let edition, let city):
      guard !geometries.isEmpty else { return }
      let shapes = EditionShapes(
        geometries, maker: "\(command) --tolerance \(arguments.value("tolerance") ?? "1")", mode: command,
        program: "onegrid \(Program.programVersion)")
      subject.editionID = try shapes.write(of: edition, to: city).id
    }
  }
}
