// What a processor can be asked and Swift cannot say: to fetch a cache line that will be read soon, and not to wait for it.
#ifndef CPREFETCH_H
#define CPREFETCH_H

/// Advice only: any address will do, and nothing is read that could fail.
static inline void prefetch_line(const void *_Nonnull address) { __builtin_prefetch(address, 0, 3); }

#endif
