#ifndef ONEGRID_CGEOS_SHIM_H
#define ONEGRID_CGEOS_SHIM_H
/* Hides the calls that share one global context. */
#define GEOS_USE_ONLY_R_API
#include <geos_c.h>
#endif
