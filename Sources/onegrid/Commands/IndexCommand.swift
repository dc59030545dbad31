import AreaIndex
import CityStore
import CommandLineKit
import Diagnostics
import Glibc
import JSONWriting

/// `onegrid index`
enum IndexCommand {
  static let command = Command(
    "index", Text("the index files that make assign and locate start at once", zh: "索引文件：使 assign 与 locate 即时启动"),
    details: Text(
      """
      The areas of an edition are indexed when events are first assigned to them, and the index is kept beside the \
      database: city.db has its own in city.db.index. An index is used only for the very areas that it was made from; \
      after any change of them, or when it is damaged, it is made anew. It can be removed at any time.
      """,
      zh: """
        首次归格时为该版本的区域建立索引，保存在数据库旁：city.db 的索引在 city.db.index 中。\
        索引只用于生成它的那些区域；区域有任何改动或索引损坏时会重新生成。可随时删除。
        """),
    examples: [
      Example(
        "onegrid index build", Text("Index the active edition before the events come.", zh: "在事件到来之前为启用的版本建立索引。")),
      Example(
        "onegrid index info --json",
        Text("Which indexes there are, and whether they are current.", zh: "查看有哪些索引、是否为最新。")),
    ], subcommands: [build, info, drop])

  // MARK: build

  private static let build = Command(
    "build", Text("index the areas of an edition, unless that is done", zh: "为一个版本的区域建立索引（已有则跳过）"),
    options: SharedOption.selection + [SharedOption.threads], formats: [.text, .json],
    examples: [
      Example("onegrid index build", Text("The active edition.", zh: "启用的版本。")),
      Example("onegrid index build --edition 1 --json", Text("One edition by its number.", zh: "按编号指定版本。")),
    ]
  ) { (arguments, console) throws(Fault) in
    let city = try arguments.openDatabase(for: .reading)
    let (file, isNew) = try city.buildIndex(
      of: try arguments.selector(in: city),
      threads: arguments.threads(), listener: console.listener)
    try console.show(json(file, adding: [.init(key: "built", value: .bool(isNew))])) {
      let words =
        isNew
        ? Text(
          "indexed \(Text.counted(file.areaCount, "area")) in \(file.path)",
          zh: "已为 \(file.areaCount) 个区域建立索引：\(file.path)")
        : Text("\(file.path) is current", zh: "\(file.path) 已是最新")
      return "\(words(console.settings.language)) (\(megabytes(file.bytes)))\n"
    }
    return .done
  }

  // MARK: info

  private static let info = Command(
    "info", Text("which indexes there are, how large, and whether they are current", zh: "列出索引及其大小、是否为最新"),
    details: Text("Every file is verified as it would be before use.", zh: "每个文件都按使用前的方式完整校验。"),
    formats: [.text, .json],
    examples: [
      Example("onegrid index build && onegrid index info", Text("A line for each file.", zh: "每个文件一行。")),
      Example("onegrid index info --json", Text("With keys and reasons, for a script.", zh: "含标识和原因，供脚本使用。")),
    ]
  ) { (arguments, console) throws(Fault) in
    let city = try arguments.openDatabase(for: .reading)
    let files = try city.indexFiles()
    try console.show(["folder": .string(city.indexFolder), "indexes": .array(files.map { json($0) })]) {
      text(files, in: city.indexFolder, console.settings.language)
    }
    return .done
  }

  // MARK: drop

  private static let drop = Command(
    "drop", Text("remove the index files; they are made anew when they are needed", zh: "删除索引文件；需要时会重新生成"),
    formats: [.text, .json],
    examples: [
      Example("onegrid index drop", Text("To save the space.", zh: "释放空间。")),
      Example(
        "onegrid index build && onegrid index drop --json", Text("How much it was, for a script.", zh: "返回释放的大小，供脚本使用。")
      ),
    ]
  ) { (arguments, console) throws(Fault) in
    let dropped = try arguments.openDatabase(for: .reading).dropIndexes()
    try console.show(["files": JSONValue(dropped.files), "bytes": JSONValue(dropped.bytes)]) {
      let size = megabytes(dropped.bytes)
      return Text(
        "removed \(Text.counted(dropped.files, "index file")) (\(size))\n", zh: "已删除 \(dropped.files) 个索引文件（\(size)）\n")(
          console.settings.language)
    }
    return .done
  }

  // MARK: words

  private static func json(_ file: IndexFile, adding members: [JSONValue.Member] = []) -> JSONValue {
    .object(
      members + [
        .init(key: "path", value: .string(file.path)),
        .init(key: "editions", value: .array(file.editions.map { .integer($0) })),
        .init(key: "current", value: .bool(file.refusal == nil)),
        .init(key: "reason", value: JSONValue(file.refusal?.code)),
        .init(key: "key", value: JSONValue(file.key)), .init(key: "bytes", value: JSONValue(file.bytes)),
        .init(key: "bytes_per_area", value: file.areaCount == 0 ? .null : .number(bytesPerArea(file))),
        .init(key: "areas", value: InfoCommand.counts(file.areas)),
        .init(key: "parts", value: .object(file.parts.map { .init(key: $0.name, value: JSONValue($0.bytes)) })),
      ])
  }

  private static func text(_ files: [IndexFile], in folder: String, _ language: Language) -> String {
    guard !files.isEmpty else { return Text("no index in \(folder)\n", zh: "\(folder) 中没有索引\n")(language) }
    var table = Table(
      "indexes",
      columns: [
        Table.Column("editions", Text("editions", zh: "版本")), Table.Column("state", Text("state", zh: "状态")),
        Table.Column("areas", Text("areas", zh: "区域数")), Table.Column("bytes", Text("bytes", zh: "字节")),
        Table.Column("bytes_per_area", Text("bytes an area", zh: "每区域字节")),
        Table.Column("file", Text("file", zh: "文件")),
      ])
    table.rows = files.map { file in
      let isCurrent = file.refusal == nil
      return [
        .string(file.editions.map(String.init).joined(separator: "+")),
        .string(isCurrent ? Text("current", zh: "最新")(language) : file.refusal?.code ?? ""),
        isCurrent ? JSONValue(file.areaCount) : .null, JSONValue(file.bytes),
        isCurrent && file.areaCount > 0 ? .number(bytesPerArea(file)) : .null, .string(file.path),
      ]
    }
    return table.text(language) + files.compactMap { $0.refusal.map { $0.what(language) + "\n" } }.joined()
  }

  private static func bytesPerArea(_ file: IndexFile) -> Double {
    (10 * Double(file.bytes) / Double(max(1, file.areaCount))).rounded() / 10
  }

  private static func megabytes(_ bytes: Int) -> String { "\((Double(bytes) / 10_000).rounded() / 100) MB" }
}
