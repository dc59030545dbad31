import CommandLineKit
import Glibc

exit(Program.onegrid.run(Array(CommandLine.arguments.dropFirst())))
