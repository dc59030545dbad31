import CommandLineKit
import Diagnostics
import SystemFiles

/// `onegrid man`
enum ManCommand {
  static let command = Command(
    "man", Text("write the manual pages", zh: "生成手册页"),
    details: Text(
      "One page for each command, from the same table as --help.", zh: "每个命令一页，与 --help 出自同一张表。"),
    operands: [Operand("FOLDER", kind: .folder, Text("where the pages go; it must exist", zh: "输出文件夹，须已存在"))],
    options: [SharedOption.force],
    examples: [
      Example("onegrid man .", Text("Write onegrid.1, onegrid-import.1 and so on here.", zh: "在当前文件夹生成手册页。")),
      Example("onegrid man . --lang zh --force", Text("The same in Chinese.", zh: "生成中文手册页。")),
    ], action: run)

  private static func run(_ arguments: Arguments, _ console: Console) throws(Fault) -> ExitStatus {
    let folder = arguments.required("FOLDER")
    let page = ManualPage(program: .onegrid, language: console.settings.language)
    for (path, command) in Program.onegrid.root.walk() {
      var file = try OutputFile(path: "\(folder)/\(ManualPage.fileName(path))", force: arguments.flag("force"))
      try file.write(page.text(command, path))
      try file.commit()
    }
    return .done
  }
}
