package import Diagnostics
package import SpatialPrimitives

/// What a field of a layer holds.
package struct FieldDescription: Sendable, Hashable {
  package enum FieldType: String, Sendable {
    case text, integer, real, boolean, date, binary
    /// Objects and lists, kept as JSON text.
    case json
  }

  package var name: String
  package var type: FieldType
  /// Bytes, where the format limits them.
  package var width: Int?
  /// Digits after the point, where the format fixes them.
  package var decimals: Int?
  /// The first few different values, as text; filled by `FeatureFile.describe` alone.
  package var samples: [String]

  package init(
    name: String, type: FieldType, width: Int? = nil, decimals: Int? = nil, samples: [String] = []
  ) {
    self.name = name
    self.type = type
    self.width = width
    self.decimals = decimals
    self.samples = samples
  }
}

/// The coordinate reference system that a file says its coordinates are in. Not interpreted here.
package struct DeclaredCRS: Sendable, Hashable {
  /// `EPSG:n`, an authority's name (`OGC:CRS84`), or WKT.
  package var text: String
  /// Where the file says so, or why it is taken to be so.
  package var evidence: Text

  package init(text: String, evidence: Text) {
    self.text = text
    self.evidence = evidence
  }
}

/// The encoding that a file's text is read in.
package struct DeclaredEncoding: Sendable, Hashable {
  package var name: String
  package var evidence: Text
  /// Whether nothing else is likely.
  package var certain: Bool

  package init(name: String, evidence: Text, certain: Bool) {
    self.name = name
    self.evidence = evidence
    self.certain = certain
  }
}

/// One layer of a file.
package struct LayerDescription: Sendable, Hashable {
  package var name: String
  /// In OGC spelling, e.g. `MultiPolygon`; `Geometry` where kinds are mixed, `nil` where there is none.
  package var geometryKind: String?
  /// Features, where the file or a pass over it says how many.
  package var count: Int?
  /// Where the file says so; `FeatureFile.describe` looks at every geometry for it otherwise.
  package var extent: Box?
  package var crs: DeclaredCRS?
  package var encoding: DeclaredEncoding?
  package var fields: [FieldDescription]

  package init(
    name: String, geometryKind: String? = nil, count: Int? = nil, extent: Box? = nil, crs: DeclaredCRS? = nil,
    encoding: DeclaredEncoding? = nil, fields: [FieldDescription] = []
  ) {
    self.name = name
    self.geometryKind = geometryKind
    self.count = count
    self.extent = extent
    self.crs = crs
    self.encoding = encoding
    self.fields = fields
  }
}

/// What is in a file.
package struct FileDescription: Sendable, Hashable {
  package var path: String
  /// E.g. `Shapefile`, `GeoPackage`, `GeoJSON`.
  package var format: String
  package var layers: [LayerDescription]
  package var notices: [Notice]

  package init(path: String, format: String, layers: [LayerDescription], notices: [Notice]) {
    self.path = path
    self.format = format
    self.layers = layers
    self.notices = notices
  }
}
