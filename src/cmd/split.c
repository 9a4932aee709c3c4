/*
 * lede split: what the splitter makes of a file. No cache, and no state unless a library or a state file was named, so that
 * it shows the splitter alone, or the splitter with the user's mends.
 *
 * The decoded text of one file (or archive member) is held in memory, since an article's facts are made from its text after
 * the whole file has been decoded.
 */
#include "commands.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lede/decode.h"
#include "lede/input.h"
#include "lede/split.h"
#include "lede/unicode.h"
#include "out.h"
#include "record.h"
#include "session.h"

enum { READ_BYTES = 64 * 1024, PEEK_CELLS = 60 };

struct job {
	const struct options *opts;
	struct out out;
	struct buf text; /* decoded */
	struct buf line; /* being printed */
	uint64_t found;  /* articles and briefs */
	struct split_mend *mends;
	size_t n_mends;
};

struct feed {
	struct split *split;
	struct buf *text;
};

static int take_line(void *payload, const struct text_line *line)
{
	struct feed *f = payload;
	buf_add(f->text, line->text, line->len);
	if (!line->more)
		buf_addc(f->text, '\n');
	split_line(f->split, line);
	return 0;
}

static int feed_bytes(struct input *in, struct decoder *d, const char *file, struct err *err)
{
	char *bytes = mem_alloc(READ_BYTES);
	ssize_t n = input_read(in, bytes, READ_BYTES, err);
	if (n > 0 && decode_looks_binary(bytes, (size_t)n))
		n = err_set(err, "%s is binary, not text", file);
	while (n > 0) {
		decode_feed(d, bytes, (size_t)n);
		n = input_read(in, bytes, READ_BYTES, err);
	}
	free(bytes);
	if (n == 0)
		decode_finish(d);
	return (int)n;
}

/* The text of a piece or block, however the splitter's offsets come. */
static const char *text_at(const struct buf *text, uint64_t off, size_t *len)
{
	if (off > text->len)
		off = text->len;
	if (*len > text->len - off)
		*len = text->len - off;
	return buf_str(text) + off;
}

static void piece_facts(struct split_facts *facts, const struct job *j, const struct split_piece *piece,
                        const struct split_block *blocks)
{
	*facts = (struct split_facts){ 0 };
	if (piece->kind == SPLIT_REMAINDER)
		return;
	size_t len = piece->end_off - piece->start_off;
	const char *text = text_at(&j->text, piece->start_off, &len);
	split_facts(facts, blocks + piece->block, piece->blocks, piece->kind, text, len);
}

static void print_json(struct job *j, const char *file, const struct split_piece *piece,
                       const struct split_block *blocks, const struct split_facts *facts)
{
	struct buf *b = &j->line;
	buf_clear(b);
	buf_addc(b, '{');
	record_text(b, "file", file);
	record_piece(b, &(struct record_piece){ .kind = split_kind_name(piece->kind),
	                                        .headline = facts->headline,
	                                        .start_line = piece->start_line,
	                                        .end_line = piece->end_line,
	                                        .start_byte = piece->start_byte,
	                                        .end_byte = piece->end_byte,
	                                        .byline = (const char *const *)facts->byline,
	                                        .bylines = facts->bylines,
	                                        .place = facts->place,
	                                        .agency = facts->agency,
	                                        .section = facts->section,
	                                        .confidence = piece->confidence });
	record_text(b, "date", facts->date[0] ? facts->date : NULL);
	if (facts->date_line)
		record_number(b, "date_line", facts->date_line);
	else
		buf_adds(b, ",\"date_line\":null");
	buf_adds(b, ",\"blocks\":[");
	for (uint32_t i = 0; i < piece->blocks; i++) {
		const struct split_block *block = &blocks[piece->block + i];
		buf_addf(b, "%s{\"label\":\"%s\",\"start_line\":%u,\"end_line\":%u}", i ? "," : "",
		         split_label_name(block->label), block->line, block->line + block->lines - 1);
	}
	buf_adds(b, "]}\n");
	out_json(&j->out, b->p, b->len);
}

