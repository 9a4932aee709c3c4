/* The program: chooses a command and runs it. main() is a shell around this. */
#ifndef LEDE_CMD_H
#define LEDE_CMD_H

enum cmd_status {
	CMD_DONE = 0,
	CMD_NOTHING = 1, /* nothing found, or some source failed */
	CMD_USAGE = 2,
	CMD_FAILED = 3 /* cannot go on */
};

/* Returns the exit status. */
int cmd_main(int argc, char **argv);

#endif
