#ifndef FISCALTABLES_CLIBXML2_SHIM_H
#define FISCALTABLES_CLIBXML2_SHIM_H

// Debian's libxml2 headers pull in ICU's, which clash with the ICU inside Foundation
// ("'UErrorCode' has different definitions in different modules"). Nothing here needs them.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>
#include <libxml/xmlwriter.h>

// xmlFree is a mutable global, which Swift 6 refuses to touch.
static inline void clibxml2_free(void *pointer) { xmlFree(pointer); }

// What gets the errors of this thread that are of no parser; a pair of variables that are macros.
typedef struct {
  xmlStructuredErrorFunc function;
  void *context;
} clibxml2_errors;

// Sets both, and gives what they were.
static inline clibxml2_errors clibxml2_exchange_errors(clibxml2_errors errors) {
  clibxml2_errors former = {xmlStructuredError, xmlStructuredErrorContext};
  xmlStructuredError = errors.function;
  xmlStructuredErrorContext = errors.context;
  return former;
}

#endif
