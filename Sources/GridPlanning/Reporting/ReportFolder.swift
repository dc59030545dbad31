package import Diagnostics
import SystemFiles

/// The three files of a report: `findings.geojson`, `findings.csv` and `report.html`.
package enum ReportFolder {
  package static let files = ["findings.geojson", "findings.csv", "report.html"]

  /// Makes the folder ready, before any work is done.
  package static func prepare(_ path: String, force: Bool) throws(Fault) {
    try OutputFolder.prepare(path, for: files, force: force)
  }

  /// - Throws: `output-exists`, `unwritable`, `disk-full` … (73).
  package static func write(
    _ result: CheckResult, of subject: CheckSubject, to path: String, force: Bool, language: Language
  ) throws(Fault) {
    for file in files.dropLast() {
      try FindingLayer.write(result, of: subject, to: path + "/" + file, force: force, language: language)
    }
    var page = try OutputFile(path: path + "/report.html", force: force)
    try page.write(try ReportPage(result, subject, language).html())
    try page.commit()
  }
}
