extension GeneratedCity {
  /// Writes one level as GeoJSON: a feature a line, in the order of codes, coordinates as the shortest text that
  /// reads back as the same double.
  public func writeGeoJSON(_ level: GeneratedLevel, to path: String) throws(OutputError) {
    var output = try ByteOutput(path)
    try output.write("{\"type\":\"FeatureCollection\",\"name\":\"\(level.level)\",")
    try output.write("\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"urn:ogc:def:crs:EPSG::4490\"}},")
    try output.write("\"features\":[\n")
    let rings = rings(of: level)
    for (index, area) in level.areas.enumerated() {
      var properties = "\"code\":\"\(area.code)\",\"name\":\"\(area.name)\""
      if let parent = area.parent { properties += ",\"parent\":\"\(parent)\"" }
      if let households = area.households { properties += ",\"households\":\(households)" }
      try output.write("{\"type\":\"Feature\",\"properties\":{\(properties)},")
      try output.write("\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[")
      for (number, ring) in rings[index].enumerated() {
        try output.write(number == 0 ? "[" : ",[")
        for (place, vertex) in ring.enumerated() {
          let position = vertex.position
          try output.write("\(place == 0 ? "" : ",")[\(position.longitude),\(position.latitude)]")
        }
        try output.write("]")
      }
      try output.write(index + 1 == level.areas.count ? "]}}\n" : "]}},\n")
    }
    try output.write("]}\n")
    try output.finish()
  }
}
