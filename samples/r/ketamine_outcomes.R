# The tool ketamine-outcomes with data frames in and out. Base R and the tool, nothing else.
#
#   source("samples/r/ketamine_outcomes.R")
#   scores <- ko_score(forms, "phq-9", keep = "patient_id")
#   rows <- ko_assess(assessments, treatments, events, at = "last")
#   clinic <- ko_cohort(assessments, treatments, events, at = c("infusion:1", "end-of-induction"), primary = "phq-9")
#   clinic$tables$rates; clinic$figures[["rates-phq-9"]]; clinic$manifest
#
# The tool is found by the argument `tool`, else by the environment variable KETAMINE_OUTCOMES_TOOL, else as `ketamine-outcomes` on the PATH.
#
# Data frames have the columns of docs/wire.md. Other arguments are the tool's options with `_` for `-`: missing_policy = "..." is --missing-policy ..., TRUE is an
# option alone, a vector is joined by commas (of files: repeated), one with names is name=value,..., and a data frame is written to a file.
#
# What comes back: ids and every other text as character ("007", "NA" and "nan" stay what they are, and an empty cell is ""; there are no factors), numbers as numeric with NA
# where there is none. What the tool says of its input is in attr(frame, "messages") and, but for its last line, a warning: rows with errors are listed there and the rest is
# the answer. An input or call that is unusable stops with what the tool says. Rows are named by the line of a file in which row 1 of the frame is line 2.

ko_score <- function(forms, instrument = NULL, ..., tool = NULL) {
  folder <- ko_folder()
  on.exit(unlink(folder, recursive = TRUE))
  options <- list(...)
  words <- c("score", "--format", "csv", "--input", ko_table(folder, "forms", forms), if (!is.null(instrument)) c("--instrument", instrument), ko_options(folder, options))
  done <- ko_run(tool, words, folder)
  kept <- unlist(strsplit(as.character(options$keep), ",", fixed = TRUE))
  frame <- ko_read_text(done$text)
  for (name in setdiff(names(frame), kept)) {
    # A score may be a word (met) or the digits of a profile (21345) instead of a number; a column with any of those stays text.
    scored <- name == "score" || paste0(name, "_status") %in% names(frame)
    if (name %in% c("row", "answered") || (scored && ko_all_numbers(frame[[name]]))) frame[[name]] <- ko_number(frame[[name]])
  }
  structure(frame, messages = done$messages)
}

ko_assess <- function(assessments = NULL, treatments = NULL, events = NULL, ..., tool = NULL) {
  folder <- ko_folder()
  on.exit(unlink(folder, recursive = TRUE))
  words <- c("assess", "--format", "csv", ko_options(folder, list(assessments = assessments, treatments = treatments, events = events, ...)))
  done <- ko_run(tool, words, folder)
  frame <- ko_read_text(done$text)
  for (name in intersect(c("series", "value", "low", "high", "day"), names(frame))) frame[[name]] <- ko_number(frame[[name]])
  structure(frame, messages = done$messages)
}

# All courses together: a list of tables (data frames by name), figures (SVG by name), the manifest (its text), the dictionary and the messages.
# `output` names a folder to keep what was written; else it is read and thrown away.
ko_cohort <- function(assessments, treatments = NULL, events = NULL, people = NULL, ..., output = NULL, tool = NULL) {
  folder <- ko_folder()
  on.exit(unlink(folder, recursive = TRUE))
  written <- if (is.null(output)) file.path(folder, "cohort") else output
  words <- c("cohort", "--output", written, ko_options(folder, list(assessments = assessments, treatments = treatments, events = events, people = people, ...)))
  done <- ko_run(tool, words, folder)
  ko_read_cohort(written, done$messages)
}

# Reads a folder that `ketamine-outcomes cohort --output` wrote; whatever tables and figures are in it.
ko_read_cohort <- function(folder, messages = character()) {
  text <- function(path) paste(readLines(path, encoding = "UTF-8", warn = FALSE), collapse = "\n")
  named <- function(pattern, where) {
    paths <- sort(list.files(file.path(folder, where), pattern = pattern, full.names = TRUE), method = "radix")
    names(paths) <- sub(pattern, "", basename(paths))
    paths
  }
  dictionary <- ko_read_text(text(file.path(folder, "tables", "dictionary.csv")))
  paths <- named("\\.csv$", "tables")
  paths <- paths[names(paths) != "dictionary"]
  tables <- lapply(names(paths), function(name) {
    frame <- ko_read_text(text(paths[[name]]))
    numeric <- dictionary$column[dictionary$table == name & dictionary$type %in% c("count", "number")]
    for (column in intersect(numeric, names(frame))) frame[[column]] <- ko_number(frame[[column]])
    frame
  })
  names(tables) <- names(paths)
  list(tables = tables, figures = lapply(named("\\.svg$", "figures"), text), manifest = text(file.path(folder, "manifest.json")), dictionary = dictionary, messages = messages)
}

# --- Below this line nothing is for others to call.

ko_folder <- function() {
  folder <- tempfile("ketamine-outcomes-")
  dir.create(folder, mode = "0700")
  folder
}

ko_find <- function(tool) {
  if (is.null(tool)) tool <- Sys.getenv("KETAMINE_OUTCOMES_TOOL", "")
  if (!nzchar(tool)) tool <- "ketamine-outcomes"
  found <- Sys.which(tool)
  if (!nzchar(found)) stop(tool, ": there is no such program. Name it: tool = ..., or the environment variable KETAMINE_OUTCOMES_TOOL.", call. = FALSE)
  unname(found)
}

