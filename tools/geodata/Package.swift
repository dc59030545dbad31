// swift-tools-version: 6.3
import PackageDescription

let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]

let package = Package(
  name: "geodata",
  products: [.executable(name: "generate-city", targets: ["generate-city"])],
  targets: [
    .target(name: "CityGenerator", swiftSettings: strict),
    .executableTarget(name: "generate-city", dependencies: ["CityGenerator"], swiftSettings: strict),
    .testTarget(name: "CityGeneratorTests", dependencies: ["CityGenerator"], swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
