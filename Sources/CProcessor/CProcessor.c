// `sched_getaffinity` is none of C's or POSIX's own functions.
#define _GNU_SOURCE
#include "CProcessor.h"

#include <sched.h>

int processor_usable_count(void) {
  cpu_set_t usable;
  return sched_getaffinity(0, sizeof usable, &usable) == 0 ? CPU_COUNT(&usable) : 0;
}
