import CityStore
import CoverageTopology
package import Diagnostics
import Projections
import SpatialFormats
import SpatialPrimitives

/// The files of a unification: crosswalk, conflicts, elements and slivers, in the coordinate system of the city.
package struct UnificationLayers {
  private let result: Unification
  private let subject: UnificationSubject
  private let language: Language

  package init(_ result: Unification, of subject: UnificationSubject, language: Language) {
    self.result = result
    self.subject = subject
    self.language = language
  }

  private func sink(
    _ name: String, _ path: String, _ fields: [FieldDescription], force: Bool, hasGeometry: Bool = true
  ) throws(Fault) -> any FeatureSink {
    let layer = OutputLayer(
      name: name, geometryKind: hasGeometry ? "MultiPolygon" : "", fields: fields,
      crs: subject.coordinateSystem.outputCRS)
    return try FeatureFile.create(path, layer: layer, force: force)
  }

  private func texts(_ names: String...) -> [FieldDescription] { names.map { FieldDescription(name: $0, type: .text) } }
  private func numbers(_ names: String...) -> [FieldDescription] {
    names.map { FieldDescription(name: $0, type: .real) }
  }
  private var schemeFields: [FieldDescription] {
    subject.schemes.map { FieldDescription(name: $0.name + "_grid", type: .text) }
  }

  /// Old grid, element, new grid, and what they have in common: both ways each share sums to one. As CSV a table; in other
  /// formats each row has its element's shape.
  package func writeCrosswalk(to path: String, force: Bool) throws(Fault) {
    let isTable = path.hasSuffix(".csv")
    let fields =
      texts("scheme", "old_code", "element", "new_code")
      + numbers(
        "area_share", "household_share", "case_share", "new_area_share", "new_household_share", "new_case_share",
        "area_m2", "households", "cases")
    let sink = try sink("crosswalk", path, fields, force: force, hasGeometry: !isTable)
    for row in result.crosswalk {
      let scheme = subject.schemes[row.scheme]
      let element = row.element.map { result.elements[$0] }
      let values: [Value] = [
        .text(scheme.name), .text(row.oldGrid.map { scheme.grids[$0].code } ?? ""), .text(element?.code ?? ""),
        .text(row.newGrid.map { result.grids[$0].code } ?? ""), .real(row.shares.area), .real(row.shares.households),
        .real(row.shares.cases), .real(row.ofNew.area), .real(row.ofNew.households), .real(row.ofNew.cases),
        .real(row.squareMetres), .real(row.households), .real(row.cases),
      ]
      try sink.write(isTable ? nil : element.map { .multiPolygon($0.geometry) }, values)
    }
    try sink.finish()
  }

  /// The places where departments disagree, the weightiest first. A CSV has no shapes.
  package func writeConflicts(to path: String, force: Bool) throws(Fault) {
    let isTable = path.hasSuffix(".csv")
    let toBase = try Transformation(
      from: subject.coordinateSystem, to: subject.coordinateSystem.geographicBase)
    let fields =
      [FieldDescription(name: "conflict", type: .integer)]
      + texts("kind", "community", "elements", "claims", "new_code", "keeps", "reason", "proposal")
      + numbers("area_m2", "households", "cases", "lon", "lat")
    let sink = try sink("conflicts", path, fields, force: force, hasGeometry: !isTable)
    for (number, conflict) in result.conflicts.enumerated() {
      let place = place(of: conflict, toBase)
      let elements = conflict.elements.map { result.elements[$0].code }.joined(separator: " ")
      let keeps = conflict.keeps.map { subject.schemes[$0].name }.joined(separator: " ")
      var values: [Value] = [.integer(Int64(number + 1)), .text(conflict.kind.rawValue)]
      values += [.text(subject.communities[conflict.community].code), .text(elements)]
      values += [.text(subject.claims(of: conflict)), .text(result.grids[conflict.grid].code), .text(keeps)]
      values += [.text(conflict.ground.rawValue), .text(result.proposal(conflict, subject)(language))]
      values += [.real(Rounding.measure(conflict.squareMetres)), .real(Rounding.measure(conflict.households))]
      values.append(.real(conflict.cases))
      values.append(place.map { .real(Rounding.degrees($0.x)) } ?? .null)
      values.append(place.map { .real(Rounding.degrees($0.y)) } ?? .null)
      try sink.write(isTable ? nil : .multiPolygon(conflict.geometry), values)
    }
    try sink.finish()
  }

  private func place(of conflict: Conflict, _ toBase: Transformation) -> Point? {
    let largest = conflict.geometry.polygons.max { $0.planarArea < $1.planarArea }
    return largest?.pointWithin.flatMap { toBase.isIdentity ? $0 : toBase.transform($0) }
  }

  /// The elements with the grid of each scheme and the new one.
  package func writeElements(to path: String, force: Bool) throws(Fault) {
    let fields = texts("element", "community", "new_code") + schemeFields + numbers("area_m2", "households", "cases")
    let sink = try sink("elements", path, fields, force: force)
    for element in result.elements {
      var values: [Value] = [.text(element.code), .text(subject.communities[element.community].code)]
      values.append(.text(result.grids[element.grid].code))
      values += codes(element.grids)
      values += [.real(Rounding.measure(element.squareMetres)), .real(Rounding.measure(element.households))]
      values.append(.real(element.cases))
      try sink.write(.multiPolygon(element.geometry), values)
    }
    try sink.finish()
  }

  /// The pieces narrower than the tolerance, with the grids that they were in and the element that took them in.
  package func writeSlivers(to path: String, force: Bool) throws(Fault) {
    let fields = texts("community", "element", "reason") + schemeFields + numbers("area_m2")
    let sink = try sink("slivers", path, fields, force: force)
    for sliver in result.slivers {
      var values: [Value] = [.text(subject.communities[sliver.community].code)]
      values += [.text(result.elements[sliver.element].code), .text(sliver.place.rawValue)]
      values += codes(sliver.grids)
      values.append(.real(Rounding.measure(sliver.squareMetres)))
      try sink.write(.multiPolygon(sliver.geometry), values)
    }
    try sink.finish()
  }

  private func codes(_ grids: [Int?]) -> [Value] {
    zip(subject.schemes, grids).map { scheme, grid in grid.map { .text(scheme.grids[$0].code) } ?? .null }
  }
}

extension UnificationSubject {
  /// `police P12, P13; sanitation S7; market -`
  package func claims(of conflict: Conflict) -> String {
    zip(schemes, conflict.claims).map { scheme, grids in
      let codes = grids.prefix(4).map { scheme.grids[$0].code }.joined(separator: ", ")
      return "\(scheme.name) \(grids.isEmpty ? "-" : grids.count > 4 ? codes + ", …" : codes)"
    }.joined(separator: "; ")
  }
}

extension Unification {
  /// What is proposed for a conflict and why.
  package func proposal(_ conflict: Conflict, _ subject: UnificationSubject) -> Text {
    conflict.proposal(code: grids[conflict.grid].code, schemes: subject.schemes.map(\.name))
  }
}
