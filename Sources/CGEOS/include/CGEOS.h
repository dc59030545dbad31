#ifndef ONEGRID_CGEOS_H
#define ONEGRID_CGEOS_H
/* GEOS's functions as this module defines them (CGEOS.c): the same names, not seen by other libraries. */
#include <geos/export.h>
#undef GEOS_DLL
#define GEOS_DLL __attribute__((visibility("hidden")))
/* Hides the calls that share one global context. */
#define GEOS_USE_ONLY_R_API
#include <geos_c.h>
#endif
