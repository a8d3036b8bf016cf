/* Where the program's own files are: templates, language tables, the sample configuration.
 */
#pragma once

/* RELATIVE below the data directory: beside the source when the program runs from its build folder,
 * otherwise where `make install` put it. The caller owns it. */
char *data_path(const char *relative);
