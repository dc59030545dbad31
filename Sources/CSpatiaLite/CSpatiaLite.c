/* SpatiaLite is opened when a connection asks for its functions, and not when the program starts: it brings PROJ and GEOS
 * and some forty libraries behind them, and reading needs none of it. SQLite itself is linked. */
#include "CSpatiaLite.h"
#include "CDynamicLibrary.h"

/* 7 is the soname of SpatiaLite 5.0, 8 that of 5.1. The functions used here are the same in both. */
static const char *const names[] = {"libspatialite.so.7", "libspatialite.so.8", "libspatialite.so", NULL};
static onegrid_library spatialite = {
  "SpatiaLite", "libspatialite-dev", names, PTHREAD_MUTEX_INITIALIZER, NULL};

#define FORWARD(type, name, parameters, arguments) ONEGRID_FORWARD(spatialite, type, name, parameters, arguments)

FORWARD(void *, spatialite_alloc_connection, (void), ())
FORWARD(void, spatialite_cleanup_ex, (const void *cache), (cache))
FORWARD(void, spatialite_init_ex, (sqlite3 *connection, const void *cache, int verbose), (connection, cache, verbose))
FORWARD(const char *, spatialite_version, (void), ())
