// write_rows PATH ROWS: the workload of WriteRows by libxlsxwriter in constant memory.
//   cc -O2 write_rows.c -o write_rows -lxlsxwriter
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

static char units[400][40], codes[400][8], items[1200][40], functions[1200][8];

int main(int count, char **arguments) {
  if (count < 3) return 2;
  uint32_t rows = (uint32_t)atoi(arguments[2]);
  for (int i = 0; i < 400; i++) {
    sprintf(units[i], "\xE9\xA2\x84\xE7\xAE\x97\xE5\x8D\x95\xE4\xBD\x8D %d", i);
    sprintf(codes[i], "%06d", i);
  }
  for (int i = 0; i < 1200; i++) {
    sprintf(items[i], "\xE9\xA1\xB9\xE7\x9B\xAE %d \xE6\x94\xAF\xE5\x87\xBA", i);
    sprintf(functions[i], "%07d", 2010000 + i);
  }
  struct timespec start, end;
  clock_gettime(CLOCK_MONOTONIC, &start);
  lxw_workbook_options options = {.constant_memory = LXW_TRUE};
  lxw_workbook *book = workbook_new_opt(arguments[1], &options);
  lxw_worksheet *sheet = workbook_add_worksheet(book, "Data");
  lxw_format *amount = workbook_add_format(book), *date = workbook_add_format(book);
  format_set_num_format(amount, "#,##0.00");
  format_set_num_format(date, "yyyy\\-mm\\-dd");
  for (uint32_t row = 0; row < rows; row++) {
    uint64_t unit = below(400), item = below(1200);
    worksheet_write_string(sheet, row, 0, codes[unit], NULL);
    worksheet_write_string(sheet, row, 1, units[unit], NULL);
    worksheet_write_string(sheet, row, 2, functions[item], NULL);
    worksheet_write_string(sheet, row, 3, items[item], NULL);
    for (int column = 4; column < 12; column++)
      if (below(2) != 0)
        worksheet_write_number(sheet, row, column, (double)below(100000000) / 100, amount);
    worksheet_write_number(sheet, row, 12, 45000 + (double)below(365), date);
    if (below(10) == 0) {
      char note[24];
      sprintf(note, "note %u", row);
      worksheet_write_string(sheet, row, 13, note, NULL);
    }
  }
  if (workbook_close(book) != LXW_NO_ERROR) return 1;
  clock_gettime(CLOCK_MONOTONIC, &end);
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  printf("seconds %.3f processor %.3f peak MiB %ld\n",
         end.tv_sec - start.tv_sec + (end.tv_nsec - start.tv_nsec) * 1e-9,
         usage.ru_utime.tv_sec + usage.ru_stime.tv_sec +
             (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6,
         usage.ru_maxrss / 1024);
}
