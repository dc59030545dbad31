/* SpatiaLite is opened when a connection asks for its functions, and not when the program starts: it brings PROJ and GEOS
 * and some forty libraries behind them, and reading needs none of it. SQLite itself is linked. */
#include "CSpatiaLite.h"
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static const char *(*version)(void);
static void *(*alloc_connection)(void);
static void (*init_ex)(sqlite3 *, const void *, int);
static void (*cleanup_ex)(const void *);

static void open_library(void) {
  /* 7 is the soname of SpatiaLite 5.0, 8 that of 5.1. The functions used here are the same in both. */
  static const char *const names[] = {"libspatialite.so.7", "libspatialite.so.8", "libspatialite.so"};
  void *library = NULL;
  for (int name = 0; name < 3 && !library; ++name) library = dlopen(names[name], RTLD_LAZY | RTLD_LOCAL);
  if (library) {
    version = (const char *(*)(void))dlsym(library, "spatialite_version");
    alloc_connection = (void *(*)(void))dlsym(library, "spatialite_alloc_connection");
    init_ex = (void (*)(sqlite3 *, const void *, int))dlsym(library, "spatialite_init_ex");
    cleanup_ex = (void (*)(const void *))dlsym(library, "spatialite_cleanup_ex");
  }
  if (version && alloc_connection && init_ex && cleanup_ex) return;
  /* What the loader says and does where a library is missing at the start. */
  fprintf(stderr, "onegrid: error while loading SpatiaLite: %s\n", dlerror());
  _Exit(127);
}

const char *spatialite_version(void) {
  pthread_once(&once, open_library);
  return version();
}

void *spatialite_alloc_connection(void) {
  pthread_once(&once, open_library);
  return alloc_connection();
}

void spatialite_init_ex(sqlite3 *connection, const void *cache, int verbose) {
  pthread_once(&once, open_library);
  init_ex(connection, cache, verbose);
}

void spatialite_cleanup_ex(const void *cache) {
  pthread_once(&once, open_library);
  cleanup_ex(cache);
}
