// swift-tools-version: 6.3
import PackageDescription

// The rooms and the arrows between them: ARCHITECTURE.md. Arrows point downward only;
// `tools/check-layers` compares every `import` with the lists below.

let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "OneGrid",
  products: [
    .executable(name: "onegrid", targets: ["onegrid"]),
    .library(name: "SpatialPrimitives", targets: ["SpatialPrimitives"]),
    .library(name: "AreaIndex", targets: ["AreaIndex"]),
    .library(name: "CityStore", targets: ["CityStore"]),
    .library(name: "CoverageTopology", targets: ["CoverageTopology"]),
    .library(name: "GraphPartition", targets: ["GraphPartition"]),
    .library(name: "SpatialIndexing", targets: ["SpatialIndexing"]),
    .library(name: "GridCodes", targets: ["GridCodes"]),
    .library(name: "GridPlanning", targets: ["GridPlanning"]),
    .library(name: "Casework", targets: ["Casework"]),
    .library(name: "CityModel", targets: ["CityModel"]),
    .library(name: "CityQueries", targets: ["CityQueries"]),
  ],
  targets: [
    // C libraries: each has exactly one Swift importer.
    // GEOS, PROJ, SpatiaLite and libxml2 are opened when first called: they cost more at the start than a look-up.
    .target(name: "CDynamicLibrary"),
    .target(name: "CGEOS", dependencies: ["CDynamicLibrary"]),
    .target(name: "CPROJ", dependencies: ["CDynamicLibrary"]),
    .target(name: "CSpatiaLite", dependencies: ["CDynamicLibrary"], linkerSettings: [.linkedLibrary("sqlite3")]),
    .target(name: "CXML", dependencies: ["CDynamicLibrary"]),
    .target(name: "CSimdJSON", linkerSettings: [.linkedLibrary("simdjson")]),
    .target(name: "CVectorScan"),
    .target(name: "CBoxScan"),
    .target(name: "CProcessor"),

    // Ground: no C library, no Foundation.
    .target(name: "Diagnostics", swiftSettings: strict),
    .target(name: "JSONWriting", swiftSettings: strict),
    .target(name: "CivilTime", swiftSettings: strict),
    .target(name: "SystemFiles", dependencies: ["CProcessor", "Diagnostics"], swiftSettings: strict),
    .target(name: "SpatialPrimitives", dependencies: ["Diagnostics"], swiftSettings: strict),

    // Wrappers.
    .target(
      name: "GEOSOperations", dependencies: ["CGEOS", "Diagnostics", "SpatialPrimitives"], swiftSettings: strict),
    .target(
      name: "Projections", dependencies: ["CPROJ", "Diagnostics", "SpatialPrimitives"], swiftSettings: strict),
    .target(
      name: "SpatialDatabase", dependencies: ["CSpatiaLite", "Diagnostics", "SpatialPrimitives"],
      swiftSettings: strict),
    .target(name: "XMLReading", dependencies: ["CXML", "Diagnostics", "SystemFiles"], swiftSettings: strict),
    .target(
      name: "SpatialFormats",
      dependencies: [
        "CSimdJSON", "CVectorScan", "Diagnostics", "JSONWriting", "SpatialDatabase", "SpatialPrimitives",
        "SystemFiles",
      ],
      swiftSettings: strict),

    // Engines.
    .target(
      name: "AreaIndex", dependencies: ["Diagnostics", "SpatialPrimitives", "SystemFiles"],
      swiftSettings: strict),
    .target(name: "GridCodes", dependencies: ["Diagnostics"], swiftSettings: strict),
    .target(
      name: "CoverageTopology", dependencies: ["SpatialPrimitives", "SystemFiles"], swiftSettings: strict),
    .target(name: "GraphPartition", dependencies: ["SpatialPrimitives"], swiftSettings: strict),
    .target(
      name: "SpatialIndexing", dependencies: ["CBoxScan", "Diagnostics", "SpatialPrimitives", "SystemFiles"],
      swiftSettings: strict),

    // City.
    .target(
      name: "CityStore",
      dependencies: [
        "AreaIndex", "CivilTime", "Diagnostics", "GEOSOperations", "JSONWriting", "Projections", "SpatialDatabase",
        "SpatialFormats", "SpatialPrimitives", "SystemFiles",
      ],
      swiftSettings: strict),

    // Domain.
    .target(
      name: "Casework",
      dependencies: [
        "AreaIndex", "CityStore", "CivilTime", "Diagnostics", "JSONWriting", "Projections", "SpatialDatabase",
        "SpatialFormats", "SpatialPrimitives", "SystemFiles",
      ],
      swiftSettings: strict),

    .target(
      name: "GridPlanning",
      dependencies: [
        "AreaIndex", "CityStore", "CivilTime", "CoverageTopology", "Diagnostics", "GEOSOperations", "GraphPartition",
        "JSONWriting", "Projections", "SpatialFormats", "SpatialPrimitives", "SystemFiles",
      ],
      swiftSettings: strict),

    .target(
      name: "CityModel",
      dependencies: [
        "AreaIndex", "CityStore", "CivilTime", "Diagnostics", "GEOSOperations", "GridCodes", "JSONWriting",
        "Projections", "SpatialDatabase", "SpatialFormats", "SpatialIndexing", "SpatialPrimitives", "SystemFiles",
        "XMLReading",
      ],
      swiftSettings: strict),

    // One answer.
    .target(
      name: "CityQueries",
      dependencies: ["AreaIndex", "CityStore", "Diagnostics", "Projections", "SpatialPrimitives"],
      swiftSettings: strict),

    // Command.
    .target(
      name: "CommandLineKit", dependencies: ["Diagnostics", "JSONWriting", "SystemFiles"], swiftSettings: strict),
    .executableTarget(
      name: "onegrid",
      dependencies: [
        "AreaIndex", "Casework", "CityModel", "CityQueries", "CityStore", "CivilTime", "CommandLineKit", "Diagnostics",
        "GEOSOperations", "GridCodes", "GridPlanning", "JSONWriting", "Projections", "SpatialDatabase",
        "SpatialFormats", "SpatialPrimitives", "SystemFiles",
      ],
      swiftSettings: strict,
      // Swift's own libraries within the program: it starts sooner, and runs where no Swift is installed.
      linkerSettings: [.unsafeFlags(["-static-stdlib"], .when(configuration: .release))]),

    // Tests mirror Sources; CommandTests runs the real binary.
    .target(name: "TestSupport", dependencies: ["SpatialPrimitives"], path: "Tests/Support"),
    .testTarget(name: "DiagnosticsTests", dependencies: ["Diagnostics"]),
    .testTarget(name: "JSONWritingTests", dependencies: ["JSONWriting"]),
    .testTarget(name: "CivilTimeTests", dependencies: ["CivilTime", "TestSupport"]),
    .testTarget(name: "SystemFilesTests", dependencies: ["Diagnostics", "SystemFiles", "TestSupport"]),
    .testTarget(
      name: "SpatialPrimitivesTests", dependencies: ["Diagnostics", "SpatialPrimitives", "TestSupport"]),
    .testTarget(
      name: "GEOSOperationsTests", dependencies: ["Diagnostics", "GEOSOperations", "SpatialPrimitives", "TestSupport"]),
    .testTarget(
      name: "ProjectionsTests", dependencies: ["Diagnostics", "Projections", "SpatialPrimitives", "TestSupport"]),
    .testTarget(
      name: "SpatialDatabaseTests",
      dependencies: ["Diagnostics", "SpatialDatabase", "SpatialPrimitives", "TestSupport"]),
    .testTarget(
      name: "SpatialFormatsTests",
      dependencies: [
        "Diagnostics", "JSONWriting", "SpatialDatabase", "SpatialFormats", "SpatialPrimitives", "SystemFiles",
        "TestSupport",
      ]),
    .testTarget(name: "XMLReadingTests", dependencies: ["Diagnostics", "SystemFiles", "TestSupport", "XMLReading"]),
    .testTarget(
      name: "AreaIndexTests",
      dependencies: [
        "AreaIndex", "Diagnostics", "GEOSOperations", "SpatialFormats", "SpatialPrimitives", "SystemFiles",
        "TestSupport",
      ]),
    .testTarget(
      name: "CoverageTopologyTests",
      dependencies: [
        "CoverageTopology", "Diagnostics", "GEOSOperations", "SpatialFormats", "SpatialPrimitives", "TestSupport",
      ]),
    .testTarget(name: "GraphPartitionTests", dependencies: ["GraphPartition", "SpatialPrimitives", "TestSupport"]),
    .testTarget(name: "GridCodesTests", dependencies: ["Diagnostics", "GridCodes", "TestSupport"]),
    .testTarget(
      name: "SpatialIndexingTests",
      dependencies: ["Diagnostics", "SpatialIndexing", "SpatialPrimitives", "SystemFiles", "TestSupport"]),
    .testTarget(
      name: "GridPlanningTests",
      dependencies: [
        "AreaIndex", "CityStore", "CivilTime", "CoverageTopology", "Diagnostics", "GEOSOperations", "GridPlanning",
        "JSONWriting", "Projections", "SpatialDatabase", "SpatialFormats", "SpatialPrimitives", "SystemFiles",
        "TestSupport",
      ]),
    .testTarget(
      name: "CityStoreTests",
      dependencies: [
        "AreaIndex", "CityStore", "CivilTime", "Diagnostics", "JSONWriting", "Projections", "SpatialDatabase",
        "SpatialFormats", "SpatialPrimitives", "SystemFiles", "TestSupport",
      ]),
    .testTarget(
      name: "CaseworkTests",
      dependencies: [
        "AreaIndex", "Casework", "CityStore", "CivilTime", "Diagnostics", "GridPlanning", "JSONWriting", "Projections",
        "SpatialDatabase", "SpatialFormats", "SpatialPrimitives", "SystemFiles", "TestSupport",
      ]),
    .testTarget(
      name: "CityModelTests",
      dependencies: [
        "AreaIndex", "CityModel", "CityStore", "CivilTime", "Diagnostics", "GEOSOperations", "GridCodes", "JSONWriting",
        "Projections", "SpatialDatabase", "SpatialFormats", "SpatialIndexing", "SpatialPrimitives", "SystemFiles",
        "TestSupport",
      ]),
    .testTarget(
      name: "CityQueriesTests",
      dependencies: [
        "AreaIndex", "CityQueries", "CityStore", "Diagnostics", "SpatialPrimitives", "TestSupport",
      ]),
    .testTarget(name: "CommandLineKitTests", dependencies: ["CommandLineKit", "Diagnostics", "JSONWriting"]),
    .testTarget(
      name: "CommandTests", dependencies: ["onegrid", "SpatialDatabase", "TestSupport"], exclude: ["Snapshots"]),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)
