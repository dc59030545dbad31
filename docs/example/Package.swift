// swift-tools-version: 6.3
import PackageDescription

// A program that links OneGrid. Outside this repository the dependency is the repository's address and a version.
let package = Package(
  name: "example",
  dependencies: [.package(name: "OneGrid", path: "../..")],
  targets: [
    .executableTarget(
      name: "areas-of-a-point",
      dependencies: [
        .product(name: "AreaIndex", package: "OneGrid"), .product(name: "CityStore", package: "OneGrid"),
        .product(name: "SpatialPrimitives", package: "OneGrid"),
      ]),
    .executableTarget(
      name: "grids-of-a-community",
      dependencies: [
        .product(name: "GridPlanning", package: "OneGrid"), .product(name: "SpatialPrimitives", package: "OneGrid"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)
