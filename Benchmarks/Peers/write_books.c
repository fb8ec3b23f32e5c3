// write_books FOLDER COUNT: the workload of WriteBooks by libxlsxwriter.
//   cc -O2 write_books.c -o write_books -lxlsxwriter
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <xlsxwriter.h>

static uint64_t state = 20240801;

static uint64_t below(uint64_t bound) {
  state += 0x9E3779B97F4A7C15u;
  uint64_t mixed = state;
  mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
  mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
  return (mixed ^ (mixed >> 31)) % bound;
}

static lxw_format *format(lxw_workbook *book, const char *font, double size, int border) {
  lxw_format *made = workbook_add_format(book);
  format_set_font_name(made, font);
  format_set_font_size(made, size);
  if (border) format_set_border(made, LXW_BORDER_THIN);
  return made;
}

int main(int count, char **arguments) {
  if (count < 3) return 2;
  int books = atoi(arguments[2]);
  struct timespec start, end;
  clock_gettime(CLOCK_MONOTONIC, &start);
  for (int number = 0; number < books; number++) {
    char path[4096], text[64];
    snprintf(path, sizeof path, "%s/book%d.xlsx", arguments[1], number);
    lxw_workbook *book = workbook_new(path);
    lxw_format *title = format(book, "SimHei", 16, 0), *unit = format(book, "SimSun", 9, 0),
               *head = format(book, "SimHei", 10, 1), *code = format(book, "SimSun", 10, 1),
               *name = format(book, "SimSun", 10, 1), *amount = format(book, "SimSun", 10, 1);
    format_set_bold(title);
    format_set_align(title, LXW_ALIGN_CENTER);
    format_set_align(title, LXW_ALIGN_VERTICAL_CENTER);
    format_set_align(unit, LXW_ALIGN_RIGHT);
    format_set_bold(head);
    format_set_bg_color(head, 0xD9E2F3);
    format_set_align(head, LXW_ALIGN_CENTER);
    format_set_align(head, LXW_ALIGN_VERTICAL_CENTER);
    format_set_text_wrap(head);
    format_set_num_format(code, "@");
    format_set_text_wrap(name);
    format_set_indent(name, 1);
    format_set_num_format(amount, "#,##0.00");
    for (int index = 0; index < 9; index++) {
      snprintf(text, sizeof text, "\xE8\xA1\xA8%d", index + 1);
      lxw_worksheet *sheet = workbook_add_worksheet(book, text);
      snprintf(text, sizeof text, "\xE8\xA1\xA8%d \xE6\x94\xB6\xE6\x94\xAF\xE6\x80\xBB\xE8\xA1\xA8",
               index + 1);
      worksheet_merge_range(sheet, 0, 0, 0, 7, text, title);
      worksheet_write_string(sheet, 1, 7, "\xE4\xB8\x87\xE5\x85\x83", unit);
      worksheet_set_row(sheet, 0, 30, NULL);
      worksheet_set_row(sheet, 2, 24, NULL);
      for (int column = 0; column < 8; column++) {
        snprintf(text, sizeof text, "\xE6\x8C\x87\xE6\xA0\x87%d", column);
        worksheet_write_string(sheet, 2, column, text, head);
      }
      int rows = 20 + (int)below(21);
      for (int row = 3; row < 3 + rows; row++) {
        int item = (int)below(1200);
        snprintf(text, sizeof text, "%d", 2010000 + item);
        worksheet_write_string(sheet, row, 0, text, code);
        snprintf(text, sizeof text, "\xE9\xA1\xB9\xE7\x9B\xAE %d \xE6\x94\xAF\xE5\x87\xBA", item);
        worksheet_write_string(sheet, row, 1, text, name);
        for (int column = 2; column < 8; column++)
          if (below(2) == 0)
            worksheet_write_blank(sheet, row, column, amount);
          else
            worksheet_write_number(sheet, row, column, (double)below(100000000) / 100, amount);
      }
      worksheet_set_column(sheet, 0, 0, 12, NULL);
      worksheet_set_column(sheet, 1, 1, 36, NULL);
      worksheet_set_column(sheet, 2, 7, 16, NULL);
      worksheet_freeze_panes(sheet, 3, 0);
      worksheet_set_paper(sheet, 9);
      worksheet_set_landscape(sheet);
      worksheet_fit_to_pages(sheet, 1, 0);
      worksheet_repeat_rows(sheet, 0, 2);
      worksheet_set_footer(sheet, "&C&P / &N");
    }
    if (workbook_close(book) != LXW_NO_ERROR) return 1;
  }
  clock_gettime(CLOCK_MONOTONIC, &end);
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  printf("seconds %.3f processor %.3f peak MiB %ld\n",
         end.tv_sec - start.tv_sec + (end.tv_nsec - start.tv_nsec) * 1e-9,
         usage.ru_utime.tv_sec + usage.ru_stime.tv_sec +
             (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6,
         usage.ru_maxrss / 1024);
}
