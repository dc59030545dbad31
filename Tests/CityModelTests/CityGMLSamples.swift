/// Small CityGML texts of our own.
enum CityGMLSamples {
  private static let modules = [
    "bldg": "building", "gen": "generics", "wtr": "waterbody", "tran": "transportation", "dem": "relief",
    "veg": "vegetation", "luse": "landuse", "frn": "cityfurniture", "grp": "cityobjectgroup", "brid": "bridge",
    "tun": "tunnel", "con": "construction", "app": "appearance",
  ]

  static let projected = "urn:ogc:def:crs,crs:EPSG::4547,crs:EPSG::5737"

  /// A model around top-level objects, each of which becomes a member.
  static func model(
    _ objects: [String], version: String = "2.0", system: String? = projected, low: String = "400000 2500000 0",
    high: String = "400010 2500010 10"
  ) -> String {
    let gml = version == "3.0" ? "gml/3.2" : "gml"
    let spaces = modules.sorted { $0.key < $1.key }
      .map { "xmlns:\($0.key)=\"http://www.opengis.net/citygml/\($0.value)/\(version)\"" }.joined(separator: " ")
    let envelope = system.map {
      """
      <gml:boundedBy><gml:Envelope srsName="\($0)" srsDimension="3"><gml:lowerCorner>\(low)</gml:lowerCorner>\
      <gml:upperCorner>\(high)</gml:upperCorner></gml:Envelope></gml:boundedBy>
      """
    }
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <CityModel xmlns="http://www.opengis.net/citygml/\(version)" \(spaces) xmlns:gml="http://www.opengis.net/\(gml)"
       xmlns:xAL="urn:oasis:names:tc:ciq:xsdschema:xAL:2.0" xmlns:xlink="http://www.w3.org/1999/xlink">
      <gml:name>样例</gml:name>\(envelope ?? "")
      \(objects.map { "<cityObjectMember>\($0)</cityObjectMember>" }.joined(separator: "\n"))
      </CityModel>
      """
  }

  typealias Corner = (x: Double, y: Double, z: Double)

  static func polygon(_ corners: [Corner], id: String? = nil, hole: [Corner] = []) -> String {
    func ring(_ corners: [Corner]) -> String {
      let text = (corners + corners.prefix(1)).map { "\($0.x) \($0.y) \($0.z)" }.joined(separator: " ")
      return "<gml:LinearRing><gml:posList>\(text)</gml:posList></gml:LinearRing>"
    }
    let mark = id.map { " gml:id=\"\($0)\"" } ?? ""
    let inner = hole.isEmpty ? "" : "<gml:interior>\(ring(hole))</gml:interior>"
    return "<gml:Polygon\(mark)><gml:exterior>\(ring(corners))</gml:exterior>\(inner)</gml:Polygon>"
  }

  static func multiSurface(_ members: [String]) -> String {
    "<gml:MultiSurface>\(members.map { "<gml:surfaceMember>\($0)</gml:surfaceMember>" }.joined())</gml:MultiSurface>"
  }

  /// The faces of a box, anticlockwise seen from outside: below, above, south, east, north, west.
  static func faces(_ low: Corner, _ high: Corner) -> [[Corner]] {
    let (a, b) = ((low.x, low.y, low.z), (high.x, low.y, low.z))
    let (c, d) = ((high.x, high.y, low.z), (low.x, high.y, low.z))
    func up(_ corner: Corner) -> Corner { (corner.x, corner.y, high.z) }
    return [
      [a, d, c, b], [up(a), up(b), up(c), up(d)], [a, b, up(b), up(a)], [b, c, up(c), up(b)], [c, d, up(d), up(c)],
      [d, a, up(a), up(d)],
    ]
  }

  /// A solid of polygons, given as they are or as `#id`.
  static func solid(_ members: [String], id: String? = nil) -> String {
    let list = members.map {
      $0.hasPrefix("#") ? "<gml:surfaceMember xlink:href=\"\($0)\"/>" : "<gml:surfaceMember>\($0)</gml:surfaceMember>"
    }
    let mark = id.map { " gml:id=\"\($0)\"" } ?? ""
    return """
      <gml:Solid\(mark)><gml:exterior><gml:CompositeSurface>\(list.joined())</gml:CompositeSurface></gml:exterior></gml:Solid>
      """
  }

  static func boxSolid(_ low: Corner, _ high: Corner) -> String { solid(faces(low, high).map { polygon($0) }) }

  static let low: Corner = (400_000, 2_500_000, 0)
  static let high: Corner = (400_010, 2_500_010, 10)

  static func building(_ id: String, _ inside: String = "") -> String {
    "<bldg:Building gml:id=\"\(id)\"><bldg:lod1Solid>\(boxSolid(low, high))</bldg:lod1Solid>\(inside)</bldg:Building>"
  }

  /// A house of CityGML 2.0: its solid refers to the walls around it, the eastern one has a hole with a door in it, and a
  /// room whose solid turns what it shares with its own surfaces.
  static let house: String = {
    let names = ["ground", "roof", "south", "east", "north", "west"]
    let kinds = ["GroundSurface", "RoofSurface"] + Array(repeating: "WallSurface", count: 4)
    let door: [Corner] = [
      (400_010, 2_500_004, 0), (400_010, 2_500_006, 0), (400_010, 2_500_006, 2), (400_010, 2_500_004, 2),
    ]
    var text = """
      <bldg:Building gml:id="house"><gml:description>一栋房</gml:description><gml:name>听澜</gml:name><gml:name>旧名</gml:name>\
      <creationDate>2001-02-03</creationDate>\
      <gen:stringAttribute name="业主"><gen:value>甲 &amp; 乙</gen:value></gen:stringAttribute>\
      <gen:intAttribute name="n"><gen:value>7</gen:value></gen:intAttribute>\
      <gen:measureAttribute name="m"><gen:value uom="m">1.5</gen:value></gen:measureAttribute>\
      <bldg:class>1000</bldg:class><bldg:function>1</bldg:function><bldg:function>2</bldg:function>\
      <bldg:yearOfConstruction>1985</bldg:yearOfConstruction><bldg:measuredHeight uom="m">10.0</bldg:measuredHeight>\
      <bldg:storeysAboveGround>3</bldg:storeysAboveGround>\
      <bldg:storeyHeightsAboveGround uom="m">3.0 3.5</bldg:storeyHeightsAboveGround>\
      <bldg:lod3Solid>\(solid(names.map { "#\($0)" } + ["#leaf"]))</bldg:lod3Solid>\
      <bldg:lod0FootPrint>\(multiSurface([polygon(faces(low, high)[0].reversed())]))</bldg:lod0FootPrint>
      """
    for (number, face) in faces(low, high).enumerated() {
      let shape =
        names[number] == "east"
        ? polygon(face, id: "east", hole: door.reversed().map { ($0.x, $0.y, $0.z) }) : polygon(face, id: names[number])
      let opening =
        names[number] == "east"
        ? """
        <bldg:opening><bldg:Door gml:id="door"><gml:name>东门</gml:name><bldg:lod3MultiSurface>\
        \(multiSurface([polygon(door, id: "leaf")]))</bldg:lod3MultiSurface></bldg:Door></bldg:opening>
        """ : ""
      text += """
        <bldg:boundedBy><bldg:\(kinds[number]) gml:id="s-\(names[number])"><bldg:lod3MultiSurface>\
        \(multiSurface([shape]))</bldg:lod3MultiSurface>\(opening)</bldg:\(kinds[number])></bldg:boundedBy>
        """
    }
    let inner = faces((400_001, 2_500_001, 1), (400_009, 2_500_009, 9))
    let turned = inner.indices.map {
      "<gml:OrientableSurface orientation=\"-\"><gml:baseSurface xlink:href=\"#in-\($0)\"/></gml:OrientableSurface>"
    }
    text += """
      <bldg:interiorRoom><bldg:Room gml:id="room"><bldg:lod4Solid>\(solid(turned))</bldg:lod4Solid>
      """
    for (number, face) in inner.enumerated() {
      let kind = number == 0 ? "FloorSurface" : number == 1 ? "CeilingSurface" : "InteriorWallSurface"
      text += """
        <bldg:boundedBy><bldg:\(kind)><bldg:lod4MultiSurface>\
        \(multiSurface([polygon(face.reversed(), id: "in-\(number)")]))</bldg:lod4MultiSurface></bldg:\(kind)></bldg:boundedBy>
        """
    }
    return text + """
      </bldg:Room></bldg:interiorRoom>\
      <bldg:address><Address><xalAddress><xAL:AddressDetails><xAL:Country><xAL:CountryName>中国</xAL:CountryName>\
      <xAL:Locality Type="Town"><xAL:LocalityName>云澜</xAL:LocalityName><xAL:Thoroughfare Type="Street">\
      <xAL:ThoroughfareNumber>8</xAL:ThoroughfareNumber><xAL:ThoroughfareName>听澜路</xAL:ThoroughfareName>\
      </xAL:Thoroughfare></xAL:Locality></xAL:Country></xAL:AddressDetails></xalAddress>\
      <multiPoint><gml:MultiPoint><gml:pointMember><gml:Point><gml:pos>400011 2500005 0</gml:pos></gml:Point>\
      </gml:pointMember></gml:MultiPoint></multiPoint></Address></bldg:address></bldg:Building>
      """
  }()
}
