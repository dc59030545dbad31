import TestSupport
import Testing

/// `onegrid cim import`, as somebody at a terminal sees it.
@Suite struct CityModelCommandTests {
  /// The sample city has a model called “tower”.
  @Test func aModelThatTakesAnothersPlaceIsToldSo() throws {
    let city = try SampleCity()
    let second = try city.command.run(["cim", "import", "geodata/tower.gml", "-q"])
    #expect(second.status == 0, "\(second.errors)")
    #expect(second.output.hasSuffix("rejected; the model of that name is replaced\n"))
    let third = try city.command.run(["cim", "import", "geodata/tower.gml", "--name", "other", "-q"])
    #expect(third.output == "32 objects in model other (CityGML 3.0); 0 rejected\n")
    let json = try city.command.run(["cim", "import", "geodata/tower.gml", "--name", "other", "-q", "--json"])
    #expect(json.json?["replaced"] as? Bool == true)
  }
}
