import CoverageTopology
public import Diagnostics
import SpatialPrimitives

/// Turns several departments' grids into one grid (多格合一).
///
/// All borders are laid over one another and cut into elements, the smallest pieces that no department's line cuts; pieces
/// narrower than the sliver tolerance are taken in by an element beside them. Elements are joined inside communities into
/// contiguous grids that break as few departmental grids as they can, those of a scheme named earlier least of all.
///
/// ```swift
/// let subject = try UnificationSubject(of: ["police", "sanitation"], in: city)
/// let result = try Unifier.run(subject, UnificationRequest())
/// print(result.elements.count, result.grids.count, result.conflicts.count)
/// ```
public enum Unifier {
  /// - Parameters:
  ///   - households: points and buildings with their households; `nil`: what the grids of the first scheme that says any
  ///     have is divided by area.
  ///   - cases: of the last year.
  ///   - today: the unified grids in force: one that a new grid carries on, more than half of either, gives it its code.
  ///   - numbering: knows the codes that were ever used.
  /// - Throws: `no-households` (65) where a target is asked for and no households are known; `numbers-used-up` (65).
  /// - Returns: the same whatever the number of threads.
  public static func run(
    _ subject: UnificationSubject, _ request: UnificationRequest, households: [CountedPlace]? = nil,
    cases: [CountedPlace] = [], today: [UnificationSubject.Grid] = [],
    numbering: GridNumbering = GridNumbering(used: []), threads: Int = 1,
    listener: Listener = .silent
  ) throws(Fault) -> Unification {
    let faces = try ElementFaces(subject, sliverWidth: request.sliverWidth, threads: threads, listener: listener)
    let absorption = SliverAbsorption(faces)
    var (elements, elementOf, mains) = elements(of: faces, absorption, subject)
    let codes = (0..<faces.count).map { face in
      elementOf[face] < 0 ? "~\(face)" : elements[Int(elementOf[face])].code + "/\(face)"
    }
    let counts = try FaceCounts(
      faces, subject, codes: codes, households: households, cases: cases, threads: threads)
    for face in 0..<faces.count where elementOf[face] >= 0 {
      elements[Int(elementOf[face])].squareMetres += faces.squareMetres[face]
      elements[Int(elementOf[face])].households += counts.households[face]
      elements[Int(elementOf[face])].cases += counts.cases[face]
    }
    if request.targetHouseholds != nil, !elements.contains(where: { $0.households > 0 }) { throw noHouseholds }

    let graphs = ElementGraph.all(
      elements, communities: subject.communities.count, faces, elementOf: elementOf)
    let outcomes = GridFormation(elements: elements, graphs: graphs, request: request).outcomes(
      homes: homes(faces, subject), threads: threads, listener: listener)
    listener.progress(
      ProgressReport(stage: Text("writing down the crosswalk", zh: "编制对照表"), done: 0, total: nil, unit: "rows"))
    var grids = grids(&elements, graphs, outcomes, faces, elementOf, subject)
    let succession = try Succession(of: today, in: grids.map(\.geometry), subject)
    let places = try number(&grids, &elements, carryingOn: succession, today, subject, numbering)
    let slivers = slivers(faces, absorption, elementOf, mains)
    let builder = CrosswalkBuilder(faces, counts, elementOf: elementOf, elements: elements)
    let search = ConflictSearch(faces, elements, grids, elementOf: elementOf)
    var result = Unification(
      elements: elements, grids: grids, slivers: slivers, crosswalk: builder.rows,
      conflicts: search.conflicts(graphs), schemes: [], householdSource: counts.householdSource, cases: counts.allCases,
      target: request.targetHouseholds, withinTolerance: nil, worstDeviation: nil, reasons: [],
      lineage: succession.shares.map { share in
        Unification.Descent(from: today[share.today].code, grid: share.new.map { places[$0] }, share: share.share)
      })
    result.schemes = subject.schemes.indices.map { summary(of: $0, subject, faces, result) }
    for (community, outcome) in outcomes.enumerated() {
      result.reasons += outcome.reasons.map { Unification.Reason(community: community, text: $0) }
    }
    if let target = request.targetHouseholds {
      let deviations = grids.map { ($0.households / target - 1).magnitude }
      result.withinTolerance = deviations.count { $0 <= request.tolerance + 1e-9 }
      result.worstDeviation = deviations.max() ?? 0
    }
    return result
  }

