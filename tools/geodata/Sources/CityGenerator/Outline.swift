/// The shape of a city: which part of the unit square it covers, and where that lies on the ground.
struct Outline {
  private struct Wave {
    var kx: Double
    var ky: Double
    var phase: Double
    var height: Double

    func callAsFunction(_ u: Double, _ v: Double) -> Double { height * Arithmetic.sine(kx * u + ky * v + phase) }
  }

  private let plan: CityPlan
  private let shore: [Wave]
  private let bendX: [Wave]
  private let bendY: [Wave]
  private let hills: [Wave]
  private let turn: (cosine: Double, sine: Double)
  private let perDegree: (longitude: Double, latitude: Double)

  init(_ plan: CityPlan) {
    self.plan = plan
    var random = RandomSource(seed: plan.seed, purpose: 2)
    func waves(_ count: Int, _ pitch: Double, _ height: Double) -> [Wave] {
      (1...count).map { number in
        let k = pitch * Double(number)
        return Wave(
          kx: k * random.signed(), ky: k * random.signed(), phase: 6.28 * random.unit(),
          height: height / Double(number))
      }
    }
    shore = waves(5, 4, 0.12)
    bendX = waves(3, 3, 0.06)
    bendY = waves(3, 3, 0.06)
    hills = waves(4, 9, 1)
    turn = (Arithmetic.cosine(plan.direction), Arithmetic.sine(plan.direction))
    perDegree = Ellipsoid.metresPerDegree(latitude: plan.centre.latitude)
  }

  /// Whether the city covers a place of the square [-1, 1]².
  private func covers(_ u: Double, _ v: Double) -> Bool {
    (u * u + v * v) / 0.68 + shore.reduce(0) { $0 + $1(u, v) } < 1
  }

  /// The lattice size at which about the given number of blocks is covered.
  func latticeSize(blocks: Int) -> Int {
    let share = Double(cover(size: 100).count { $0 }) / 10_000
    return Int((Double(blocks) / share).squareRoot().rounded())
  }

  func cover(size: Int) -> [Bool] {
    (0..<(size * size)).map { block in
      let u = (Double(block % size) + 0.5) / Double(size) * 2 - 1
      let v = (Double(block / size) + 0.5) / Double(size) * 2 - 1
      return covers(u, v)
    }
  }

  /// Whether the ground is hilly there, and borders have many bends.
  func isRugged(_ column: Double, _ row: Double, size: Int) -> Bool {
    let u = column / Double(size) * 2 - 1
    let v = row / Double(size) * 2 - 1
    return hills.reduce(0) { $0 + $1(u, v) } > 0.75
  }

  /// Where a point of the lattice lies: bent by a few long waves, drawn together towards the centre, stretched,
  /// turned, and set down on the ground.
  func place(_ column: Double, _ row: Double, size: Int, scale: Double) -> Position {
    let u = column / Double(size) * 2 - 1
    let v = row / Double(size) * 2 - 1
    let bentU = u + bendX.reduce(0) { $0 + $1(u, v) }
    let bentV = v + bendY.reduce(0) { $0 + $1(u, v) }
    let radius = (bentU * bentU + bentV * bentV).squareRoot()
    let pull = (plan.density + (1 - plan.density) * radius) * scale * plan.squareMetres.squareRoot() / 2
    let stretch = plan.elongation.squareRoot()
    let long = bentU * pull * stretch
    let broad = bentV * pull / stretch
    return Position(
      longitude: plan.centre.longitude + (long * turn.cosine - broad * turn.sine) / perDegree.longitude,
      latitude: plan.centre.latitude + (long * turn.sine + broad * turn.cosine) / perDegree.latitude)
  }
}
