public import CityStore
import Diagnostics
import JSONWriting
import SpatialFormats
import SystemFiles

/// The program in `tools/ifc` that reads IFC through IfcOpenShell, in a process of its own: what crashes there takes
/// nothing of ours with it.
struct IFCHelper {
  /// An interpreter of Python, hopefully one that has IfcOpenShell.
  private let python: String
  private let program: String
  private static let name = "ifc/__main__.py"

  /// - Throws: `needs-ifcopenshell` (66).
  init(_ options: IFCOptions) throws(Fault) {
    let told = options.tools.map { $0 + "/" + IFCHelper.name }
    guard let start = told ?? ToolFolder.find(IFCHelper.name), FileFacts.kind(of: start) == .file else {
      throw IFCHelper.missing(
        Text("its helper tools/ifc is not beside this program", zh: "程序旁没有辅助工具 tools/ifc"),
        hint: Text("set ONEGRID_TOOLS to the folder tools of the sources", zh: "请将 ONEGRID_TOOLS 设为源码中的 tools 文件夹"))
    }
    program = FileFacts.folder(of: start)
    let own = program + "/environment/bin/python3"
    let choices = [
      options.python, Environment.value("ONEGRID_PYTHON"), FileFacts.kind(of: own) == .missing ? nil : own,
      ChildProcess.find("python3"),
    ]
    guard let python = choices.compactMap(\.self).first else {
      throw IFCHelper.missing(Text("there is no Python", zh: "没有 Python"))
    }
    self.python = python
  }

  static func missing(
    _ why: Text, hint: Text = Text("run tools/setup, which installs it", zh: "请运行 tools/setup 安装")
  ) -> Fault {
    Fault(
      .input, code: "needs-ifcopenshell",
      Text("IFC can only be read with IfcOpenShell: \(why.english)", zh: "读取 IFC 需要 IfcOpenShell：\(why.chinese)"),
      hint: hint)
  }

  /// The version of IfcOpenShell.
  /// - Throws: `needs-ifcopenshell` (66).
  func version() throws(Fault) -> String {
    let run = try ChildProcess.run([python, program, "--version"], environment: IFCHelper.settings)
    let version = run.output.split(separator: "\n").last.map(String.init)
    guard run.status == 0, let version else {
      throw IFCHelper.missing(Text("\(python) does not have it", zh: "\(python) 中没有安装"))
    }
    return version
  }

  private static let settings = ["PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1", "PYTHONUNBUFFERED": ""]

  /// What the helper says while it works.
  enum Message {
    case facts(IFCFacts)
    case progress(done: Int, total: Int)
    case reject(RejectedObject)
    case leftOut([(name: String, count: Int)])
  }

  /// Writes the objects of an IFC file to `output` as a CityJSON sequence.
  ///
  /// - Parameters:
  ///   - folder: for its temporary files.
  ///   - hear: is given each message; facts are answered with where the model is to be.
  /// - Throws: `not-ifc`, `cut-ifc`, `bad-ifc`, `unsupported-schema` (65); `needs-ifcopenshell` (66); `helper-failed` (70);
  ///   `cannot-write` (73); and what `hear` throws.
  func convert(
    _ path: String, to output: String, in folder: String, threads: Int,
    _ hear: (Message) throws(Fault) -> String?
  ) throws(Fault) {
    var failure: JSONValue?
    var words: [String] = []
    let environment = IFCHelper.settings.merging(["TMPDIR": folder]) { $1 }
    let arguments = [python, program, "--threads", "\(threads)", path]
    let status = try ChildProcess.converse(arguments, environment: environment, output: output) {
      line throws(Fault) in
      guard line.hasPrefix("{"), let message = try? JSONValue.parse(Array(line.utf8)) else {
        words = words.suffix(4) + [line]
        return nil
      }
      if let error = message["error"] { failure = error }
      return try Message(message).flatMap { message throws(Fault) in try hear(message) }
    }
    if let failure { throw IFCHelper.refused(path, failure, python) }
    guard status == 0 else {
      let last = words.last { !$0.isEmpty } ?? (status > 128 ? "signal \(status - 128)" : "status \(status)")
      throw Fault(
        .software, code: "helper-failed",
        Text("the helper that reads IFC failed: \(last)", zh: "读取 IFC 的辅助程序出错：\(last)"), at: Place(path),
        hint: Text(
          "`onegrid doctor` tells what is installed; nothing was imported", zh: "可用 onegrid doctor 检查安装；未导入任何内容"))
    }
  }