  private static let noHouseholds = Fault(
    .data, code: "no-households",
    Text("a target of households is asked for, and no households are known", zh: "指定了目标户数，但没有户数数据"),
    hint: Text(
      "give a layer with --households-from, or import a scheme's grids with --households, or leave out --target-households",
      zh: "请用 --households-from 给出户数图层，或导入带户数的网格，或去掉 --target-households"))

  /// The elements, numbered in their communities as grids are, the element of each face, and the face that leads each.
  private static func elements(
    of faces: ElementFaces, _ absorption: SliverAbsorption, _ subject: UnificationSubject
  ) -> (elements: [Unification.Element], elementOf: [Int32], mains: [Int]) {
    var members = [[Int]](repeating: [], count: subject.communities.count)
    for face in 0..<faces.count where absorption.homes[face] == Int32(face) {
      members[Int(faces.communities[face])].append(face)
    }
    var elements: [Unification.Element] = []
    var mains: [Int] = []
    var leads = [Int32](repeating: -1, count: faces.count)
    for (community, own) in members.enumerated() {
      let digits = max(3, String(own.count).utf8.count)
      for (position, index) in GridNumbering.order(own.map { faces.overlay.polygon(of: $0).box }).enumerated() {
        let number = String(position + 1)
        leads[own[index]] = Int32(elements.count)
        mains.append(own[index])
        elements.append(
          Unification.Element(
            code: subject.communities[community].code + "E"
              + String(repeating: "0", count: digits - number.utf8.count) + number, community: community,
            grids: faces.labels(own[index]).map { $0 < 0 ? nil : Int($0) }, grid: -1, squareMetres: 0, households: 0,
            cases: 0, geometry: MultiPolygon([])))
      }
    }
    let elementOf = absorption.homes.map { $0 < 0 ? -1 : leads[Int($0)] }
    for (number, shape) in faces.overlay.unions(of: elementOf, count: elements.count).enumerated() {
      elements[number].geometry = shape
    }
    return (elements, elementOf, mains)
  }

  /// The community that holds most of each grid of each scheme.
  private static func homes(_ faces: ElementFaces, _ subject: UnificationSubject) -> [[Int]] {
    subject.schemes.indices.map { scheme in
      var areas: [Int32: [Int32: Double]] = [:]
      for face in 0..<faces.count where faces.label(face, scheme) >= 0 && faces.communities[face] >= 0 {
        areas[faces.label(face, scheme), default: [:]][faces.communities[face], default: 0] += faces.squareMetres[face]
      }
      return subject.schemes[scheme].grids.indices.map { grid in
        (areas[Int32(grid)]?.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key).map(Int.init) ?? -1
      }
    }
  }

  /// The grids without their codes, community by community.
  private static func grids(
    _ elements: inout [Unification.Element], _ graphs: [ElementGraph], _ outcomes: [GridFormation.Outcome],
    _ faces: ElementFaces, _ elementOf: [Int32], _ subject: UnificationSubject
  ) -> [Unification.Grid] {
    var grids: [Unification.Grid] = []
    for (community, outcome) in outcomes.enumerated() {
      var members = [[Int]](repeating: [], count: (outcome.part.max() ?? -1) + 1)
      for (position, part) in outcome.part.enumerated() { members[part].append(graphs[community].elements[position]) }
      for own in members {
        for element in own { elements[element].grid = grids.count }
        func sum(_ value: (Unification.Element) -> Double) -> Double { own.reduce(0) { $0 + value(elements[$1]) } }
        grids.append(
          Unification.Grid(
            code: "", name: "", community: community, elements: own, squareMetres: sum(\.squareMetres),
            households: sum(\.households), cases: sum(\.cases), geometry: MultiPolygon([])))
      }
    }
    let groups = elementOf.map { $0 < 0 ? -1 : Int32(elements[Int($0)].grid) }
    for (number, shape) in faces.overlay.unions(of: groups, count: grids.count).enumerated() {
      grids[number].geometry = shape
    }
    return grids
  }

