// swift-tools-version: 6.3
import PackageDescription

// Benchmarks are a package of their own: nothing of them is built or shipped with the product.
let package = Package(
  name: "bench",
  targets: [.executableTarget(name: "bench")],
  swiftLanguageModes: [.v6]
)
