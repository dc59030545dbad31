import CommandLineKit
import Diagnostics

/// `onegrid completion`
enum CompletionCommand {
  static let command = Command(
    "completion", Text("print a completion script for a shell", zh: "输出 shell 补全脚本"),
    details: Text(
      """
      bash: source <(onegrid completion bash)

      zsh: onegrid completion zsh > "${fpath[1]}/_onegrid"

      fish: onegrid completion fish > ~/.config/fish/completions/onegrid.fish
      """,
      zh: """
        bash：source <(onegrid completion bash)

        zsh：onegrid completion zsh > "${fpath[1]}/_onegrid"

        fish：onegrid completion fish > ~/.config/fish/completions/onegrid.fish
        """),
    operands: [
      Operand("SHELL", kind: .choice(CompletionShell.allCases.map(\.rawValue)), Text("for which shell", zh: "哪种 shell"))
    ],
    examples: [
      Example(
        "onegrid completion bash > onegrid.bash", Text("A script to source from ~/.bashrc.", zh: "供 ~/.bashrc 加载。")),
      Example("onegrid completion fish > onegrid.fish", Text("The same for fish.", zh: "用于 fish。")),
    ], action: run)

  private static func run(_ arguments: Arguments, _ console: Console) throws(Fault) -> ExitStatus {
    guard let shell = CompletionShell(rawValue: arguments.required("SHELL")) else {
      preconditionFailure("the parser admits the shells of the table only")
    }
    try console.write(Program.onegrid.completionScript(for: shell, console.settings.language))
    return .done
  }
}
