public import AreaIndex
public import Diagnostics
public import SpatialPrimitives

/// One thing that is wrong, or worth a look, with the areas of a file or an edition.
public struct Finding: Sendable, Hashable {
  public enum Kind: String, Sendable, CaseIterable {
    /// The geometry breaks the rules of OGC Simple Features, or is none at all.
    case invalidGeometry = "invalid-geometry"
    /// Two areas of a level hold the same place.
    case overlap
    /// A bounded hole in the union of a level.
    case gap
    /// An area reaches beyond the area that it says is above it.
    case outsideParent = "outside-parent"
    /// A part of an area lies in none of the areas below it.
    case parentNotCovered = "parent-not-covered"
    /// Several areas of a level bear one code.
    case duplicateCode = "duplicate-code"
    /// A code is blank, or not of the form of the others.
    case badCode = "bad-code"
    /// There are areas above, and this one belongs to none.
    case missingParent = "missing-parent"
    /// Areas of a level have the same shape.
    case duplicateGeometry = "duplicate-geometry"
    /// An area of several parts; lawful.
    case multipart
    /// An area, or a part of one, too thin to be meant.
    case sliver
  }

  public enum Severity: String, Sendable, CaseIterable {
    case error, note
  }

  /// An area as messages name it.
  public struct Name: Sendable, Hashable {
    public var code: String
    public var name: String
    /// The row of the file that it came from.
    public var row: Int?

    public init(code: String, name: String, row: Int? = nil) {
      self.code = code
      self.name = name
      self.row = row
    }
  }

  public var kind: Kind
  public var severity: Severity
  /// `nil` for a file whose level was not said.
  public var level: Level?
  /// The areas that it is about.
  public var areas: [Name]
  /// Areas whose borders it runs along besides these, the longest stretch first.
  public var along: [Name] = []
  /// Roads that it runs along, by name, the longest stretch first; only of roads that were given.
  public var roads: [String] = []
  /// Of areas below streets, the streets that they are in.
  public var streets: [Name] = []
  /// A point inside, in longitude and latitude.
  public var place: Point?
  /// On the ellipsoid.
  public var squareMetres: Double?
  /// The diameter of the largest circle inside, in metres.
  public var greatestWidth: Double?
  /// Area by length, in metres.
  public var meanWidth: Double?
  /// In metres: half the border's length, less the width.
  public var length: Double?
  /// Of how many pieces it is.
  public var pieces = 1
  /// The place in question, in longitude and latitude; empty where the finding has no shape of its own.
  public var geometry = MultiPolygon([])
  public var message: Text
  /// Why it is no error: what the allow-list says.
  public var allowedBecause: String?
  /// The ordinals of the areas that it is about, in the subject that was checked.
  var ordinals: [Int] = []

  init(_ kind: Kind, _ severity: Severity, level: Level?, areas: [Name], message: Text) {
    self.kind = kind
    self.severity = severity
    self.level = level
    self.areas = areas
    self.message = message
  }
}

extension Finding.Name {
  /// The code and the name, or what else tells the area from others.
  var text: Text {
    switch (code.isEmpty, name.isEmpty, row) {
    case (false, false, _): Text(verbatim: "\(code) \(name)")
    case (false, true, _): Text(verbatim: code)
    case (true, false, _): Text("\(name) (no code)", zh: "\(name)（无编码）")
    case (true, true, let row?): Text("the area in row \(row)", zh: "第 \(row) 行的区域")
    case (true, true, nil): Text("an area without a code", zh: "无编码的区域")
    }
  }
}