static void print_block(struct job *j, const struct split_block *block)
{
	struct buf whole = BUF_INIT, clean = BUF_INIT;
	size_t len = block->len;
	const char *text = text_at(&j->text, block->off, &len);
	split_block_text(&whole, text, len);
	text_clean(&clean, buf_str(&whole), whole.len);
	buf_clear(&j->line);
	buf_addf(&j->line, "%8u  %-11s ", block->line, split_label_name(block->label));
	text_ellipsize(&j->line, buf_str(&clean), clean.len, PEEK_CELLS);
	buf_addc(&j->line, '\n');
	out_text(&j->out, j->line.p, j->line.len);
	buf_release(&whole);
	buf_release(&clean);
}

static void print_text(struct job *j, const char *file, const struct split_piece *piece,
                       const struct split_block *blocks, const struct split_facts *facts)
{
	buf_clear(&j->line);
	buf_addf(&j->line, "%s:%u-%u  %s %.2f", file, piece->start_line, piece->end_line, split_kind_name(piece->kind),
	         (double)piece->confidence);
	if (facts->headline) {
		buf_adds(&j->line, "  ");
		text_clean(&j->line, facts->headline, strlen(facts->headline));
	}
	buf_addc(&j->line, '\n');
	out_text(&j->out, j->line.p, j->line.len);
	for (uint32_t i = 0; i < piece->blocks; i++)
		print_block(j, &blocks[piece->block + i]);
}

static void print_pieces(struct job *j, const char *file, const struct split *split)
{
	size_t n_blocks, n;
	const struct split_block *blocks = split_blocks(split, &n_blocks);
	const struct split_piece *pieces = split_pieces(split, &n);
	for (size_t i = 0; i < n && !out_failed(&j->out); i++) {
		if (!pieces[i].blocks)
			continue; /* nothing but blank lines */
		struct split_facts facts;
		piece_facts(&facts, j, &pieces[i], blocks);
		if (j->opts->json)
			print_json(j, file, &pieces[i], blocks, &facts);
		else
			print_text(j, file, &pieces[i], blocks, &facts);
		j->found += pieces[i].kind != SPLIT_REMAINDER;
		split_facts_release(&facts);
	}
}

static int split_member(struct job *j, struct input *in, const char *file, struct err *err)
{
	struct feed feed = { .split = split_new(j->mends, j->n_mends), .text = &j->text };
	struct decoder *d = decode_new(j->opts->encoding, take_line, &feed, err);
	buf_clear(&j->text);
	int rc = d ? feed_bytes(in, d, file, err) : -1;
	if (rc == 0) {
		split_finish(feed.split);
		print_pieces(j, file, feed.split);
	}
	decode_free(d);
	split_free(feed.split);
	return rc;
}

static int split_file(struct job *j, const char *path, struct err *err)
{
	struct input *in;
	const char *member;
	if (input_open(&in, path, err) < 0)
		return -1;
	int rc;
	while ((rc = input_next(in, &member, err)) > 0) {
		char *file = member ? mem_printf("%s/%s", path, member) : mem_strdup(path);
		rc = split_member(j, in, file, err);
		free(file);
		if (rc < 0)
			break;
	}
	input_close(in);
	return rc;
}

static int load_mends(struct job *j, struct err *err)
{
	struct library nothing = { .key = (char[]){ "" }, .state_path = session_state_path(j->opts) };
	struct state *state = NULL;
	bool named = j->opts->n_libraries || j->opts->state || getenv("LEDE_LIBRARY");
	int rc = 0;
	if (named && access(nothing.state_path, R_OK) == 0) {
		rc = state_open(&state, &nothing, NULL, err);
		if (rc == 0)
			rc = state_mends(state, &j->mends, &j->n_mends, err);
	}
	state_close(state);
	free(nothing.state_path);
	return rc;
}

int cmd_split(const struct options *opts)
{
	struct job j = { .opts = opts, .out = out_standard() };
	struct err err;
	int status = CMD_DONE;
	if (load_mends(&j, &err) < 0 || split_file(&j, opts->args[0], &err) < 0 || out_finish(&j.out, &err) < 0) {
		complain_err(&err);
		status = CMD_FAILED;
	} else if (!j.found) {
		complain("no article in %s", opts->args[0]);
		status = CMD_NOTHING;
	}
	buf_release(&j.text);
	buf_release(&j.line);
	free(j.mends);
	return status;
}
