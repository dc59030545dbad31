package import Diagnostics
import SystemFiles

/// The files of a unification's report.
package enum UnificationFolder {
  package static let files = [
    "elements.geojson", "crosswalk.csv", "conflicts.geojson", "conflicts.csv", "slivers.geojson", "report.html",
  ]

  /// Makes the folder ready, before any work is done.
  package static func prepare(_ path: String, force: Bool) throws(Fault) {
    try OutputFolder.prepare(path, for: files, force: force)
  }

  /// - Parameter edition: the draft.
  /// - Throws: `output-exists`, `unwritable`, `disk-full` … (73).
  package static func write(
    _ result: Unification, of subject: UnificationSubject, edition: Int64, to path: String, force: Bool,
    language: Language
  ) throws(Fault) {
    let layers = UnificationLayers(result, of: subject, language: language)
    try layers.writeElements(to: path + "/elements.geojson", force: force)
    try layers.writeCrosswalk(to: path + "/crosswalk.csv", force: force)
    try layers.writeConflicts(to: path + "/conflicts.geojson", force: force)
    try layers.writeConflicts(to: path + "/conflicts.csv", force: force)
    try layers.writeSlivers(to: path + "/slivers.geojson", force: force)
    var page = try OutputFile(path: path + "/report.html", force: force)
    try page.write(
      try UnificationPage(result: result, subject: subject, edition: edition, language: language).html())
    try page.commit()
  }
}