  /// Gives codes and names: those of today's grids that go on, new numbers behind them. Grids are then in the order of
  /// communities and codes.
  ///
  /// - Returns: where each grid stands now.
  private static func number(
    _ grids: inout [Unification.Grid], _ elements: inout [Unification.Element], carryingOn succession: Succession,
    _ today: [UnificationSubject.Grid], _ subject: UnificationSubject, _ numbering: GridNumbering
  ) throws(Fault) -> [Int] {
    var numbering = numbering
    let byCommunity = Dictionary(grouping: grids.indices) { grids[$0].community }
    for community in subject.communities.indices {
      let place = subject.communities[community]
      let own = byCommunity[community] ?? []
      for grid in own {
        // A code says its community: one of another community cannot go on.
        guard let code = succession.carriesOn[grid].map({ today[$0].code }), code.hasPrefix(place.code) else {
          continue
        }
        grids[grid].code = code
      }
      let fresh = own.filter { grids[$0].code.isEmpty }
      let codes = try numbering.codes(in: place.code, boxes: fresh.map { grids[$0].geometry.box })
      for (grid, code) in zip(fresh, codes) { grids[grid].code = code }
      for grid in own { grids[grid].name = GridNumbering.name(community: place.name, code: grids[grid].code) }
    }
    let order = grids.indices.sorted {
      (grids[$0].community, grids[$0].code) < (grids[$1].community, grids[$1].code)
    }
    var places = [Int](repeating: 0, count: grids.count)
    for (position, grid) in order.enumerated() { places[grid] = position }
    grids = order.map { grids[$0] }
    for element in elements.indices { elements[element].grid = places[elements[element].grid] }
    return places
  }

  /// Every face narrower than the tolerance, joined or left.
  private static func slivers(
    _ faces: ElementFaces, _ absorption: SliverAbsorption, _ elementOf: [Int32], _ mains: [Int]
  ) -> [Unification.Sliver] {
    let narrow = (0..<faces.count).filter { faces.isSliver[$0] && faces.communities[$0] >= 0 }
    var numbers = [Int32](repeating: -1, count: faces.count)
    for (number, face) in narrow.enumerated() { numbers[face] = Int32(number) }
    let shapes = faces.overlay.unions(of: numbers, count: narrow.count)
    func place(_ face: Int) -> Unification.Sliver.Place {
      absorption.left.contains(face) ? .left : absorption.apart.contains(face) ? .apart : .beside
    }
    return zip(narrow, shapes).map { face, shape in
      Unification.Sliver(
        community: Int(faces.communities[face]), grids: faces.labels(face).map { $0 < 0 ? nil : Int($0) },
        element: Int(elementOf[face]), place: place(face), squareMetres: faces.squareMetres[face], geometry: shape)
    }
  }

  private static func summary(
    of scheme: Int, _ subject: UnificationSubject, _ faces: ElementFaces, _ result: Unification
  ) -> Unification.SchemeSummary {
    var targets = [Set<Int>](repeating: [], count: subject.schemes[scheme].grids.count)
    var communities = targets
    var isMixed = [Bool](repeating: false, count: result.grids.count)
    for (number, grid) in result.grids.enumerated() {
      isMixed[number] = Set(grid.elements.map { result.elements[$0].grids[scheme] }).count > 1
    }
    for element in result.elements {
      guard let grid = element.grids[scheme] else { continue }
      targets[grid].insert(element.grid)
      communities[grid].insert(element.community)
    }
    func sum(where holds: (Int) -> Bool) -> Double {
      (0..<faces.count).reduce(0) { holds($1) ? $0 + faces.squareMetres[$1] : $0 }
    }
    return Unification.SchemeSummary(
      grids: targets.count, whole: targets.count { $0.count == 1 },
      unions: targets.count { !$0.isEmpty && $0.allSatisfy { !isMixed[$0] } },
      across: communities.count { $0.count > 1 },
      uncovered: sum { faces.label($0, scheme) < 0 && faces.communities[$0] >= 0 },
      overlapping: faces.overlaps.reduce(0) { $1.scheme == scheme ? $0 + faces.squareMetres[$1.face] : $0 },
      outside: sum { faces.label($0, scheme) >= 0 && faces.communities[$0] < 0 })
  }
}
