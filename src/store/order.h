/* Inside the store only: the order of paths in lists. */
#ifndef LEDE_STORE_ORDER_H
#define LEDE_STORE_ORDER_H

/* As strcmp, but runs of digits compare by value ("part 9" before "part 10"), and a folder's files stay together. Only equal
 * paths are equal. */
int order_paths(const char *a, const char *b);

#endif
