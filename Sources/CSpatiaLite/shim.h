#ifndef ONEGRID_CSPATIALITE_SHIM_H
#define ONEGRID_CSPATIALITE_SHIM_H
#include <sqlite3.h>
#include <spatialite.h>
/* SQLITE_TRANSIENT is a cast macro that Swift cannot see. */
static inline sqlite3_destructor_type onegrid_sqlite_transient(void) { return SQLITE_TRANSIENT; }
#endif
