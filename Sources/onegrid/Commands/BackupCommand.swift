import CityStore
import CommandLineKit
import Diagnostics
import JSONWriting
import SystemFiles

/// `onegrid backup`
enum BackupCommand {
  static let command = Command(
    "backup", Text("copy the database while it is in use", zh: "在线备份数据库"),
    operands: [Operand("FILE", kind: .file, Text("the copy to make", zh: "备份文件"))], options: [SharedOption.force],
    formats: [.text, .json],
    examples: [
      Example("onegrid backup monday.db", Text("A whole copy, as it is at one moment.", zh: "生成一份完整副本。")),
      Example("onegrid backup latest.db --force", Text("Replace the copy of yesterday.", zh: "覆盖昨天的备份。")),
    ], action: run)

  private static func run(_ arguments: Arguments, _ console: Console) throws(Fault) -> ExitStatus {
    let city = try arguments.openDatabase(for: .reading)
    let target = arguments.required("FILE")
    try city.backUp(to: target, force: arguments.flag("force"))
    let size = FileFacts.size(of: target) ?? 0
    try console.show(["file": .string(target), "bytes": JSONValue(size)]) {
      Text("copied \(city.path) to \(target): \(size) bytes\n", zh: "已将 \(city.path) 备份到 \(target)：\(size) 字节\n")(
        console.settings.language)
    }
    return .done
  }
}