  /// A helper that ended well without a word.
  static func silent(_ path: String) -> Fault {
    Fault(
      .software, code: "helper-failed",
      Text("the helper that reads IFC said nothing", zh: "读取 IFC 的辅助程序没有应答"), at: Place(path))
  }

  private static func refused(_ path: String, _ error: JSONValue, _ python: String) -> Fault {
    let code = error["code"]?.string ?? ""
    let detail = error["detail"]?.string ?? ""
    let place = Place(path)
    let again = Text("it was not written or copied whole: get it again", zh: "文件不完整，请重新获取")
    switch code {
    case "not-ifc":
      return Fault(
        .data, code: code, Text("“\(path)” is no IFC file", zh: "“\(path)”不是 IFC 文件"), at: place,
        hint: Text(
          "one begins with ISO-10303-21; an .ifczip holds just one .ifc",
          zh: "IFC 文件以 ISO-10303-21 开头；.ifczip 内应恰有一个 .ifc"))
    case "cut-ifc":
      return Fault(
        .data, code: code, Text("“\(path)” ends in the middle", zh: "“\(path)”不完整"), at: place, hint: again)
    case "unsupported-schema":
      return Fault(
        .data, code: code,
        Text("the schema “\(detail)” is not known", zh: "不支持模式“\(detail)”"), at: place,
        hint: Text("IFC2X3, IFC4 and IFC4X3 are; export it as one of them", zh: "支持 IFC2X3、IFC4、IFC4X3；请以其中之一重新导出"))
    case "needs-ifcopenshell":
      return missing(Text("\(python) does not have it (\(detail))", zh: "\(python) 中没有安装（\(detail)）"))
    case "cannot-write":
      return Fault(
        .output, code: code, Text("the objects could not be written: \(detail)", zh: "无法写入对象：\(detail)"), at: place,
        hint: Text("make room, or set TMPDIR to a folder on another disk", zh: "请腾出空间，或将 TMPDIR 设到其他磁盘"))
    case "unreadable-file":
      return Fault(
        .input, code: code, Text("“\(path)” cannot be read: \(detail)", zh: "无法读取“\(path)”：\(detail)"), at: place)
    case "out-of-memory":
      return Fault(
        .software, code: code, Text("there is not enough memory for “\(path)”", zh: "内存不足以读取“\(path)”"), at: place,
        hint: Text("split the model, or use a machine with more", zh: "请拆分模型，或换用内存更大的机器"))
    default:
      return Fault(
        .data, code: "bad-ifc", Text("“\(path)” cannot be read: \(detail)", zh: "无法读取“\(path)”：\(detail)"), at: place,
        hint: again)
    }
  }
}

extension IFCHelper.Message {
  /// `nil` for what says nothing to us.
  init?(_ message: JSONValue) {
    if let facts = message["facts"] {
      self = .facts(IFCFacts(facts))
    } else if case .array(let numbers)? = message["progress"], numbers.count == 2 {
      self = .progress(done: Int(numbers[0].double ?? 0), total: Int(numbers[1].double ?? 0))
    } else if let reject = message["reject"] {
      self = .reject(
        RejectedObject(
          record: reject["record"]?.double.map { Int($0) }, id: reject["id"]?.string,
          reason: reject["reason"]?.string ?? "", text: reject["text"]?.string ?? ""))
    } else if case .object(let members)? = message["left_out"] {
      self = .leftOut(members.map { ($0.key, Int($0.value.double ?? 0)) })
    } else {
      return nil
    }
  }
}

/// What `doctor` says of the formats that need a helper.
public enum ModelFormatHealth {
  public static func ifc(_ options: IFCOptions = IFCOptions()) -> HealthFact {
    do {
      let version = try IFCHelper(options).version()
      return HealthFact(.good, code: "ifcopenshell", Text(verbatim: "IfcOpenShell \(version)"))
    } catch {
      return HealthFact(.doubtful, code: "ifcopenshell", error.what, hint: error.hint)
    }
  }
}