ko_run <- function(tool, words, folder) {
  out <- file.path(folder, "out")
  err <- file.path(folder, "err")
  code <- suppressWarnings(system2(ko_find(tool), shQuote(enc2utf8(words)), stdout = out, stderr = err, stdin = ""))
  read <- function(path) {
    bytes <- readBin(path, "raw", file.size(path))
    text <- rawToChar(bytes)
    Encoding(text) <- "UTF-8"
    text
  }
  messages <- strsplit(gsub(paste0(folder, "/"), "", read(err), fixed = TRUE), "\n", fixed = TRUE)[[1]]
  if (!code %in% c(0, 1)) stop(if (length(messages) > 0) paste(messages, collapse = "\n") else paste("The tool ended with code", code), call. = FALSE)
  noticed <- messages[nzchar(messages) & !grepl("^[0-9]+ rows[,:] ", messages)]
  if (length(noticed) == 0 && code == 1) noticed <- messages
  if (length(noticed) > 0) warning(paste(noticed, collapse = "\n"), call. = FALSE)
  list(text = read(out), messages = messages)
}

ko_options <- function(folder, options) {
  unlist(lapply(names(options), function(name) {
    value <- options[[name]]
    option <- paste0("--", gsub("_", "-", name, fixed = TRUE))
    if (is.null(value) || isFALSE(value)) return(NULL)
    if (isTRUE(value)) return(option)
    if (is.data.frame(value)) return(c(option, ko_table(folder, name, value)))
    texts <- ko_cells(value, name)
    if (!is.null(names(value))) texts <- paste0(names(value), "=", texts)
    # Joined, so that a value such as -7 is not taken for an option.
    if (name %in% c("definition", "schedule", "map_file")) paste0(option, "=", texts) else paste0(option, "=", paste(texts, collapse = ","))
  }))
}

ko_table <- function(folder, name, frame) {
  if (!is.data.frame(frame)) stop(name, ": expected a data frame.", call. = FALSE)
  quoted <- function(texts) paste0("\"", gsub("\"", "\"\"", texts, fixed = TRUE), "\"")
  columns <- lapply(names(frame), function(column) quoted(ko_cells(frame[[column]], paste0(name, ", column ", column))))
  lines <- c(paste(quoted(enc2utf8(names(frame))), collapse = ","), if (nrow(frame) > 0) do.call(paste, c(columns, sep = ",")))
  path <- file.path(folder, paste0(name, ".csv"))
  file <- file(path, "wb")
  on.exit(close(file))
  writeLines(enc2utf8(lines), file, sep = "\n", useBytes = TRUE)
  path
}

# Each value as the wire has it; what is missing is empty.
ko_cells <- function(values, where) {
  if (is.factor(values)) values <- as.character(values)
  if (is.list(values)) stop(where, ": expected one value a row.", call. = FALSE)
  missing <- is.na(values)
  if (inherits(values, "Date")) {
    texts <- format(values, "%Y-%m-%d")
  } else if (inherits(values, "POSIXt")) {
    texts <- ko_times(values, missing, where)
  } else if (inherits(values, "integer64")) {
    # Its bits are those of another number to whoever does not know the class.
    stop(where, ": give integer64 as text (as.character).", call. = FALSE)
  } else if (is.numeric(values)) {
    numbers <- as.double(values)
    whole <- !missing & is.finite(numbers) & numbers == trunc(numbers)
    if (any(abs(numbers[whole]) >= 2^53)) stop(where, ": a number of 16 digits or more has lost digits. Read ids as text (colClasses = \"character\").", call. = FALSE)
    texts <- sprintf("%.15g", numbers)
    texts[whole] <- sprintf("%.0f", numbers[whole])
  } else {
    texts <- enc2utf8(as.character(values))
  }
  texts[missing] <- ""
  texts
}

ko_times <- function(values, missing, where) {
  values <- as.POSIXct(values)
  zone <- attr(values, "tzone")
  midnight <- format(values, "%H:%M:%S") == "00:00:00"
  if (all(midnight | missing)) return(format(values, "%Y-%m-%d"))
  # A date that became a time has a midnight, and then the two look alike: an hour would be made up, or lost.
  if (any(midnight & !missing)) stop(where, ": some times are at midnight and others are not. Give dates and times as text, such as 2026-03-01 and 2026-03-01T14:30.", call. = FALSE)
  seconds <- any(format(values, "%S")[!missing] != "00")
  texts <- format(values, if (seconds) "%Y-%m-%dT%H:%M:%S" else "%Y-%m-%dT%H:%M")
  # A zone that was named is an offset; the machine's own is none of the data's.
  if (is.null(zone) || !nzchar(zone[1])) texts else paste0(texts, sub("(..)$", ":\\1", format(values, "%z")))
}

ko_read_text <- function(text) {
  utils::read.csv(text = text, colClasses = "character", na.strings = character(), check.names = FALSE, stringsAsFactors = FALSE, encoding = "UTF-8", comment.char = "", strip.white = FALSE)
}

ko_all_numbers <- function(texts) !anyNA(suppressWarnings(as.numeric(texts[nzchar(texts)])))

ko_number <- function(texts) {
  numbers <- rep(NA_real_, length(texts))
  numbers[nzchar(texts)] <- as.numeric(texts[nzchar(texts)])
  numbers
}
