// What Swift cannot say to a processor, or cannot ask of it.
#ifndef CPROCESSOR_H
#define CPROCESSOR_H

/// Asks for the cache line of an address, and does not wait for it. Advice only: any address will do, and nothing is read
/// that could fail.
static inline void processor_prefetch(const void *_Nonnull address) { __builtin_prefetch(address, 0, 3); }

/// How many processors the calling thread may run on; 0 where the system does not say.
int processor_usable_count(void);

#endif
