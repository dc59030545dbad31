#ifndef ONEGRID_CSPATIALITE_H
#define ONEGRID_CSPATIALITE_H
#include <sys/vfs.h>
#include <sqlite3.h>
/* Four of its functions are called, and CSpatiaLite.c hands them on. */
#include <spatialite.h>
/* SQLITE_TRANSIENT is a cast macro that Swift cannot see. */
static inline sqlite3_destructor_type onegrid_sqlite_transient(void) { return SQLITE_TRANSIENT; }
/* The Glibc module leaves out statfs(2). Answers the magic number of the file system, -1 for no such path. */
static inline long onegrid_file_system_type(const char *path) {
  struct statfs facts;
  return statfs(path, &facts) == 0 ? (long)facts.f_type : -1;
}
#endif
