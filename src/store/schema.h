/* Inside the store only: the cache's tables as SQL, and their number. */
#ifndef LEDE_STORE_SCHEMA_H
#define LEDE_STORE_SCHEMA_H

enum { SCHEMA_NUMBER = 3, SCHEMA_APPLICATION_ID = 0x6c656465 }; /* "lede" */

extern const char schema_sql[];

#endif
