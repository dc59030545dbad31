import CityModel
import Diagnostics
import TestSupport
import Testing

/// What a survey counts is what an import stores and rejects.
struct ModelSurveyTests {
  @Test(arguments: ["tower.city.json", "tower.gml"], [1, 2]) func countsAsImported(file: String, threads: Int) throws {
    let folder = try ModelFolder()
    let path = SharedData.geodata(file)
    let report = try folder.importModel(path)
    let survey = try ModelSurvey(of: path, threads: threads)
    #expect(survey.types == Dictionary(uniqueKeysWithValues: report.types.map { ($0.type, $0.count) }))
    #expect(survey.format == report.model.format && survey.rejected == report.model.rejected)
    #expect(survey.vertices > 100 && survey.surfaces > 50 && !survey.extent.isEmpty)
  }

  @Test func badObjectsAreCounted() throws {
    let folder = try ModelFolder()
    let path = try folder.file("a.city.json", SampleModels.whole(SampleModels.cube() + #","x":{"type":"Nothing"}"#))
    let survey = try ModelSurvey(of: path)
    #expect(survey.rejected == 1)
    #expect(throws: Fault.self) { try ModelSurvey(of: folder.file("none.city.json", "{}")) }
  }
}
