/* Where the sample library is. */
#ifndef LEDE_CMD_SAMPLE_H
#define LEDE_CMD_SAMPLE_H

/* The caller frees. NULL where there is none. */
char *sample_path(void);

#endif
