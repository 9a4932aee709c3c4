/*
 * Inside the store only: the lock file beside a cache. One process builds, and
 * its pid stands in the file for others to show. A lock goes with the process, so a
 * program that is killed leaves nothing behind that must be cleaned up.
 */
#ifndef LEDE_STORE_LOCK_H
#define LEDE_STORE_LOCK_H

#include "lede/library.h"

struct lock;

/* 0 taken, 2 somebody else holds it (err names the pid), -1 err. */
int lock_take(struct lock **out, const struct library *lib, struct err *err);
void lock_release(struct lock *l); /* accepts NULL */

/* A short lock round moving a damaged cache aside. Works without where there can be none. */
int lock_opening(const char *cache_path);
void lock_opening_done(int guard);

#endif
